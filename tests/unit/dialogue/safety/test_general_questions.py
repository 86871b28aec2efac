"""Who asks what is usual is told from who has a symptom; in doubt the symptom is there."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.general_questions import asks_what_is_usual, is_not_about_now


@pytest.mark.parametrize(
    "text",
    [
        "I don't have it now, just asking how many days is normal",
        "oh not me now, just in general. how long does redness last?",
        "i dont have any of that",
        "hypothetically",
    ],
)
def test_somebody_without_the_symptom_is_heard(text: str) -> None:
    assert is_not_about_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "just wondering, my arm is red and hot",
        "only asking because I have a lump",
        "I don't have a fever",
        "it hurts now",
    ],
)
def test_a_symptom_that_is_there_is_not_explained_away(text: str) -> None:
    assert not is_not_about_now(text)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("how long does a bruise last", True),
        ("is bruising normal", True),
        ("how long do results last", False),
        ("my arm is red", False),
    ],
)
def test_what_is_usual_is_told_from_what_lasts_of_the_treatment(text: str, usual: bool) -> None:
    assert asks_what_is_usual(text) is usual
