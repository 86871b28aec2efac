"""Answers of people who do not know what a form asks."""

import pytest

from mesoguide.dialogue.contact.not_known import does_not_know, without_not_known


@pytest.mark.parametrize(
    "text",
    [
        "hm, in spring? I can't recall",
        "not really sure, my husband did it",
        "dunno",
        "I honestly don't know yet",
        "no idea, sorry",
    ],
)
def test_somebody_who_does_not_know_says_so(text: str) -> None:
    assert does_not_know(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know what a booster is",
        "don't know if it bruises",
        "I can't say I like it",
        "Knowles",
    ],
)
def test_a_question_is_no_such_answer(text: str) -> None:
    assert not does_not_know(text)


def test_what_is_said_beside_is_kept() -> None:
    assert without_not_known("not sure, maybe scars") == "maybe scars"
