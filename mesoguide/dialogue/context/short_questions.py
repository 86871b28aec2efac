"""Reads questions of two or three words by the answer before them: "and the gym?", "vs minox".

What such a message names is clear, and what is asked of it stands in the conversation: after the
care that follows a visit, any thing to do is asked about that care.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mesoguide.dialogue.context.ellipsis import means_both, means_the_other, names_a_thing
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import (
    FALLBACK_INTENT,
    NO_ACT,
    Entity,
    UnderstoodMessage,
)
from mesoguide.nlp.subjects import subjects_of

COMBINATION = "ask_combination"
COMPARISON = "ask_comparison"
HAIR_MEDICATION = "ask_hair_medication"
RISKS = "ask_side_effects"
MEDICAL_ADVICE = "ask_medical_advice"
#: Topics of what may be done, with the question that goes on about another thing to do.
_OF_DOING = {
    "aftercare": "ask_aftercare",
    "recovery": "ask_aftercare",
    "preparation": "ask_preparation",
}
#: What a thing to do may be taken for when it stands alone: a gym, like a clinic, has hours.
_MAY_BE_DOING = frozenset(
    {
        *("out_of_scope", "inform", "ask_clinic_info", "ask_capabilities", "goodbye"),
        *("give_feedback", "ask_definition", "ask_uses", FALLBACK_INTENT),
    }
)
#: Subjects whose word is never part of a story, as "pain" is.
_ASKED_IN_A_WORD = frozenset({"ask_frequency", "ask_cost", "ask_session_length"})
_LEAD = re.compile(
    r"^\W*(?:(?:and|or|but|so|ok|also|then)\W+)*"
    r"(?:(?:what|how) (?:about|of|if)\b|can i\b|could i\b|may i\b|is|are)?\W*",
    re.IGNORECASE,
)
#: A thing to do is named in so many words.
_MOST_WORDS = 5
#: With nothing before it that goes on ("and", "what about") it is in fewer.
_MOST_BARE_WORDS = 2
_COMPARES = re.compile(
    r"^\W*(?:(?:and|or|but|so|ok)\W+)*(?:how (?:is|about) (?:it|this|that) )?"
    r"(?:vs?\.?|versus|compared? (?:to|with)|against|better than|or|instead of)\s",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"^\W*(?:(?:and|or|but|so|ok|what about|how about|can i (?:have|use|do|take)|could i (?:have|"
    r"use|do|take))\W+)*(?:both|the two|all of (?:it|them)|them|it)?(?: of (?:them|those))?\W*"
    r"(?:(?:at once|together|combined|at the same time|side by side)\W*)?$",
    re.IGNORECASE,
)
_SAYS_TOGETHER = re.compile(r"\b(?:both|together|combined|at once|same time|side by side)\b", re.I)
#: Replies on another treatment, which "both" may add to this one, with its kind.
_OTHER_CARE = {
    "utter_answer_hair_medication_": "medication",
    "utter_answer_comparison_": "alternative",
    "utter_answer_combination_": "medication",
}
#: The same where no one treatment was named.
_OF_OTHER_CARE = tuple(prefix.rstrip("_") for prefix in _OTHER_CARE)
_SIMPLE = "utter_simple_answer_"
_BORROWS = re.compile(
    r"\b(?:borrow|share|pinch|nick|use|take|try|have|get)\b(?: some of| a bit of)? (?:my|his|her|"
    r"their|a|the) (?:dad|father|mum|mother|husband|wife|brother|sister|son|daughter|friend|mate|"
    r"partner)"
    r"(?:['\u2019]?s|s['\u2019]?)?\b",
    re.IGNORECASE,
)
_OF_THAT = re.compile(r"\b(?:that|it|this|those|them|these)\b", re.IGNORECASE)
#: "And me?" is about a person.
_SPEAKS_OF_SELF = re.compile(r"\b(?:me|mine|myself)\b", re.IGNORECASE)


def short_question(state: TurnState) -> UnderstoodMessage | None:
    """Return what a short message means after the last answer, if it leans on it."""
    message = state.message
    if message.is_payload or state.active_form or len(message.questions) > 1:
        return None
    if both := _both_together(state):
        return both
    if of_medicine := _of_the_medicine(state):
        return of_medicine
    if other := _the_other_care(state):
        return other
    if _compares_with_lotion(message):
        lotion = Entity("alternative", "topical", 0, 0)
        return replace(message.meaning(COMPARISON), entities=(*message.entities, lotion))
    if doing := _thing_to_do(state):
        return replace(message.meaning(doing), act=NO_ACT)
    named = _subject_of_a_thing(message)
    return message.meaning(named) if named else None


def _subject_of_a_thing(message: UnderstoodMessage) -> str | None:
    """Return what is asked of a thing that is named first: "age spots on the arm, how often"."""
    if message.intent != "inform" or not names_a_thing(message):
        return None
    subjects = subjects_of(message.text)
    return subjects[0] if len(subjects) == 1 and subjects[0] in _ASKED_IN_A_WORD else None


def _both_together(state: TurnState) -> UnderstoodMessage | None:
    """Return "both?" and "can I use the two together?" with the treatment that was spoken of."""
    message, last = state.message, str(state.last_reply).replace(_SIMPLE, "utter_answer_")
    if not last.startswith(_OF_OTHER_CARE) or names_a_thing(message):
        return None
    says = bool(_SAYS_TOGETHER.search(message.text) and _TOGETHER.match(message.text))
    if not (says or means_both(message.text) or message.intent == COMBINATION):
        return None
    other = next(
        (
            Entity(kind, last.removeprefix(prefix), 0, 0)
            for prefix, kind in _OTHER_CARE.items()
            if last.startswith(prefix)
        ),
        None,
    )
    named = (*message.entities, other) if other else message.entities
    return replace(message.meaning(COMBINATION), entities=named, act=NO_ACT)


def _of_the_medicine(state: TurnState) -> UnderstoodMessage | None:
    """Return what is asked of a hair medicine that was just told of.

    "Any bad effects from that?" is about the medicine, and "could he borrow his dad's?" for a
    doctor or a pharmacist to say.
    """
    message = state.message
    if state.topic != "hair_medication" or message.mentioned("concern"):
        return None
    if _BORROWS.search(message.text):
        return replace(message.meaning(MEDICAL_ADVICE), act=NO_ACT)
    if message.intent == RISKS and _OF_THAT.search(message.text):
        named = (*message.entities, Entity("detail", "side_effects", 0, 0))
        return replace(message.meaning(HAIR_MEDICATION), entities=named, act=NO_ACT)
    return None


def _the_other_care(state: TurnState) -> UnderstoodMessage | None:
    """Return "no, the other one" as a question of the other treatment that was spoken of."""
    message = state.message
    last_was_of_it = str(state.last_reply).startswith(_OF_OTHER_CARE)
    if state.other_care is None or last_was_of_it or names_a_thing(message):
        return None
    if not means_the_other(message.text) or _SPEAKS_OF_SELF.search(message.text):
        return None
    named = Entity("alternative", state.other_care, 0, 0)
    return replace(message.meaning(COMPARISON), entities=(named,), act=NO_ACT)


def _compares_with_lotion(message: UnderstoodMessage) -> bool:
    """Tell whether "vs minox" compares the shots with the lotion; what it is was told before."""
    medicines = message.mentioned("medication")
    return medicines == ["minoxidil"] and (
        message.intent == HAIR_MEDICATION and bool(_COMPARES.match(message.text))
    )


def _thing_to_do(state: TurnState) -> str | None:
    """Return the question of care that a bare thing to do goes on with: "and the gym?"."""
    message, text = state.message, state.message.text
    going_on = _OF_DOING.get(str(state.topic))
    is_answered = str(state.last_reply).endswith(str(state.topic)) or (
        f"_{state.topic}" in str(state.last_reply)
    )
    if going_on is None or not is_answered or message.intent not in _MAY_BE_DOING:
        return None
    if names_a_thing(message) or subjects_of(text) or message.act not in (NO_ACT, ""):
        return None
    lead = _LEAD.match(text)
    words = text[lead.end() if lead else 0 :].split()
    says_doing = bool(words) and words[0].lower().endswith("ing")
    leans = bool(lead and lead[0].strip(" ,.")) or text.rstrip().endswith("?") or says_doing
    return going_on if 0 < len(words) <= (_MOST_WORDS if leans else _MOST_BARE_WORDS) else None
