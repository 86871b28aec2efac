"""Whoever says "the second one" means the second plan, or button, of the last answer."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.listed_choices import chosen
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage

PLANS = ("CELL-01", "FAT-ABD-01", "HAIR-01")
BUTTONS = ("/ask_cost", '/inform{"concern": "wrinkles", "body_area": "face"}', "/ask_{broken")


def state(text: str, plans: tuple[str, ...] = (), offered: tuple[str, ...] = ()) -> TurnState:
    message = UnderstoodMessage(text, "out_of_scope", 0.7, ("out_of_scope",), "none", "", ())
    return TurnState(message, listed_plans=plans, offered=offered)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the first one", "CELL-01"),
        ("tell me more about the second one", "FAT-ABD-01"),
        ("number 3 pls", "HAIR-01"),
        ("and what is the last plan?", "HAIR-01"),
        ("no, the 2nd", "FAT-ABD-01"),
    ],
)
def test_a_plan_is_picked_by_its_place(text: str, code: str) -> None:
    picked = chosen(state(text, PLANS, BUTTONS))

    assert picked
    assert picked.intent == "ask_plan_details"
    assert picked.mentioned("plan_reference") == [code]


def test_a_button_is_picked_by_its_place_with_its_values() -> None:
    first, second = (chosen(state(text, offered=BUTTONS)) for text in ("the first", "second one"))

    assert first
    assert first.intent == "ask_cost"
    assert second
    assert second.mentioned("concern") == ["wrinkles"]


@pytest.mark.parametrize(
    "text", ["is the first visit longer?", "the fourth one", "my second child", "the third one"]
)
def test_what_picks_nothing_that_is_there_is_left_alone(text: str) -> None:
    assert chosen(state(text, offered=BUTTONS)) is None


def test_a_place_without_a_list_is_left_alone() -> None:
    assert chosen(state("the second one")) is None
