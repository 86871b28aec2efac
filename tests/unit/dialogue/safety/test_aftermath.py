"""After a red flag there is no small talk, and the clinic is asked before another treatment."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.dialogue import names
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.safety.aftermath import after_red_flag
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.ops.settings import PROJECT_ROOT

TRIAGE = load_rules(PROJECT_ROOT).triage


def actions_for(text: str, intent: str, **before: Any) -> tuple[str, ...] | None:
    message = UnderstoodMessage.of({"intent": {"name": intent, "confidence": 0.9}}, text)
    return after_red_flag(TurnState(message, is_first=False, **before), TRIAGE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("should i have it again?", "ask_medical_advice"),
        ("can i still go on friday?", "ask_recovery"),
        ("can she have her next session", "check_my_plan"),
        ("is it safe to carry on with the course", "ask_side_effects"),
    ],
)
def test_another_treatment_is_for_the_clinic_to_allow(text: str, intent: str) -> None:
    assert actions_for(text, intent, released="emergency") == (names.SPEAK_FIRST,)
    assert actions_for(text, intent, released="crisis") == (names.SPEAK_FIRST_CRISIS,)
    assert actions_for(text, intent) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("are you open on friday?", "ask_clinic_info"),
        ("how does it work", "ask_mechanism"),
        ("how much is it", "ask_cost"),
    ],
)
def test_other_questions_are_answered_as_ever(text: str, intent: str) -> None:
    assert actions_for(text, intent, released="emergency", turns_since_release=1) is None


def test_thanks_after_a_crisis_is_no_occasion_for_a_menu() -> None:
    found = actions_for("thanks", "thank", released="crisis", turns_since_release=5)

    assert found == (names.GLAD_CRISIS,)


def test_yes_to_an_offer_keeps_its_meaning() -> None:
    before = {"released": "crisis", "turns_since_release": 1, "if_yes": "resume"}

    assert actions_for("yes", "affirm", **before) is None
