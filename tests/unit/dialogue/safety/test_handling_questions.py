"""Whether to squeeze, prick or rub what came up on the skin."""

import pytest

from mesoguide.dialogue.safety.handling_questions import (
    asks_to_handle,
    names_what_to_handle,
    presses_on_handling,
)


@pytest.mark.parametrize(
    "text",
    [
        "shall I squeeze it?",
        "is it ok to burst the blister",
        "should my husband drain it with a needle",
        "cud i prick it",
        "squeeze it?",
        "how do I pop this",
        "is it better to massage the lumps",
        "may I scratch",
        "will it help if i press on it",
    ],
)
def test_squeezing_is_asked_about(text: str) -> None:
    assert asks_to_handle(text)


@pytest.mark.parametrize(
    "text",
    [
        "can I pop in on Friday?",
        "could you pick a time for me",
        "how many pricks are there",
        "does the injector press hard",
        "it pops when I chew",
        "can you push my visit to Monday",
        "do they massage the cream into the skin first?",
    ],
)
def test_other_matters_are_not(text: str) -> None:
    assert not asks_to_handle(text)


def test_the_thing_may_be_named() -> None:
    assert names_what_to_handle("can i squeeze the little bumps")
    assert not names_what_to_handle("can i squeeze it")


def test_who_was_told_may_press_on() -> None:
    assert presses_on_handling("even if i boil the needle first?")
    assert not presses_on_handling("how many visits would I need?")
