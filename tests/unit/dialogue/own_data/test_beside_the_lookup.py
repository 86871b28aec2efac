"""Only a try at a code is taken for one, and only who means their own plan is asked for it."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.own_data.beside_the_lookup import (
    general_plan_question,
    is_try,
    said_beside_lookup,
)
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage


def heard(text: str, intent: str, *, act: str = "none", concern: str = "") -> UnderstoodMessage:
    named = (Entity("concern", concern, 0, 1),) if concern else ()
    return UnderstoodMessage(text, intent, 0.9, (intent,), act, "", named)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hair sesions hw mny", "ask_frequency"),
        ("cellulite price of the course", "ask_cost"),
        ("what plan is there for cellulite", "ask_plan_details"),
    ],
)
def test_a_plan_in_general_is_not_looked_up(text: str, asked: str) -> None:
    assert general_plan_question(heard(text, "check_my_plan", concern="cellulite")) == asked


@pytest.mark.parametrize(
    "text", ["my cellulite plan", "how many hair sessions have I had", "cellulite visits left"]
)
def test_ones_own_plan_is_looked_up_though_it_names_what_it_is_for(text: str) -> None:
    assert general_plan_question(heard(text, "check_my_plan", concern="cellulite")) is None


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (heard("is it raining out there", "out_of_scope"), None),
        (heard("who won the football", "out_of_scope"), "out_of_scope"),
        (heard("what a silly machine", "greet"), "give_feedback"),
        (heard("no use to me", "deny", act="unhelpful"), "give_feedback"),
        (heard("thank you", "thank"), "thank"),
        (heard("forget it", "deny", act="cancel"), None),
        (heard("I have lost the card", "out_of_scope"), None),
        (heard("MG-12", "out_of_scope"), None),
    ],
)
def test_what_is_no_try_is_answered_and_what_is_of_the_lookup_left_to_it(
    message: UnderstoodMessage, said: str | None
) -> None:
    assert said_beside_lookup(message) == said


def test_words_without_any_digit_are_no_try() -> None:
    assert is_try("mg 12 q")
    assert not is_try("who knows")
