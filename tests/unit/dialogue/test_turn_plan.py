"""A turn's actions come in the right order, whatever the conversation stood at."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.dialogue.names import (
    BEST_TIME,
    CALLBACK_FORM,
    CHECK_SAFE,
    CONTACT,
    CONTACT_NAME,
    CONTACT_TOPIC,
    NOTICE,
    RAISE_ALERT,
    SHORT_SYMPTOM_ANSWER,
    UNKNOWN_CLINIC_FACT,
)
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_plan import more_to_come, planned_actions
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.ops.settings import PROJECT_ROOT

RULES = load_rules(PROJECT_ROOT)


def make_message(intent: str, text: str = "so", **parsed: Any) -> UnderstoodMessage:
    data = {"intent": {"name": intent, "confidence": parsed.pop("confidence", 0.95)}, **parsed}
    if "act" in data:
        data["dialogue_act"] = {"name": data.pop("act"), "confidence": 0.9}
    return UnderstoodMessage.of(data, text)


def plan(message: UnderstoodMessage, **before: Any) -> tuple[str, ...]:
    return planned_actions(TurnState(message, **{"is_first": False, **before}), RULES)


def test_one_question_is_one_action() -> None:
    assert plan(make_message("ask_origin")) == ("utter_answer_origin",)


def test_two_questions_are_answered_in_their_order() -> None:
    both = make_message("ask_cost", questions=["ask_discomfort", "ask_cost"])

    assert plan(both) == ("action_answer_from_plan", "action_answer_from_plan")


def test_a_question_is_answered_before_a_form_begins() -> None:
    both = make_message("request_human", questions=["request_human", "ask_origin"])

    assert plan(both) == ("utter_answer_origin", "callback_form")


def test_two_wishes_for_a_form_begin_one() -> None:
    both = make_message("request_human", questions=["request_human", "request_appointment"])

    assert plan(both) == ("callback_form",)


def test_the_first_answer_comes_after_the_notice() -> None:
    assert plan(make_message("ask_origin"), is_first=True) == (NOTICE, "utter_answer_origin")


def test_a_channel_that_shows_the_notice_gets_it_once() -> None:
    first = make_message("ask_origin")

    assert plan(first, is_first=True, notice_shown=True) == ("utter_answer_origin",)


def test_a_greeting_needs_no_notice() -> None:
    assert plan(make_message("greet"), is_first=True) == ("action_greet",)


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"is_first": True},
        {"active_form": "callback_form", "requested_slot": "contact_topic"},
        {"safety_hold": "emergency"},
        {"stopped_form": "callback_form", "if_yes": "resume"},
    ],
    ids=["open", "first", "form", "hold", "stopped"],
)
@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("report_emergency", "action_answer_emergency"),
        ("express_crisis", "action_answer_crisis"),
    ],
)
def test_a_red_flag_is_all_that_is_answered(
    intent: str, action: str, before: dict[str, Any]
) -> None:
    alarm = make_message(intent, questions=["ask_cost", intent], act="cancel", red_flag="throat")

    assert plan(alarm, **before) == (action, RAISE_ALERT)


@pytest.mark.parametrize("intent", ["ask_cost", "affirm", "greet", "request_human", "inform"])
def test_after_a_red_flag_nothing_goes_on(intent: str) -> None:
    assert plan(make_message(intent), safety_hold="crisis") == (CHECK_SAFE,)


class TestInAForm:
    """A form waits for the visitor's name, unless a test says otherwise."""

    def plan(self, message: UnderstoodMessage, requested: str = "contact_name") -> tuple[str, ...]:
        return plan(message, active_form="callback_form", requested_slot=requested)

    def test_the_answer_goes_to_the_form(self) -> None:
        assert self.plan(make_message("inform", "Anna Smith")) == ("callback_form",)

    def test_a_question_is_answered_and_the_form_goes_on(self) -> None:
        asked = make_message("ask_origin", "who invented it?")

        assert self.plan(asked) == ("utter_answer_origin", "callback_form")

    def test_two_questions_are_answered_and_the_form_goes_on(self) -> None:
        asked = make_message(
            "ask_origin", "who invented it and why?", questions=["ask_origin", "ask_benefits"]
        )

        assert self.plan(asked) == ("utter_answer_origin", "utter_answer_benefits", "callback_form")

    @pytest.mark.parametrize("act", ["cancel", "refuse", "any", "correct"])
    def test_an_act_goes_to_the_form_whatever_the_intent(self, act: str) -> None:
        assert self.plan(make_message("ask_cost", "never mind", act=act)) == ("callback_form",)

    def test_a_name_that_looks_like_a_question_is_a_name(self) -> None:
        assert self.plan(make_message("ask_cost", "Will Price")) == ("callback_form",)

    def test_what_was_not_understood_goes_to_the_form(self) -> None:
        assert self.plan(make_message("nlu_fallback", "qwertz")) == ("callback_form",)

    def test_a_number_that_means_nothing_goes_to_the_form(self) -> None:
        assert self.plan(make_message("out_of_scope", "07700 900"), "contact") == ("callback_form",)

    def test_a_question_out_of_scope_is_answered(self) -> None:
        asked = make_message("out_of_scope", "who won the football?")

        assert self.plan(asked) == ("action_answer_out_of_scope", "callback_form")

    def test_a_doubtful_question_goes_to_the_form(self) -> None:
        doubtful = make_message("ask_cost", "hm 5 then", confidence=0.3)

        assert self.plan(doubtful) == ("callback_form",)

    def test_a_symptom_is_answered_shortly(self) -> None:
        told = make_message("report_symptom", "there is pus coming out of it")

        assert self.plan(told) == ("action_answer_symptom", "callback_form")

    def test_the_wish_for_another_form_begins_it(self) -> None:
        wish = make_message("request_appointment", "can I book a visit instead?")

        assert self.plan(wish) == ("appointment_form",)

    def test_a_wish_is_a_topic_when_the_form_asks_for_one(self) -> None:
        wish = make_message("request_appointment", "booking a visit")

        assert self.plan(wish, "contact_topic") == ("callback_form",)

    def test_a_pressed_question_is_answered(self) -> None:
        pressed = make_message("ask_origin", "/ask_origin")

        assert self.plan(pressed, "contact_topic") == ("utter_answer_origin", "callback_form")

    def test_a_pressed_form_button_goes_to_the_form(self) -> None:
        assert self.plan(make_message("affirm", "/affirm"), "confirmation") == ("callback_form",)


def test_a_question_about_deletion_begins_no_other_form() -> None:
    asked = make_message("request_appointment", "does that cancel my appointment as well?")
    before = {"active_form": "deletion_form", "requested_slot": "deletion_confirmed"}

    assert plan(asked, **before) == ("deletion_form",)


class TestAfterARedFlag:
    def plan(self, message: UnderstoodMessage, hold: str = "emergency") -> tuple[str, ...]:
        return plan(message, safety_hold=hold)

    @pytest.mark.parametrize(
        ("text", "act", "sign"),
        [
            ("the ambulance is here. I am safe now", "safe", "help"),
            ("I'm safe, I called 999", "none", "help"),
            ("i called samaritans. i'm safe", "safe", "suicide"),
            ("they took her to hospital, she is fine", "safe", ""),
            ("they gave me adrenaline, I'm safe now", "safe", "anaphylaxis"),
        ],
    )
    @pytest.mark.parametrize("alarm", ["report_emergency", "express_crisis"])
    def test_being_safe_outranks_words_of_alarm(
        self, alarm: str, text: str, act: str, sign: str
    ) -> None:
        message = make_message(alarm, text, act=act, red_flag=sign)

        assert self.plan(message) == (CHECK_SAFE,)

    def test_a_new_sign_is_a_new_alarm(self) -> None:
        message = make_message(
            "report_emergency", "I'm safe but my throat is closing", act="safe", red_flag="throat"
        )

        assert self.plan(message)[0] == "action_answer_emergency"

    def test_being_safe_with_a_but_is_a_new_alarm(self) -> None:
        message = make_message(
            "express_crisis", "I'm safe but I still want to die", act="safe", red_flag="suicide"
        )

        assert self.plan(message, "crisis")[0] == "action_answer_crisis"

    def test_words_without_a_new_sign_keep_the_first_help(self) -> None:
        message = make_message("report_emergency", "nobody can help me", red_flag="help")

        assert self.plan(message, "crisis") == (CHECK_SAFE,)


def test_a_call_that_is_not_wanted_is_not_arranged() -> None:
    assert plan(make_message("request_human", "i dont want a call", act="cancel")) == (
        "utter_deny",
    )


def test_a_visit_that_is_to_be_cancelled_is_taken_down() -> None:
    wish = make_message("request_appointment", "cancel my visit on Friday", act="cancel")

    assert plan(wish) == ("appointment_form",)


def test_a_doubtful_wish_begins_no_form() -> None:
    doubtful = make_message("check_my_plan", "hw mny 4 har", confidence=0.6)

    assert plan(doubtful) == ("action_handle_misunderstanding",)


def test_a_symptom_among_questions_gets_its_short_answer() -> None:
    both = make_message("ask_recovery", questions=["report_symptom", "ask_recovery"])

    assert plan(both) == ("action_answer_symptom", "action_answer_from_plan")


def test_a_plain_answer_to_a_form_is_no_alarm_of_the_classifier_alone() -> None:
    alarm = make_message("express_crisis", "existing")
    before = {"active_form": "appointment_form", "requested_slot": "patient_status"}

    assert plan(alarm, **before) == ("appointment_form",)


class TestMeaningInContext:
    def test_yes_after_an_offer_takes_it(self) -> None:
        assert plan(make_message("affirm"), if_yes="request_human") == ("callback_form",)

    def test_yes_after_the_offer_to_go_on_resumes_the_form(self) -> None:
        before = {"if_yes": "resume", "stopped_form": "appointment_form"}

        assert plan(make_message("affirm"), **before) == ("appointment_form",)

    def test_no_after_an_offer_declines_it(self) -> None:
        assert plan(make_message("deny"), if_no="deny") == ("utter_deny",)

    def test_yes_out_of_the_blue_is_only_a_yes(self) -> None:
        assert plan(make_message("affirm")) == ("utter_affirm",)

    def test_going_on_later_resumes_the_form_that_was_left(self) -> None:
        later = make_message("inform", "back to that call", act="resume")

        assert plan(later, stopped_form="callback_form") == ("callback_form",)

    def test_an_answer_that_did_not_help_is_feedback(self) -> None:
        useless = make_message("deny", "that is not what I asked", act="unhelpful")

        assert plan(useless, last_reply="utter_answer_origin") == ("action_take_feedback",)

    def test_not_getting_it_is_no_complaint(self) -> None:
        puzzled = make_message("ask_clarification", "I don't get it", act="unhelpful")

        assert plan(puzzled, last_reply="utter_answer_origin") == ("action_explain",)

    def test_saying_it_again_explains(self) -> None:
        again = make_message("inform", "come again?", act="again")

        assert plan(again, last_reply="utter_answer_origin") == ("action_explain",)

    def test_a_bare_concern_carries_the_topic(self) -> None:
        entity = {"entity": "concern", "value": "cellulite", "start": 11, "end": 20}
        asked = make_message("ask_uses", "what about cellulite?", entities=[entity])

        assert plan(asked, topic="frequency") == ("action_take_information",)

    def test_a_bare_concern_before_any_topic_is_what_it_seems(self) -> None:
        entity = {"entity": "concern", "value": "cellulite", "start": 11, "end": 20}
        asked = make_message("ask_uses", "what about cellulite?", entities=[entity])

        assert plan(asked) == ("action_answer_question",)

    def test_a_corrected_number_of_visits_is_information(self) -> None:
        mended = make_message("deny", "no, I meant 3 sessions", act="correct")

        assert plan(mended, topic="frequency") == ("action_take_information",)


def test_buttons_give_way_until_the_last_action() -> None:
    both = make_message("ask_origin", questions=["ask_origin", "ask_benefits"])

    assert more_to_come(TurnState(both, is_first=False), RULES)
    assert not more_to_come(TurnState(both, is_first=False, done=("utter_answer_origin",)), RULES)


def test_a_question_beside_thanks_is_answered() -> None:
    ranking = [
        {"name": "thank", "confidence": 0.55},
        {"name": "ask_session_length", "confidence": 0.45},
    ]
    message = make_message("thank", "thanks, and how long is one?", intent_ranking=ranking)

    assert plan(message) == ("action_answer_from_plan",)


def test_thanks_alone_are_thanks() -> None:
    ranking = [{"name": "thank", "confidence": 0.9}, {"name": "ask_cost", "confidence": 0.05}]

    assert plan(make_message("thank", "thanks", intent_ranking=ranking)) == ("utter_thank",)


def test_a_call_that_is_wished_for_in_so_many_words_is_arranged() -> None:
    wish = make_message("request_human", "please call me back, I am Nina", act="cancel")

    assert plan(wish) == ("callback_form",)


def test_a_wish_in_so_many_words_needs_no_sure_classifier() -> None:
    wish = make_message("request_human", "call me back, I'm Nina", confidence=0.5)

    assert plan(wish) == ("callback_form",)


def test_to_be_called_about_the_price_is_two_wishes() -> None:
    ranking = [{"name": "request_human", "confidence": 0.28}]
    both = make_message("ask_cost", "can you call me about the price", intent_ranking=ranking)

    assert plan(both) == ("action_answer_from_plan", "callback_form")


def test_what_only_staff_know_of_the_clinic_is_not_answered_with_its_card() -> None:
    assert plan(make_message("ask_clinic_info", "is there parking?")) == (UNKNOWN_CLINIC_FACT,)
    assert plan(make_message("ask_clinic_info", "/ask_clinic_info")) == ("utter_clinic_info",)


class TestInAContactForm:
    def plan(self, message: UnderstoodMessage, requested: str = CONTACT_TOPIC) -> tuple[str, ...]:
        return plan(message, active_form=CALLBACK_FORM, requested_slot=requested)

    def test_exasperation_without_a_word_of_danger_is_for_the_form(self) -> None:
        message = make_message("express_crisis", "this is too much hassle", act="cancel")

        assert self.plan(message) == (CALLBACK_FORM,)

    def test_a_word_of_danger_is_not(self) -> None:
        message = make_message(
            "express_crisis", "stop it, I'll kill myself", act="cancel", red_flag="suicide"
        )

        assert self.plan(message) == ("action_answer_crisis", RAISE_ALERT)

    @pytest.mark.parametrize("requested", [CONTACT_TOPIC, CONTACT_NAME, CONTACT])
    def test_a_symptom_is_answered_before_the_form_goes_on(self, requested: str) -> None:
        message = make_message("report_symptom", "it's sore and oozing")

        assert self.plan(message, requested) == (SHORT_SYMPTOM_ANSWER, CALLBACK_FORM)

    def test_a_day_may_be_a_time_to_call(self) -> None:
        message = make_message("report_symptom", "since Monday, in the morning")

        assert self.plan(message, BEST_TIME) == (CALLBACK_FORM,)


def test_a_form_that_is_dropped_for_a_question_closes_and_the_question_is_answered() -> None:
    dropped = make_message("ask_origin", "never mind, who invented it")

    assert plan(dropped, active_form=CALLBACK_FORM) == (CALLBACK_FORM, "utter_answer_origin")


def test_a_break_in_a_form_waits_and_a_return_goes_on_with_it() -> None:
    away, back = make_message("affirm", "brb"), make_message("inform", "ok im back")

    assert plan(away, active_form=CALLBACK_FORM) == ("utter_take_your_time",)
    assert plan(back, active_form=CALLBACK_FORM) == ("utter_welcome_back", CALLBACK_FORM)
    assert plan(back) == ("utter_welcome_back",)
    assert plan(make_message("greet", "hello again")) == ("action_greet",)


def test_another_language_is_answered_in_english_once_and_with_the_phone() -> None:
    assert plan(make_message("out_of_scope", "cuanto cuesta?")) == ("utter_english_only",)


def test_a_subject_with_several_questions_is_asked_back() -> None:
    assert plan(make_message("deny", "i ask about RESULT!!")) == ("utter_ask_which_result",)
