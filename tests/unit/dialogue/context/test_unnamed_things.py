"""Nobody can know what "that thing she had" is, so nothing is answered for it."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.unnamed_things import asks_of_unnamed_thing
from mesoguide.dialogue.understood_message import UnderstoodMessage


def message(text: str, intent: str = "ask_definition") -> UnderstoodMessage:
    return UnderstoodMessage(text, intent, 0.8, (intent,), "none", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "what is the gizmo the woman at work swears by",
        "how does that treatment my cousin got do it",
        "whats that thingy she used",
        "who came up with the device our neighbour bought",
    ],
)
def test_unnamed_thing_is_recognised(text: str) -> None:
    assert asks_of_unnamed_thing(message(text))


@pytest.mark.parametrize(
    "text",
    [
        "what is mesotherapy, the thing my cousin got",
        "how is the treatment done",
        "what is the thing with the needles that she had",
        "what does this treatment do",
    ],
)
def test_treatment_that_is_named_is_answered(text: str) -> None:
    assert not asks_of_unnamed_thing(message(text))


def test_question_about_the_price_of_it_is_not_taken_for_unclear() -> None:
    assert not asks_of_unnamed_thing(message("the thing she had, what is it", "ask_cost"))
