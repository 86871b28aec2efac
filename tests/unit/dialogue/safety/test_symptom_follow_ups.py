"""Right after the advice on a symptom, short words about it are told from other matters."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.symptom_follow_ups import asks_on, gets_worse, plays_down


@pytest.mark.parametrize(
    "text",
    [
        *("is normal?", "is that ok", "so its fine?", "normal?", "and if it gets worse?"),
        *("should i worry", "what if it dont go", "when it go", "do i need to see a doctor"),
        *("is this an infection?", "so nothing to worry about?", "can it wait"),
    ],
)
def test_questions_about_a_symptom_are_heard(text: str) -> None:
    assert asks_on(text)


@pytest.mark.parametrize("text", ["its only small", "not sore, getting smaller", "just a tiny one"])
def test_words_that_play_it_down_are_heard(text: str) -> None:
    assert plays_down(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "fine",
        "thanks",
        "how much is it",
        "what do you charge for the belly",
        "my name is Ann",
    ],
)
def test_other_words_are_not_about_it(text: str) -> None:
    assert not asks_on(text)
    assert not plays_down(text)


@pytest.mark.parametrize(
    "text", ["it hurts more now", "its getting bigger", "it spreads", "now it is more red"]
)
def test_what_got_worse_is_heard(text: str) -> None:
    assert gets_worse(text)


def test_a_question_whether_it_gets_worse_is_no_report() -> None:
    assert not gets_worse("will it get worse?")
