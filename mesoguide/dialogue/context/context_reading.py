"""Reads a message as it is meant in its conversation, before the turn is planned.

By itself "it's hot now" is about nothing, and "and for how long?" about anything. After a bruise
the first is about the bruise; after "what do you store?" the second is about what is stored.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from mesoguide.dialogue import names
from mesoguide.dialogue.context.ellipsis import means_both, means_the_other
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety.advice_follow_ups import LONGEST, adds_condition
from mesoguide.dialogue.safety.durations import days_since
from mesoguide.dialogue.safety.false_alarms import turns_colour
from mesoguide.dialogue.safety.general_questions import asks_what_is_usual, is_not_about_now
from mesoguide.dialogue.safety.hold_questions import asks_about_medicine
from mesoguide.dialogue.safety.safety_answers import RED_FLAGS
from mesoguide.dialogue.safety.safety_reading import (
    MEDICAL_ADVICE,
    NOT_KNOWN,
    SYMPTOM,
    safety_reading,
)
from mesoguide.dialogue.safety.symptom_follow_ups import asks_on, gets_worse, plays_down
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import (
    FALLBACK_INTENT,
    UnderstoodMessage,
)
from mesoguide.nlp.questions import asks

#: The question whose answer says which reactions are usual, and how long they last.
RISKS = "ask_side_effects"
ELIGIBILITY = "ask_eligibility"
#: What "how long does a bruise last?" may be taken for.
_MAY_BE_USUAL = frozenset(
    {
        *("ask_results_duration", "ask_results_onset", "ask_frequency", "ask_session_length"),
        *("out_of_scope", "inform", "deny", "ask_capabilities", FALLBACK_INTENT, SYMPTOM),
    }
)
#: "Just tell me then", after the reply that nobody can decide this here.
_INSISTS = re.compile(
    r"\b(?:just (?:tell|say)|your (?:opinion|view|guess|advice)|what would you do|yes or no|"
    r"(?:please|pls) (?:just )?(?:tell|say|decide)|roughly|ball ?park|approx\w*|rough idea|"
    r"your best guess|come on|"
    r"but (?:should|can|do|is|could) (?:i|it|he|she|we))\b",
    re.IGNORECASE,
)
#: What a message about one's own symptom may be taken for.
_MAY_BE_SYMPTOM = frozenset(
    {
        *("ask_side_effects", "ask_medical_advice", "ask_clarification", "give_feedback"),
        *("inform", "deny", "affirm", "greet", "thank", "goodbye", "out_of_scope"),
        FALLBACK_INTENT,
    }
)
#: From here on a wish for advice may be the report of a symptom.
_LIKELY_SYMPTOM = 0.15
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

#: "How long do results last?" is about the treatment, whatever was told before.
_OF_THE_TREATMENT = re.compile(r"\b(?:results?|effects?|sessions?|visits?)\b", re.IGNORECASE)

#: Conditions that may rule the shots, or the numbing, out.
_BARS = frozenset({"allergy", "long_term_illness", "immune_disease", "blood_thinners"})
#: Those that a message tells of even where the rest of it is hardly understood.
_OF_A_CHILD = frozenset({"pregnancy", "breastfeeding"})
_HARDLY_UNDERSTOOD = NOT_KNOWN | {"inform", "deny", "affirm"}
_DOUBTFUL = 0.5
#: How the replies on who can have it are called.
_ON_CONDITIONS = "utter_answer_eligibility"
#: A question about something else this sure of itself keeps its answer.
_SURE_OF_OTHER = 0.8
_HAS = re.compile(
    r"\b(?:i|we|s?he|mum|mom|dad|husband|wife|nan)(?:['\u2019]?(?:m|ve|s|re)| am| is| have| has|"
    r" do| got|"
    r" also| does)*\b[^.?!]{0,20}\b(?:have|has|got|allergic|had|wear|suffer|['\u2019]s on)\b"
    r"|\bi['\u2019]?m allergic\b",
    re.IGNORECASE,
)
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

#: How the replies that decline to decide are called.
_ADVICE_REPLIES = ("utter_medical_advice", "utter_simple_medical_advice")

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
    if message.is_payload or state.safety_hold:
        return state
    if heard := safety_reading(state, rules):
        return replace(state, message=heard)
    if message.intent in RED_FLAGS:
        return state
    if general := _general_question(state, rules):
        return replace(state, message=message.meaning(general))
    if _may_tell_symptom(message):
        return replace(state, message=message.meaning(SYMPTOM))
    if message.intent == "deny" and asks(message.text) and message.confidence < _SURE_OF_OTHER:
        return replace(state, message=message.meaning(FALLBACK_INTENT))  # a question is no "no"
    if message.intent != SYMPTOM and is_about_symptom(state, rules):
        others = [q for q in message.questions if q not in _MAY_BE_WORRY and q != message.intent]
        if not asks(message.text):
            others = []  # "It came on Monday" asks nothing beside it
        return replace(state, message=message.meaning(SYMPTOM, *others))
    if message.intent in NOT_KNOWN and asks_about_medicine(message) and not state.active_form:
        return replace(state, message=message.meaning(MEDICAL_ADVICE))
    if _tells_condition(state):
        return replace(state, message=message.meaning(ELIGIBILITY))
    if meant := _continued(state):
        return replace(state, message=message.meaning(meant))
    return state


def _general_question(state: TurnState, rules: Rules) -> str | None:
    """Return the question of somebody who asks about reactions and has none."""
    message, text = state.message, state.message.text
    usual = asks_what_is_usual(text)
    if is_not_about_now(text):
        in_form = state.active_form == names.SYMPTOM_FORM
        if message.intent == SYMPTOM or (in_form and usual and message.intent in _MAY_BE_USUAL):
            return RISKS
        return None
    if state.symptom_what is not None or state.active_form or not usual:
        return None
    names_sign = rules.triage.speaks_of_signs(text)
    return RISKS if names_sign and message.intent in _MAY_BE_USUAL - {SYMPTOM} else None


def _may_tell_symptom(message: UnderstoodMessage) -> bool:
    """Tell whether a wish for advice is likely enough a symptom; in doubt it is the symptom.

    No message of the evaluation set that asks for advice comes near this likelihood.
    """
    is_advice = message.intent == MEDICAL_ADVICE and len(message.questions) == 1
    likely = message.runner_up == SYMPTOM and message.runner_up_confidence >= _LIKELY_SYMPTOM
    return is_advice and likely and not message.mentioned("medication")


def is_about_symptom(state: TurnState, rules: Rules) -> bool:
    """Tell whether a message goes on about a symptom that was told before."""
    message, triage = state.message, rules.triage
    asked = state.requested_slot if state.active_form == names.SYMPTOM_FORM else None
    if (state.symptom_what is None and asked is None) or is_not_about_now(message.text):
        return False
    names_sign = triage.speaks_of_signs(message.text) or turns_colour(state)
    if names_sign and message.intent in _MAY_BE_SYMPTOM:
        return True
    if _is_next(state, asked) and _goes_on(message.text):
        return _names_nothing_else(message)
    if message.intent not in _MAY_BE_WORRY:
        return asked is not None and triage.speaks_of_signs(message.text) and _may_be(message)
    near = asked is not None or (state.turns_since_symptom or _WORRY_TURNS + 1) <= _WORRY_TURNS
    if not near or not _names_nothing_else(message):
        return False
    if message.intent == "ask_medical_advice" or _WORRIED.search(message.text):
        return True
    return days_since(message.text, date.today()) is not None


def _tells_condition(state: TurnState) -> bool:
    """Tell whether somebody says what they have or take, which asks whether they may have it."""
    message = state.message
    if message.intent in (SYMPTOM, ELIGIBILITY) or state.active_form:
        return False
    if _states_bar(message) or _is_doubtful_bar(message) or _asks_of_next_condition(state):
        return True
    names_only_it = message.mentioned("condition") and not message.mentioned(names.CONCERN)
    return adds_condition(state) or (message.intent == "inform" and bool(names_only_it))


def _states_bar(message: UnderstoodMessage) -> bool:
    """Tell whether a message states, and asks nothing, an allergy or illness of somebody."""
    if message.is_payload or asks(message.text) or not message.intent.startswith("ask_"):
        return False
    return bool(_HAS.search(message.text)) and not _BARS.isdisjoint(message.mentioned("condition"))


def _asks_of_next_condition(state: TurnState) -> bool:
    """Tell whether another condition follows the answer on one: "and when nursing?"."""
    message = state.message
    follows = str(state.last_reply).startswith(_ON_CONDITIONS) and len(message.text) <= LONGEST
    is_unsure = message.confidence < _SURE_OF_OTHER and not message.is_payload
    return follows and is_unsure and bool(message.mentioned("condition"))


def _is_doubtful_bar(message: UnderstoodMessage) -> bool:
    """Tell whether a message that is hardly understood speaks of a pregnancy or of nursing."""
    is_ours = message.mentioned(names.CONCERN) and not message.mentioned("alternative")
    is_doubtful = message.intent in _HARDLY_UNDERSTOOD and (
        message.confidence < _DOUBTFUL or bool(is_ours)
    )
    return is_doubtful and not _OF_A_CHILD.isdisjoint(message.mentioned("condition"))


def _is_next(state: TurnState, asked: str | None) -> bool:
    """Tell whether a message comes right after the advice on a symptom, or a question about it."""
    return asked is not None or state.turns_since_symptom == 1


def _goes_on(text: str) -> bool:
    return asks_on(text) or plays_down(text) or gets_worse(text)


def _names_nothing_else(message: UnderstoodMessage) -> bool:
    """Tell whether a message speaks of no medicine, illness, concern or result."""
    if any(message.mentioned(kind) for kind in _OF_SOMETHING_ELSE):
        return False
    return not _OF_THE_TREATMENT.search(message.text)


def _may_be(message: UnderstoodMessage) -> bool:
    """Tell whether one of the questions of a message is the symptom itself."""
    return SYMPTOM in message.questions


def _continued(state: TurnState) -> str | None:
    """Return the intent of a question that is nothing without what came before it."""
    message, last = state.message, str(state.last_reply)
    if state.topic and state.active_form is None and _is_of_others(message.text):
        return "inform"
    if last.startswith(_ADVICE_REPLIES) and _INSISTS.search(message.text):
        return MEDICAL_ADVICE
    if _HOW_LONG.match(message.text):
        return next((intent for part, intent in _HOW_LONG_AFTER if part in last), None)
    nearer = _NEARER.get((message.intent, str(message.runner_up)))
    short = len(message.text) <= _LONGEST_GOING_ON and _GOES_ON.match(message.text)
    if nearer and short and state.topic in nearer:
        return message.runner_up
    return None


def _is_of_others(text: str) -> bool:
    """Tell whether a message asks the open question of what, or whom, was spoken of before."""
    return means_the_other(text) or means_both(text)
