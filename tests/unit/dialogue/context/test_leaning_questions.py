"""A message that asks nothing by itself is read from the answer before it."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.dialogue.context.follow_ups import as_meant
from mesoguide.dialogue.context.leaning_questions import before_and_after, leaning_question
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.ops.settings import load_settings


def after(topic: str | None, text: str, **more: Any) -> TurnState:
    message = UnderstoodMessage(text, "ask_uses", 0.4, ("ask_uses",), "none", "", ())
    return TurnState(message, is_first=False, topic=topic, **more)


@pytest.mark.parametrize(
    "text",
    [
        "is there anything to take for it?",
        "ouch. can they do something about that",
        "could I be numbed",
        "how do you dull the sting",
        "can I have something for the pain",
    ],
)
def test_what_helps_is_asked_of_the_pain(text: str) -> None:
    assert leaning_question(after("discomfort", text)) == "ask_anaesthesia"
    assert leaning_question(after("cost", text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "how do you make sure that doesn't happen",
        "what do they do to avoid this?",
        "can I lower the risk",
        "so how do I protect myself from it",
    ],
)
def test_what_prevents_harm_is_asked_of_the_risks(text: str) -> None:
    assert leaning_question(after("side_effects", text)) == "ask_practitioner"
    assert leaning_question(after("frequency", text)) is None


@pytest.mark.parametrize(
    ("topic", "text", "asked"),
    [
        ("preparation", "is that the same for under the chin?", "ask_preparation"),
        ("recovery", "I want it for my neck though. same there?", "ask_recovery"),
        ("effectiveness", "and for his bald patch, same number of visits?", "ask_frequency"),
        ("frequency", "same price for both?", "ask_cost"),
    ],
)
def test_the_same_is_asked_of_something_else(topic: str, text: str, asked: str) -> None:
    assert leaning_question(after(topic, text)) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("tell me the part about work again", "ask_recovery"),
        ("who did you say gives the shots?", "ask_practitioner"),
        ("can you repeat the bit on side effects", "ask_side_effects"),
        ("what did u say about the price", "ask_cost"),
    ],
)
def test_an_earlier_answer_is_wanted_once_more(text: str, asked: str) -> None:
    assert leaning_question(after("uses", text)) == asked


@pytest.mark.parametrize(
    "text",
    ["same day appointment?", "say that again", "anything else?", "is it the same as a filler"],
)
def test_messages_that_stand_by_themselves_are_left_alone(text: str) -> None:
    assert leaning_question(after("uses", text)) is None


def test_nothing_leans_on_an_answer_in_a_form() -> None:
    assert leaning_question(after("discomfort", "anything for that", active_form="f")) is None


def test_who_asks_what_we_are_and_who_reads_gets_both() -> None:
    text = "am I talking to a human and who sees my messages"
    message = UnderstoodMessage(
        text, "ask_bot_identity", 0.9, ("ask_bot_identity",), "none", "", ()
    )
    rules = load_rules(load_settings().project_root)

    meant = as_meant(TurnState(message, is_first=False), rules).message

    assert meant.questions == ("ask_bot_identity", "ask_privacy")
    assert as_meant(TurnState(meant, is_first=False), rules).message == meant


def test_a_sure_question_is_no_wish_for_the_same_answer() -> None:
    text = "his dad is the same and uses Regaine, what is it exactly"
    message = UnderstoodMessage(
        text, "ask_hair_medication", 1.0, ("ask_hair_medication",), "none", "", ()
    )

    assert leaning_question(TurnState(message, is_first=False, topic="eligibility")) is None


@pytest.mark.parametrize(
    "text", ["what do i need to do before i go, and after", "before and after, what must I do?"]
)
def test_both_sides_of_a_visit_are_asked(text: str) -> None:
    message = UnderstoodMessage(text, "ask_preparation", 0.6, ("ask_preparation",), "none", "", ())

    assert before_and_after(message) == ("ask_preparation", "ask_aftercare")
