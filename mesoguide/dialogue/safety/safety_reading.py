"""Reads what sounds like an alarm and is none, and what sounds like none and is for a doctor.

It comes before every other reading of a message in its conversation.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from mesoguide.dialogue import names
from mesoguide.dialogue.context.clinic_questions import asks_for_number
from mesoguide.dialogue.context.role_requests import (
    is_of_program,
    wants_choice_made,
    wants_other_role,
)
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety.durations import days_since
from mesoguide.dialogue.safety.false_alarms import (
    calms_about_symptom,
    is_grave_sign,
    is_local_trouble,
)
from mesoguide.dialogue.safety.handling_questions import (
    asks_to_handle,
    names_what_to_handle,
    presses_on_handling,
)
from mesoguide.dialogue.safety.hold_questions import (
    asks_about_medicine,
    asks_to_wait,
    asks_what_to_put_on,
    cries_for_help,
    names_drug,
)
from mesoguide.dialogue.safety.just_treated import asks_after_treatment, only_tells_treatment
from mesoguide.dialogue.safety.medicine_changes import asks_to_change_medicine
from mesoguide.dialogue.safety.minors import is_for_minor
from mesoguide.dialogue.safety.past_events import asks_if_it_happened, is_long_ago, is_ones_own
from mesoguide.dialogue.safety.safety_answers import RED_FLAGS
from mesoguide.dialogue.safety.skin_marks import is_changing_mark
from mesoguide.dialogue.safety.triage import Level
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import (
    FALLBACK_INTENT,
    NO_ACT,
    Entity,
    UnderstoodMessage,
)
from mesoguide.nlp.low_mood import is_afraid_of_treatment
from mesoguide.nlp.questions import asks

EMERGENCY = "report_emergency"
ELIGIBILITY = "ask_eligibility"
#: The question whose answer says which reactions are usual, and what to do about the others.
RISKS = "ask_side_effects"
SYMPTOM = "report_symptom"
MEDICAL_ADVICE = "ask_medical_advice"
#: What a question about a tablet may be taken for, which is no matter of this clinic otherwise.
NOT_KNOWN = frozenset({"out_of_scope", FALLBACK_INTENT})
#: What is asked of a symptom is near it for so many messages after the advice on it.
_NEAR = 3
#: What a grave sign may be taken for that stands among other words.
_HARDLY_SAID = NOT_KNOWN | {"inform", "deny", "affirm", "ask_clarification", MEDICAL_ADVICE}
_MYSELF = re.compile(
    r"\b(?:my ?self|self|diy|(?:at|from) home|her ?self|him ?self|our ?selves)\b", re.I
)
#: Signs that may be an infection, of which the answer on risks has a form of its own.
_OF_INFECTION = frozenset({"hot_or_pus", "fever", "spreading", "sore", "infection"})
_INFECTION = Entity("detail", "infection", 0, 0)
#: "Swelling" or "bad bruise", with nothing asked, is what somebody has.
_BARE_WORDS = 2
#: After these answers a sign by itself may ask for more of them.
_NEAR_TOPICS = frozenset({"side_effects", "recovery", "aftercare", "discomfort"})
_FACE = re.compile(
    r"^\W*(?:(?:on|in|of|it|is|the|my|her|his|its|around|and|whole|left|right|side)\W+)*"
    r"(?:face|lips?|tongue|mouth|throat|eyes?|eyelids?)\b(?: (?:and \w+|now|too|also))*\W*$",
    re.IGNORECASE,
)
_SWELLS = re.compile(r"\b(?:swell\w*|swollen|puff\w*)\b", re.IGNORECASE)
#: "It started on Monday evening"; longer messages tell more.
_LONGEST_SINCE = 30
#: What "shall she skip the morning one?" may be taken for.
_MAY_BE_MEDICINE = frozenset(
    {
        *(
            "ask_medical_advice",
            "out_of_scope",
            "ask_preparation",
            "ask_definition",
            "ask_eligibility",
            "inform",
            "deny",
        ),
        *("ask_clarification", "ask_capabilities", "request_appointment", "affirm"),
        FALLBACK_INTENT,
    }
)
#: Those of them that have an answer on medicines of their own; "may I leave it off?" is none.
_OF_MEDICINE = frozenset({"ask_preparation", "ask_eligibility"})
#: What is so at any age: what hair loss comes from, who invented it, where the clinic is.
_OF_ANY_AGE = frozenset({"ask_hair_loss", "ask_origin", "ask_name_meaning", "ask_clinic_info"})
#: A question this sure of itself keeps its answer.
_SURE = 0.5


def safety_reading(state: TurnState, rules: Rules) -> UnderstoodMessage | None:
    """Return what a message means that sounds like an alarm, or like none, and is not so."""
    message, text = state.message, state.message.text
    if is_changing_mark(state, rules.triage):
        marked = replace(message, entities=(*message.entities, Entity("symptom", "mark", 0, 0)))
        return marked.meaning(MEDICAL_ADVICE)
    is_alarm = message.intent == EMERGENCY
    if is_alarm and (
        calms_about_symptom(state, rules.triage) or is_local_trouble(state, rules.triage)
    ):
        return message.meaning(SYMPTOM)
    is_of_classifier = is_alarm and not (message.sign or message.is_payload)
    if is_of_classifier and (is_long_ago(text) or asks_if_it_happened(text)):
        return message.meaning(ELIGIBILITY if is_ones_own(text) else RISKS)
    if state.active_form == names.SYMPTOM_FORM and _adds_face(state):
        return message.meaning(EMERGENCY)
    if state.active_form is None and only_tells_treatment(message):
        return replace(message.meaning("inform"), act=NO_ACT)
    if message.intent in RED_FLAGS or message.sign:
        return None
    if _asks_what_to_use(state, rules) or is_handling_question(state):
        return replace(message.meaning(MEDICAL_ADVICE), act=NO_ACT)
    if state.turns_since_symptom == 1 and not state.active_form and _tells_since_when(text):
        return message.meaning(SYMPTOM)
    if asks_after_treatment(state) and rules.triage.speaks_of_signs(text):
        return message.meaning(SYMPTOM)
    if cries_for_help(text) and _cries_on(state):
        return message.meaning(EMERGENCY)
    if _is_put_off(state, rules):
        return message.meaning(SYMPTOM)
    if state.active_form:
        return None
    is_for_other = message.intent != SYMPTOM and message.intent not in _OF_ANY_AGE
    if is_for_minor(text) and is_for_other and not message.is_payload:
        of_age = Entity("condition", "age", 0, 0)
        return replace(message, entities=(*message.entities, of_age)).meaning(ELIGIBILITY)
    if message.intent in _HARDLY_SAID and is_grave_sign(state, rules.triage):
        return message.meaning(SYMPTOM)
    if "self_injection" in message.mentioned("detail") and _MYSELF.search(text):
        return replace(message.meaning("ask_practitioner"), act=NO_ACT)
    if heard := _sign_in_general(state, rules):
        return heard
    is_choice = wants_choice_made(text) and (message.intent in NOT_KNOWN)
    if is_of_program(text) and not message.is_payload:
        return replace(message.meaning("ask_bot_identity"), act=NO_ACT)
    if wants_other_role(text) or is_choice:
        return replace(message.meaning(MEDICAL_ADVICE), act=NO_ACT)
    if is_afraid_of_treatment(text) and message.intent in NOT_KNOWN:
        return message.meaning("ask_discomfort")
    if asks_for_number(text) and (message.intent in NOT_KNOWN or message.confidence < _SURE):
        return message.meaning("ask_clinic_info")
    surely = message.confidence >= _SURE and message.intent in _OF_MEDICINE
    if message.intent in _MAY_BE_MEDICINE and asks_to_change_medicine(text, to_less=surely):
        drug = Entity("medication", "other", 0, 0)
        return replace(message, entities=(*message.entities, drug)).meaning(MEDICAL_ADVICE)
    return None


def _sign_in_general(state: TurnState, rules: Rules) -> UnderstoodMessage | None:
    """Read a sign that is only supposed ("and if pus comes out?"), or that stands by itself."""
    message, triage = state.message, rules.triage
    if message.is_payload or state.symptom_what is not None:
        return None
    if supposed := triage.supposed_signs(message.text):
        if message.intent == SYMPTOM or message.mentioned(names.CONCERN):
            return None
        details = (_INFECTION,) if supposed & _OF_INFECTION else ()
        return replace(message, entities=(*message.entities, *details)).meaning(RISKS)
    is_bare = len(message.text.split()) <= _BARE_WORDS and not asks(message.text)
    may_be = (
        message.intent in NOT_KNOWN | {RISKS, "inform"} and str(state.topic) not in _NEAR_TOPICS
    )
    if is_bare and may_be and triage.signs_in(message.text):
        return message.meaning(SYMPTOM)
    return None


def _adds_face(state: TurnState) -> bool:
    """Tell whether "face" says where the swelling is that was told just before."""
    before = state.earlier_texts[:1]
    return bool(_FACE.match(state.message.text)) and any(map(_SWELLS.search, before))


def _tells_since_when(text: str) -> bool:
    """Tell whether a message says since when, and nothing else: "from yesterday"."""
    is_bare = len(text) <= _LONGEST_SINCE and not asks(text)
    return is_bare and days_since(text, date.today()) is not None


def _cries_on(state: TurnState) -> bool:
    """Tell whether a cry follows another one, or a symptom that was just told."""
    before = state.earlier_texts[:1]
    return state.turns_since_symptom == 1 or any(map(cries_for_help, before))


def is_handling_question(state: TurnState) -> bool:
    """Tell whether somebody asks to squeeze or rub a symptom, told before or named now."""
    message = state.message
    if message.is_payload or state.active_form not in (None, names.SYMPTOM_FORM):
        return False
    in_form = state.active_form == names.SYMPTOM_FORM
    near = in_form or (state.turns_since_symptom or _NEAR + 1) <= _NEAR
    if state.last_reply == names.LEAVE_ALONE and presses_on_handling(message.text):
        return True
    return asks_to_handle(message.text) and (near or names_what_to_handle(message.text))


def _asks_what_to_use(state: TurnState, rules: Rules) -> bool:
    """Tell whether somebody asks what to take for a symptom, or put on one to be seen."""
    message = state.message
    in_form = state.active_form == names.SYMPTOM_FORM
    near = in_form or (state.turns_since_symptom or _NEAR + 1) <= _NEAR
    if state.active_form not in (None, names.SYMPTOM_FORM) or not near or message.is_payload:
        return False
    names_one = message.mentioned("medication") or names_drug(message.text)
    if names_one and asks_about_medicine(message):
        return True
    return asks_what_to_put_on(message.text) and _is_to_be_seen(state, rules)


def _is_put_off(state: TurnState, rules: Rules) -> bool:
    """Tell whether somebody who should be seen today would rather wait."""
    near = (state.turns_since_symptom or _NEAR + 1) <= _NEAR and not state.active_form
    return near and asks_to_wait(state.message) and _is_to_be_seen(state, rules)


def _is_to_be_seen(state: TurnState, rules: Rules) -> bool:
    """Tell whether the symptom that was told is for a doctor to see; a bruise is not."""
    return rules.triage.verdict(state.symptom_what or (), 0.0).level >= Level.TODAY
