"""Who presses on after "a doctor decides" hears who decides again, and whom to ask."""

from __future__ import annotations

import pytest

from mesoguide.dialogue import names
from mesoguide.dialogue.safety.advice_follow_ups import adds_condition, after_advice, is_one_dose
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage


def after(
    text: str, intent: str = "out_of_scope", since: int | None = 1, **parsed: object
) -> TurnState:
    understood = {"intent": {"name": intent, "confidence": 0.5}, **parsed}
    return TurnState(UnderstoodMessage.of(understood, text), turns_since_advice=since)


@pytest.mark.parametrize(
    "text",
    [
        *("so i stop 2 days before ok?", "my friend nurse she say 3 days", "just one session?"),
        *("but only little injection in chin?", "my gp says its fine", "so yes?", "can i or not"),
        *("its well controlled tho", "my cousin did it and was fine", "just one tablet"),
        "just for 2 days?",
    ],
)
def test_who_presses_on_is_not_agreed_with(text: str) -> None:
    assert after_advice(after(text)) == names.CANNOT_DECIDE


@pytest.mark.parametrize("text", ["so who i ask", "who decides", "who can tell me then", "who?"])
def test_who_asks_whom_is_told(text: str) -> None:
    assert after_advice(after(text)) == names.WHOM_TO_ASK


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *(("how much is it", "ask_cost"), ("just one visit, how much?", "ask_cost")),
        *(("can i go to the gym", "ask_recovery"), ("thanks", "thank"), ("ok", "affirm")),
        ("does it hurt", "ask_discomfort"),
        ("if my doctor says yes, how should I get ready?", "ask_preparation"),
    ],
)
def test_other_matters_get_their_own_answer(text: str, intent: str) -> None:
    assert after_advice(after(text, intent)) is None


def test_nothing_is_pressed_for_without_the_advice_or_long_after_it() -> None:
    assert after_advice(after("so i stop 2 days before ok?", since=None)) is None
    assert after_advice(after("so i stop 2 days before ok?", since=5)) is None


def test_words_of_danger_are_no_pressing() -> None:
    assert after_advice(after("my friend had it and cant breathe", red_flag="breathing")) is None
    assert not is_one_dose(after("just one tablet", red_flag="poisoning"))


def test_one_tablet_is_no_alarm_right_after_the_advice() -> None:
    assert is_one_dose(after("just one tablet", "express_crisis"))
    assert not is_one_dose(after("just one tablet", "express_crisis", since=None))
    assert not is_one_dose(after("i took all the tablets", "express_crisis"))


def test_another_condition_is_added() -> None:
    state = after("and also pregnant 8 weeks")
    named = Entity("condition", "pregnancy", 9, 17)
    message = UnderstoodMessage(
        **{**state.message.__dict__, "entities": (named,)}  # the words alone name nothing
    )

    assert adds_condition(TurnState(message, turns_since_advice=1))
    assert not adds_condition(TurnState(message))
