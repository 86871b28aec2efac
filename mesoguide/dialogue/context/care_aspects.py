"""Reads which point of care a question is about: "can I go to the gym after?", "make-up?".

Each point has an answer of its own below the question of the care after a visit, or before it:
``utter_answer_aftercare_<point>``. A message that names several gets the answer on all of it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import (
    FALLBACK_INTENT,
    NO_ACT,
    Entity,
    UnderstoodMessage,
)
from mesoguide.nlp.subjects import subjects_of

AFTERCARE = "ask_aftercare"
PREPARATION = "ask_preparation"
RECOVERY = "ask_recovery"
#: Kind of the entity that picks the answer.
DETAIL = "detail"
#: Points on which the ledger has no line for the days after, but the clinic's plans may.
LEFT_TO_PLANS = frozenset({"alcohol"})
_POINTS = {
    "exercise": r"gym\w*|exercis\w+|work(?:ing)?[- ]?outs?|workouts?|running|jog\w*|go for a run|"
    r"yoga|pilates|cycl\w+|bik(?:e|ing)|sports?|football|tennis|danc\w+|zumba|weights|lifting|"
    r"marathon|spin class|crossfit|aerobics|hik\w+",
    "heat": r"saunas?|steam(?: rooms?)?|pools?|swim\w*|hot tubs?|jacuzzi|(?:hot )?baths?|spa|"
    r"hammam|showers?|showering",
    "sun": r"sun|sunbath\w*|sun-?beds?|tann?(?:ing)?|beach|sunny|sunshine|spf|sun-?screen|"
    r"sun-?cream|sun-?block",
    "make_up": r"make[- ]?up|foundation|concealer|mascara|lipstick|cosmetics",
    "washing": r"wash\w*(?: (?:my|her|his|your|the))? (?:hair|head|scalp)|hair ?wash\w*|shampoo\w*",
    "alcohol": r"alcohol\w*|drink(?:ing|s)?(?! (?:water|coffee|tea|anything|of))|wines?|beers?|"
    r"vodka|gin|cocktails?|booze|pints?|prosecco|champagne|whisk(?:e)?y",
}
_PATTERNS = {
    point: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for point, words in _POINTS.items()
}
#: "Not gym", "not the sauna".
_TAKEN_BACK = re.compile(r"\bnot (?:the |a |my )?\w+", re.IGNORECASE)
#: The points that there is an answer to.
CARE_POINTS = frozenset(_POINTS)
#: What the question of a point is taken for, where it says when it is asked for.
_OF_CARE = frozenset({AFTERCARE, RECOVERY})
#: The same right after an answer on care: alone, a drink sounds like what is in the mix.
_MAY_BE_OF_CARE = frozenset(
    {
        *("out_of_scope", "inform", "ask_clinic_info", "ask_capabilities", "ask_ingredients"),
        *("ask_uses", "ask_definition", "ask_combination", "ask_eligibility", "ask_cost"),
        *("ask_side_effects", FALLBACK_INTENT),
    }
)
#: Topics of the answers on care.
_CARE_TOPICS = {"aftercare": AFTERCARE, "recovery": AFTERCARE, "preparation": PREPARATION}
#: Points that matter before a visit, too.
_BEFORE = frozenset({"alcohol"})
#: A point that is named without a question is named in so many words.
_MOST_WORDS = 6


def care_points(text: str) -> tuple[str, ...]:
    """List the points of care that a text names and does not take back: "not gym, work"."""
    meant = _TAKEN_BACK.sub(" ", text)
    return tuple(point for point, pattern in _PATTERNS.items() if pattern.search(meant))


def with_care_point(state: TurnState) -> TurnState:
    """Return the state with the one point of care that its message asks about, if there is one.

    Doing so again changes nothing.
    """
    message = state.message
    points = care_points(message.text) if not message.is_payload else ()
    if len(points) != 1 or message.mentioned(DETAIL) or message.mentioned("medication"):
        return state
    asked = _asked(state, points[0])
    if asked is None:
        return state
    named = (*message.entities, Entity(DETAIL, points[0], 0, 0))
    return replace(state, message=replace(asked, entities=named))


def _asked(state: TurnState, point: str) -> UnderstoodMessage | None:
    """Return the message as the question of care that it is, or None if it is another one."""
    message = state.message
    if message.intent == PREPARATION or PREPARATION in message.questions:
        return message if point in _BEFORE else None
    if len(message.questions) > 1:
        return message if AFTERCARE in message.questions else None
    if message.intent == AFTERCARE:
        return message
    if message.intent == RECOVERY:
        return message.meaning(AFTERCARE)
    going_on = _CARE_TOPICS.get(str(state.topic))
    is_answered = f"_{state.topic}" in str(state.last_reply)
    if going_on is None or not is_answered or message.intent not in _MAY_BE_OF_CARE:
        return None
    if state.active_form or state.safety_hold:
        return None
    if len(message.text.split()) > _MOST_WORDS or subjects_of(message.text):
        return None
    if going_on == PREPARATION and point not in _BEFORE:
        going_on = AFTERCARE
    return replace(message.meaning(going_on), act=NO_ACT)
