"""A message is read as it is meant in its conversation, and only where it says too little."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.dialogue.context.context_reading import in_context
from mesoguide.dialogue.names import SYMPTOM_FORM, SYMPTOM_WHAT
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.ops.settings import PROJECT_ROOT

RULES = load_rules(PROJECT_ROOT)
BRUISE = {"symptom_what": ("mild",), "turns_since_symptom": 1}


def make_message(text: str, intent: str, **parsed: Any) -> UnderstoodMessage:
    data = {"intent": {"name": intent, "confidence": parsed.pop("confidence", 0.9)}, **parsed}
    return UnderstoodMessage.of(data, text)


def meant(message: UnderstoodMessage, **before: Any) -> UnderstoodMessage:
    return in_context(TurnState(message, **{"is_first": False, **before}), RULES).message


class TestAnOpenSymptom:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("it's hot now", "out_of_scope"),
            ("not sore, not red", "deny"),
            ("should I worry?", "ask_medical_advice"),
            ("is that normal", "ask_side_effects"),
            ("will it go away", "ask_results_duration"),
            ("do I need a doctor then", "out_of_scope"),
            ("since two days", "inform"),
            ("it smells, I'll wait", "goodbye"),
        ],
    )
    def test_what_is_said_next_is_about_it(self, text: str, intent: str) -> None:
        assert meant(make_message(text, intent), **BRUISE).intent == "report_symptom"

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("can I put ice on the bruise", "ask_aftercare"),
            ("does it hurt", "ask_discomfort"),
            ("thanks", "thank"),
            ("is the person a doctor", "ask_practitioner"),
        ],
    )
    def test_another_question_stays_itself(self, text: str, intent: str) -> None:
        assert meant(make_message(text, intent), **BRUISE).intent == intent

    def test_advice_on_a_medicine_is_not_about_it(self) -> None:
        entities = [{"entity": "medication", "value": "aspirin"}]
        message = make_message("should I stop it?", "ask_medical_advice", entities=entities)

        assert meant(message, **BRUISE).intent == "ask_medical_advice"

    def test_a_worry_long_after_it_is_about_something_else(self) -> None:
        message = make_message("should I worry?", "ask_medical_advice")

        assert meant(message, symptom_what=("mild",), turns_since_symptom=4) == message

    def test_a_sign_long_after_it_is_about_it(self) -> None:
        message = make_message("it's hot now", "out_of_scope")

        found = meant(message, symptom_what=("mild",), turns_since_symptom=9)
        assert found.intent == "report_symptom"

    def test_another_question_beside_it_is_kept(self) -> None:
        both = ["ask_side_effects", "ask_cost"]
        message = make_message(
            "is hot normal, and how much is it", "ask_side_effects", questions=both
        )

        assert meant(message, **BRUISE).questions == ("report_symptom", "ask_cost")

    def test_without_a_symptom_nothing_is_about_one(self) -> None:
        assert meant(make_message("it's hot now", "out_of_scope")).intent == "out_of_scope"

    @pytest.mark.parametrize("intent", ["report_emergency", "express_crisis"])
    def test_a_red_flag_stays_one(self, intent: str) -> None:
        assert meant(make_message("it's hot now", intent), **BRUISE).intent == intent

    def test_a_sign_beside_a_worry_answers_what_was_asked(self) -> None:
        message = make_message("she has a bruise, is that normal", "ask_side_effects")
        found = meant(message, active_form=SYMPTOM_FORM, requested_slot=SYMPTOM_WHAT)

        assert found.intent == "report_symptom"


class TestQuestionsThatGoOn:
    @pytest.mark.parametrize(
        ("last_reply", "expected"),
        [
            ("utter_privacy", "ask_privacy"),
            ("utter_stored", "ask_privacy"),
            ("utter_plan_discomfort", "ask_recovery"),
            ("utter_simple_plan_anaesthesia", "ask_anaesthesia"),
            ("utter_plan_cost", "ask_results_duration"),
        ],
    )
    def test_how_long_is_asked_of_what_was_said(self, last_reply: str, expected: str) -> None:
        message = make_message("and for how long?", "ask_results_duration")

        assert meant(message, last_reply=last_reply).intent == expected

    def test_how_long_with_more_words_stays_itself(self) -> None:
        message = make_message("how long does the effect last?", "ask_results_duration")

        assert meant(message, last_reply="utter_privacy") == message

    @pytest.mark.parametrize(
        ("topic", "expected"), [("frequency", "ask_maintenance"), ("recovery", "ask_aftercare")]
    )
    def test_of_two_questions_that_sound_alike_the_nearer_one_is_meant(
        self, topic: str, expected: str
    ) -> None:
        ranking = [{"name": "ask_maintenance", "confidence": 0.1}]
        message = make_message("and then do I come again?", "ask_aftercare", intent_ranking=ranking)

        assert meant(message, topic=topic).intent == expected

    @pytest.mark.parametrize("text", ["what about the other one?", "and me?", "and for the first"])
    def test_the_other_one_asks_the_same_again(self, text: str) -> None:
        assert meant(make_message(text, "out_of_scope"), topic="frequency").intent == "inform"


def test_reading_again_changes_nothing() -> None:
    state = TurnState(make_message("it's hot now", "out_of_scope"), is_first=False, **BRUISE)
    once = in_context(state, RULES)

    assert in_context(once, RULES) == once


class TestRightAfterTheAdvice:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("is normal?", "ask_hair_loss"),
            ("and if it gets worse?", "ask_discomfort"),
            ("its only small", "ask_body_areas"),
            ("3 days, not sore", "ask_recovery"),
        ],
    )
    def test_short_words_are_about_the_symptom(self, text: str, intent: str) -> None:
        assert meant(make_message(text, intent), **BRUISE).intent == "report_symptom"

    def test_two_messages_later_they_are_not(self) -> None:
        later = {**BRUISE, "turns_since_symptom": 2}

        assert meant(make_message("its only small", "ask_body_areas"), **later).intent != (
            "report_symptom"
        )


class TestAMole:
    def test_a_mole_that_changes_is_to_be_seen_and_no_alarm(self) -> None:
        asked = make_message("the mole went black", "report_emergency", red_flag="skin_colour")

        assert meant(asked).intent == "ask_medical_advice"

    @pytest.mark.parametrize(
        "text", ["skin by the mole went black after the shots", "the mole is hot and i have fever"]
    )
    def test_skin_after_shots_stays_an_alarm(self, text: str) -> None:
        asked = make_message(text, "report_emergency", red_flag="skin_colour")

        assert meant(asked).intent == "report_emergency"


def test_an_illness_told_by_itself_asks_whether_one_may_have_it() -> None:
    told = [{"entity": "condition", "value": "blood_thinners"}]

    assert meant(make_message("on warfarin", "inform", entities=told)).intent == "ask_eligibility"
