"""Reads a message as it is meant in its conversation, before the turn is planned.

By itself "it's hot now" is about nothing, and "and for how long?" about anything. After a bruise
the first is about the bruise; after "what do you store?" the second is about what is stored.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from mesoguide.dialogue import names
from mesoguide.dialogue.durations import days_since
from mesoguide.dialogue.ellipsis import means_the_other
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety_answers import RED_FLAGS
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

SYMPTOM = "report_symptom"
#: What a message about one's own symptom may be taken for.
_MAY_BE_SYMPTOM = frozenset(
    {
        *("ask_side_effects", "ask_medical_advice", "ask_clarification", "give_feedback"),
        *("inform", "deny", "affirm", "greet", "thank", "goodbye", "out_of_scope"),
        FALLBACK_INTENT,
    }
)
#: What a worry about it may be taken for, which names no sign.
_MAY_BE_WORRY = _MAY_BE_SYMPTOM | {"ask_results_duration", "ask_results_onset", "ask_mechanism"}
#: A worry without a sign is about the symptom for so many messages after the advice.
_WORRY_TURNS = 3
_WORRIED = re.compile(
    r"\b(?:worr(?:y|ied|ying)|concerned|scared|normal|serious|dangerous|bad sign|go(?:es|ing)? "
    r"(?:away|down)|clear up|heal\w*|get better|fade|wear off|doctor|a ?& ?e|hospital|casualty|"
    r"what (?:should|shall|do|can) (?:i|we|she|he) do|what now|need to do|how long)\b",
    re.IGNORECASE,
)
#: Kinds of things that a worry about something else names.
_OF_SOMETHING_ELSE = ("medication", "condition", "concern", "alternative")

_HOW_LONG = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|ok|also|please)\W+)*(?:for |until |till )?"
    r"(?:how long(?: for| is that| then)?|until when|till when)\W*$",
    re.IGNORECASE,
)
#: What "how long?" asks after a reply, by a part of the reply's name.
_HOW_LONG_AFTER = (
    ("privacy", "ask_privacy"),
    ("stored", "ask_privacy"),
    ("discomfort", "ask_recovery"),
    ("anaesthesia", "ask_anaesthesia"),
    ("aftercare", "ask_aftercare"),
)

_GOES_ON = re.compile(r"^\W*(?:and|then|so|but|ok|also|after(?:wards)?)\b", re.IGNORECASE)
#: Longer messages say by themselves what they ask.
_LONGEST_GOING_ON = 60
#: Questions that sound alike: which of the two is meant shows in what was spoken of before.
_NEARER = {
    ("ask_aftercare", "ask_maintenance"): frozenset(
        {"frequency", "maintenance", "plan_details", "results_duration", "session_length", "cost"}
    ),
}


def in_context(state: TurnState, rules: Rules) -> TurnState:
    """Return the state with its message as it is meant; doing so again changes nothing."""
    message = state.message
    if message.is_payload or message.intent in RED_FLAGS or state.safety_hold:
        return state
    if message.intent != SYMPTOM and is_about_symptom(state, rules):
        others = [q for q in message.questions if q not in _MAY_BE_WORRY and q != message.intent]
        return replace(state, message=message.meaning(SYMPTOM, *others))
    if meant := _continued(state):
        return replace(state, message=message.meaning(meant))
    return state


def is_about_symptom(state: TurnState, rules: Rules) -> bool:
    """Tell whether a message goes on about a symptom that was told before."""
    message, triage = state.message, rules.triage
    asked = state.requested_slot if state.active_form == names.SYMPTOM_FORM else None
    if state.symptom_what is None and asked is None:
        return False
    if message.intent not in _MAY_BE_WORRY:
        return asked is not None and triage.speaks_of_signs(message.text) and _may_be(message)
    if triage.speaks_of_signs(message.text) and message.intent in _MAY_BE_SYMPTOM:
        return True
    near = asked is not None or (state.turns_since_symptom or _WORRY_TURNS + 1) <= _WORRY_TURNS
    if not near or any(message.mentioned(kind) for kind in _OF_SOMETHING_ELSE):
        return False
    if message.intent == "ask_medical_advice" or _WORRIED.search(message.text):
        return True
    return days_since(message.text, date.today()) is not None


def _may_be(message: UnderstoodMessage) -> bool:
    """Tell whether one of the questions of a message is the symptom itself."""
    return SYMPTOM in message.questions


def _continued(state: TurnState) -> str | None:
    """Return the intent of a question that is nothing without what came before it."""
    message, last = state.message, str(state.last_reply)
    if state.topic and state.active_form is None and means_the_other(message.text):
        return "inform"
    if _HOW_LONG.match(message.text):
        return next((intent for part, intent in _HOW_LONG_AFTER if part in last), None)
    nearer = _NEARER.get((message.intent, str(message.runner_up)))
    short = len(message.text) <= _LONGEST_GOING_ON and _GOES_ON.match(message.text)
    if nearer and short and state.topic in nearer:
        return message.runner_up
    return None
