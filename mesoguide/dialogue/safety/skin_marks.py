"""Recognises a mole or spot that changes: a doctor is to see it, and nobody here says what it is.

"One is black and it grow, what is it?" may sound like a question about what something means, or,
for the colour, like an emergency.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.safety.just_treated import was_treated
from mesoguide.dialogue.safety.triage import TriageTable
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

#: Longer messages say by themselves what they ask.
MAX_CHARACTERS = 300

_MOLE = re.compile(r"\b(?:moles?|freckles?|birth ?marks?|melanomas?)\b", re.IGNORECASE)
#: What may be a mole for who does not know the word.
_SPOT = re.compile(
    r"\b(?:spots?|marks?|patch(?:es)?|dots?|blemish\w*|growths?|things?|bits?|lesions?|warts?|"
    r"points?|stains?|skin tags?)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:black(?:er|ish)?|dark(?:er|ening)|gr[eo]w(?:s|n|ing)?|bigger|larger|chang(?:e|es|ed|"
    r"ing)|"
    r"bleeds?|bleeding|crust\w*|(?:won['\u2019]?t|wont|not|doesn['\u2019]?t|never) heal\w*|"
    r"(?:funny|odd|uneven|ragged|rough) (?:edge|border|shape|colour|color)s?|shape)\b",
    re.IGNORECASE,
)
#: "What is it", "could it be cancer", "can you take it off": asked of the spot itself.
_OF_IT = re.compile(
    r"\bwh?at(?:['\u2019]?s| is| could| can| might| are)?\b[^.?!]{0,12}\b(?:it|this|that|they|"
    r"these)\b"
    r"|\bwhats (?:it|this|that)\b|\bcancer\w*|\bskin cancer\b|\b(?:should|do) i (?:be )?worr\w+"
    r"|\b(?:zap|remove|cut|burn|take|get rid|treat|inject|freeze)\b[^.?!]{0,20}\b(?:it|this|that|"
    r"off)\b"
    r"|\bis (?:it|this|that) (?:ok|bad|normal|serious|dangerous)\b|\bnormal\b|\bworr(?:y|ied|"
    r"ying)\b",
    re.IGNORECASE,
)
#: A mole that bleeds a little is for a doctor; one that does not stop is not.
_MUCH = re.compile(r"\bstop\w*|\bheav\w+|\blots?\b|\bpour\w*|\bgush\w*|\bsoak\w*", re.IGNORECASE)
_MAY_BE_MOLE = frozenset({"report_symptom", "ask_medical_advice", "report_emergency"})
#: What a spot without the word "mole" may be taken for.
_MAY_BE_SPOT = _MAY_BE_MOLE | {
    *("ask_definition", "ask_uses", "ask_side_effects", "ask_effectiveness", "out_of_scope"),
    *("inform", "ask_clarification", FALLBACK_INTENT),
}
#: After shots a dark spot is another matter, and hair grows.
_OF_SHOTS = re.compile(
    r"\b(?:inject\w*|shots?|jabs?|needles?|treatment|session|meso\w*|hair|bald\w*|scalp|"
    r"bruis\w*)\b",
    re.IGNORECASE,
)
_AFTER_SHOTS = re.compile(
    r"\b(?:inject\w*|shots?|jabs?|needles?|treatment|session|meso\w*)\b", re.IGNORECASE
)
_CELLULITIS = re.compile(r"\bcellulitis\b", re.IGNORECASE)
_CELLULITE = re.compile(r"\bcellulites?\b|\bnot (?:\w+ )?cellulitis\b", re.IGNORECASE)
#: What a question whether it can be treated may be taken for.
_MAY_BE_TREATED = frozenset(
    {"ask_eligibility", "ask_uses", "ask_effectiveness", "out_of_scope", "inform", FALLBACK_INTENT}
)
#: Signs that words about a mole may be taken for.
_OF_A_MOLE = frozenset({"grave", "worse", "itch", "mild", "mark", "sore", "dots"})
#: Signs of a red flag that the words about it may hold.
_HARMLESS_FLAGS = frozenset({"", "skin_colour", "bleeding"})
#: "Could the injections get rid of it?", right after it was left to a doctor.
_WANTS_IT_GONE = re.compile(
    r"\b(?:get(?:s|ting)? rid|treat\w*|remov\w+|zap\w*|inject\w*|shots?|jabs?|fade|laser|bleach|"
    r"cream|burn\w*|freeze|cut|take|help|work|meso\w*|do (?:anything|something))\b[^.?!]{0,25}"
    r"\b(?:it|this|that|them|on it|mole|spot|mark|off|there)\b"
    r"|\b(?:it|this|that|mole|spot|mark)\b[^.?!]{0,15}\b(?:be )?(?:treated|removed|injected|zapped|"
    r"done|gone)\b",
    re.IGNORECASE,
)


def is_changing_mark(state: TurnState, triage: TriageTable) -> bool:
    """Tell whether a message is about a mole, or a spot that changes, and no more than that.

    After shots that were told of, or beside another symptom, a dark spot is a symptom.
    """
    message, text = state.message, state.message.text
    if message.is_payload or message.sign not in _HARMLESS_FLAGS or _MUCH.search(text):
        return False
    after_shots = state.symptom_what is not None or any(map(was_treated, state.earlier_texts))
    if not (_is_mole(message) or (_is_spot(message) and not after_shots)):
        return False
    return set(triage.signs_in(text, message.mentioned("symptom"))) <= _OF_A_MOLE


def _is_mole(message: UnderstoodMessage) -> bool:
    text = message.text
    is_named = message.intent in _MAY_BE_MOLE and bool(_MOLE.search(text))
    return is_named and not _AFTER_SHOTS.search(text)


def _is_spot(message: UnderstoodMessage) -> bool:
    text = message.text
    if message.intent not in _MAY_BE_SPOT or len(text) > MAX_CHARACTERS or _OF_SHOTS.search(text):
        return False
    is_named = _SPOT.search(text) or _MOLE.search(text)
    return bool(is_named and _CHANGES.search(text) and _OF_IT.search(text))


def means_cellulitis(message: UnderstoodMessage) -> bool:
    """Tell whether a question is about cellulitis, an infection, which sounds like cellulite."""
    text = message.text
    is_named = bool(_CELLULITIS.search(text)) and not _CELLULITE.search(text)
    return is_named and message.intent in _MAY_BE_TREATED and not _AFTER_SHOTS.search(text)


def wants_mark_gone(state: TurnState) -> bool:
    """Tell whether somebody asks to have treated what a doctor was to see first."""
    return not state.message.is_payload and bool(_WANTS_IT_GONE.search(state.message.text))
