"""Reads what a message follows up: what is stored, an earlier concern, more or less of an answer.

The classifier sees one message by itself. "Tell me about the hair one again" wants an answer back,
and "who can see it?" is never about who gives the shots.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue import names
from mesoguide.dialogue.contact.contact_cues import asks_for_contact
from mesoguide.dialogue.contact.denied_wishes import drops_for
from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.contact.visit_requests import visit_request
from mesoguide.dialogue.contact.visit_wishes import tells_visit_wish
from mesoguide.dialogue.context.care_aspects import with_care_point
from mesoguide.dialogue.context.context_reading import in_context
from mesoguide.dialogue.context.ellipsis import (
    goes_back,
    is_elliptical,
    mends_nothing,
    names_a_thing,
    tells_age_of_somebody,
)
from mesoguide.dialogue.context.leaning_questions import before_and_after, leaning_question
from mesoguide.dialogue.context.listed_choices import chosen
from mesoguide.dialogue.context.needle_questions import of_needling, of_the_needle
from mesoguide.dialogue.context.not_ours_reading import OUT_OF_SCOPE, not_ours
from mesoguide.dialogue.context.polite_words import polite_meaning
from mesoguide.dialogue.context.short_questions import short_question
from mesoguide.dialogue.context.subject_corrections import corrected_subjects
from mesoguide.dialogue.context.unnamed_things import as_unclear, asks_of_unnamed_thing
from mesoguide.dialogue.context.visit_course import of_the_course
from mesoguide.dialogue.context.visit_numbers import number_of_visits
from mesoguide.dialogue.emoji_reactions import approves, rejects
from mesoguide.dialogue.own_data.beside_the_lookup import general_plan_question
from mesoguide.dialogue.own_data.data_questions import (
    asks_if_deletable_later,
    asks_if_deleted,
    wants_deletion,
)
from mesoguide.dialogue.own_data.data_reading import OF_DATA, data_questions
from mesoguide.dialogue.praise import is_anger
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety.just_treated import tells_hair_loss
from mesoguide.dialogue.safety.safety_answers import RED_FLAGS
from mesoguide.dialogue.safety.safety_reading import SYMPTOM
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import (
    FALLBACK_INTENT,
    NO_ACT,
    Entity,
    UnderstoodMessage,
)

CLARIFY = "ask_clarification"
ELIGIBILITY = "ask_eligibility"
#: The form that whoever asks about age gets of the answer on who can have it.
OF_AGE = Entity("condition", "age", 0, 0)
#: The same of who asks about the time after a birth.
OF_BREASTFEEDING = Entity("condition", "breastfeeding", 0, 0)
_ON_PREGNANCY = "utter_answer_eligibility_pregnancy"
_AFTER_BIRTH = re.compile(
    r"\b(?:after(?:wards?)?|then when|once (?:i|she|the baby)|when (?:i have|the baby))\b", re.I
)
_LONGEST_AFTER = 60
#: What a concern can have done for it: the answer that introduces it.
OVERVIEW = "ask_uses"
HAIR_LOSS = "ask_hair_loss"
WANTS_CALL = "request_human"
WANTS_VISIT = "request_appointment"
DELETION = "request_data_deletion"
#: What a wish with all the details in one message is taken for.
_MAY_BE_WISH = frozenset({"out_of_scope", WANTS_CALL, WANTS_VISIT, FALLBACK_INTENT})

#: Replies of which there may be more to tell.
_ANSWERS = ("utter_answer_", "utter_plan_", "utter_evidence_", "utter_simple_", "utter_simplest")
_TELL_ABOUT = re.compile(
    r"\b(?:tell|teach) me (?:more |something |a (?:bit|little) |all )?(?:more )?(?:about|on)\b"
    r"|\b(?:info|information|details?) (?:on|about)\b"
    r"|\b(?:can|could|may) i (?:just )?ask (?:you )?(?:something |again )?about\b"
    r"|\b(?:want|like) to (?:know|hear) (?:more )?about\b"
    r"|\bwhat (?:was|were) (?:that|it|this) (?:bit )?about\b",
    re.IGNORECASE,
)
_ENDS_WITH_AGAIN = re.compile(r"\b(?:again|once more)\b\W*(?:please|pls)?\W*$", re.IGNORECASE)
#: What "tell me about wrinkles" may be taken for, since it names no question.
_NAMES_NO_QUESTION = frozenset({WANTS_CALL, "inform", "out_of_scope", CLARIFY, FALLBACK_INTENT})
_SHORTER = re.compile(
    r"^\W*(?:(?:that'?s|that is|it'?s|this is|way|far|much|sorry|ok|no|please|can you|make it|"
    r"give me|a|the|bit|too|in|just)\W+)*"
    r"(?:too long|too much(?: (?:text|to read|information|info))?|tl;? ?dr|shorter|short version|"
    r"(?:fewer|less|few) words|brief(?:ly|er)?|in short|summary|summari[sz]e|short)"
    r"(?: (?:please|pls|that|it|this|for me|answer))*\W*$",
    re.IGNORECASE,
)
#: "She says speak up haha. shorter": one sentence is enough.
_SENTENCES = re.compile(r"[.!?,;]+\s+")
_MORE = re.compile(
    r"^\W*(?:(?:and|ok|is there|yes|please|can you|could you|so|oh|got)\W+)*"
    r"(?:any ?thing (?:else|more)|what else|tell me more|more(?: (?:details?|info|information))?|"
    r"say more|go on|keep going|carry on|"
    r"(?:any|some) more(?: (?:detail|details|info|information))?|go into more detail)"
    r"(?: (?:please|pls|about (?:it|that|this)|i should know|to (?:know|it|say)))*\W*$",
    re.IGNORECASE,
)


#: "No, not an infection": the illness that was heard is not there.
_NOT_ILL = re.compile(
    r"\bnot (?:an? |the |my |her |his )?(?:\w+ )?(?:infection|infected|illness|disease|ill|sick|"
    r"cellulitis)\b",
    re.IGNORECASE,
)
_MAY_BE_ILL = frozenset(
    {"ask_side_effects", "ask_eligibility", "deny", "inform", "out_of_scope", FALLBACK_INTENT}
)
_FORGETS = re.compile(
    r"\b(?:forget|never ?mind|nvm|leave|enough (?:of|about|with)|done with|no more|drop|skip)\b",
    re.IGNORECASE,
)
#: In these nobody who says "never mind" is taken to leave for a question.
_NEVER_DROPPED = frozenset({names.SYMPTOM_FORM, names.DELETION_FORM})
_ASKING = ("ask_", "list_", "compare_")
#: Questions about the chat itself, which no concern and no part of the body belongs to.
_OF_THE_CHAT = frozenset(
    {"ask_privacy", "ask_sources", "ask_bot_identity", "ask_capabilities", "request_data_deletion"}
)
#: Below this such a question gives way to one on the treatment that is as likely as the next.
_SURE_OF_CHAT = 0.75
_LIKELY_TOPIC = 0.2
#: What somebody who tells how many visits they heard of may be taken for.
_MAY_BE_TOLD = frozenset({"give_feedback", "inform", "out_of_scope", FALLBACK_INTENT})
_NOT_UNDERSTOOD = frozenset({"out_of_scope", FALLBACK_INTENT})


def as_meant(state: TurnState, rules: Rules) -> TurnState:
    """Return the state with its message as it is meant; doing so again changes nothing."""
    return with_care_point(_as_meant(state, rules))


def _as_meant(state: TurnState, rules: Rules) -> TurnState:
    state = in_context(state, rules)
    message = state.message
    if told := _no_symptom(state, rules):
        return replace(state, message=replace(message.meaning(*told), act=NO_ACT))
    if message.is_payload or state.safety_hold or message.intent in (*RED_FLAGS, SYMPTOM):
        return state
    if drops_form_for_question(state):
        return replace(state, message=replace(message, act="cancel"))
    if (of_data := data_questions(state)) and not asks_if_deletable_later(message.text):
        return replace(state, message=replace(message.meaning(*of_data), act=NO_ACT))
    if general := general_plan_question(message):
        return replace(state, message=message.meaning(general))
    if not_ours(message, rules.not_ours):
        return replace(state, message=replace(message.meaning(OUT_OF_SCOPE), act=NO_ACT))
    if of_visit := of_the_needle(message) or of_needling(message) or of_the_course(message):
        return replace(state, message=of_visit)
    if not state.active_form and (said := polite_meaning(message)):
        return replace(state, message=replace(message.meaning(*said), act=NO_ACT))
    if reaction := _reaction(state):
        return replace(state, message=reaction)
    if wanted := _without_deletion(message):
        return replace(state, message=wanted)
    if len(message.questions) > 1:
        return state
    if asks_of_unnamed_thing(message):
        return replace(state, message=as_unclear(message))
    if both := before_and_after(message):
        return replace(state, message=replace(message.meaning(*both), act=NO_ACT))
    if not state.active_form and tells_visit_wish(message):
        return replace(state, message=message.meaning(WANTS_VISIT))
    if short := short_question(state):
        return replace(state, message=short)
    if picked := _picked(state):
        return replace(state, message=picked)
    if asked := _asked_of_a_concern(message):
        return replace(state, message=message.meaning(asked))
    meant = _about_data(state) or _about_concern(message) or _about_answer(state)
    if meant is None and (leaning := leaning_question(state)):
        return replace(state, message=replace(message.meaning(leaning), act=NO_ACT))
    return replace(state, message=message.meaning(meant)) if meant else state


def _no_symptom(state: TurnState, rules: Rules) -> tuple[str, ...]:
    """Return what is meant by news that only sounds like a symptom: a friend's joy, hair loss."""
    message = state.message
    is_free = not (state.active_form or state.safety_hold or state.symptom_what is not None)
    if message.intent != SYMPTOM or message.is_payload or not is_free:
        return ()
    if tells_hair_loss(message, rules.triage):
        return (HAIR_LOSS,)
    return polite_meaning(message)


def _without_deletion(message: UnderstoodMessage) -> UnderstoodMessage | None:
    """Return "I want rid of some fat, how many goes?" without the wish to have data deleted."""
    rest = tuple(question for question in message.questions if question != DELETION)
    is_beside = bool(rest) and len(rest) < len(message.questions)
    if not is_beside or wants_deletion(message.text):
        return None
    return message.meaning(*rest)


def _reaction(state: TurnState) -> UnderstoodMessage | None:
    """Return what a message of nothing but emoji says: yes, thanks, or that it did not help."""
    message = state.message
    if approves(message.text):
        is_asked = state.active_form or state.if_yes
        return replace(message.meaning("affirm" if is_asked else "thank"), act=NO_ACT)
    if rejects(message.text):
        is_asked = state.active_form or state.if_no
        return replace(message.meaning("deny" if is_asked else "give_feedback"), act=NO_ACT)
    return None


def _asked_of_a_concern(message: UnderstoodMessage) -> str | None:
    """Return the question on the treatment that came second, where the first names no concern.

    "How long until he sees something for his hair loss?" sounds like who sees what is stored.
    """
    names_it = message.mentioned(names.CONCERN) or message.mentioned("body_area")
    if message.intent not in _OF_THE_CHAT or not names_it or message.confidence >= _SURE_OF_CHAT:
        return None
    is_topic = str(message.runner_up).removeprefix("ask_") in TOPICS
    is_likely = is_topic and message.runner_up_confidence >= _LIKELY_TOPIC
    return message.runner_up if is_likely else None


def drops_form_for_question(state: TurnState) -> bool:
    """Tell whether somebody leaves a form for a question: "nvm. what does it cost?"."""
    message = state.message
    if state.active_form in (None, *_NEVER_DROPPED) or message.is_payload:
        return False
    return drops_for(message.text) is not None and message.intent.startswith(_ASKING)


def _picked(state: TurnState) -> UnderstoodMessage | None:
    """Return what a message means that picks a subject, or one of the things offered."""
    message = state.message
    if state.active_form:
        return None
    if choice := chosen(state):
        return choice
    if subjects := corrected_subjects(message):
        return replace(message.meaning(*subjects), act=NO_ACT)
    if told := _told_of_visits(state):
        return message.meaning(told)
    if _mends_nothing(state):
        # Nothing to put right with: what is near the last question is offered.
        return replace(message, act="unhelpful")
    if message.intent in _NOT_UNDERSTOOD and is_anger(message.text):
        return message.meaning("give_feedback")
    if message.intent in _NOT_UNDERSTOOD and is_elliptical(message):
        # "Botox?" names a thing, and nothing else: what there is to say of it is said.
        return message.meaning("inform")
    if _asks_of_time_after_birth(state):
        return replace(message.meaning(ELIGIBILITY), entities=(*message.entities, OF_BREASTFEEDING))
    if tells_age_of_somebody(message.text):
        return replace(message.meaning(ELIGIBILITY), entities=(*message.entities, OF_AGE))
    if _wants_more(state) and not state.last_was_simple:
        return replace(message.meaning(f"ask_{state.topic}"), act=NO_ACT)
    return None


def _told_of_visits(state: TurnState) -> str | None:
    """Return the question of "a friend was told six visits", said while visits are spoken of."""
    message = state.message
    is_statement = message.intent in _MAY_BE_TOLD and message.act != "correct"
    if not is_statement or state.topic != "frequency":
        return None
    return "ask_frequency" if number_of_visits(message.text) else None


def _mends_nothing(state: TurnState) -> bool:
    """Tell whether a correction names nothing to put right with; "eight, not ten" names visits."""
    message = state.message
    if not mends_nothing(message) or not state.last_reply or names_a_thing(message):
        return False
    return not (state.topic == "frequency" and number_of_visits(message.text, asked=True))


def _asks_of_time_after_birth(state: TurnState) -> bool:
    """Tell whether "and after?" follows the answer on pregnancy: it is about the birth."""
    if not str(state.last_reply).startswith(_ON_PREGNANCY):
        return False
    text = state.message.text
    return len(text) <= _LONGEST_AFTER and bool(_AFTER_BIRTH.search(text))


def _wants_more(state: TurnState) -> bool:
    """Tell whether somebody wants to hear more of the answer that they got."""
    if state.stopped_form and state.message.act == "resume":
        return False
    is_answer = str(state.last_reply).startswith(_ANSWERS)
    return is_answer and state.topic in TOPICS and bool(_MORE.match(state.message.text))


def wants_more_than_there_is(state: TurnState) -> bool:
    """Tell whether somebody wants more of an answer that was given in all its words."""
    if state.last_reply == names.NO_MORE:
        return bool(_MORE.match(state.message.text))
    return state.last_was_simple and _wants_more(state)


def _about_data(state: TurnState) -> str | None:
    last = str(state.last_reply)
    # After a deletion nothing is remembered: the first thing said may well be about it.
    was_spoken_of = state.is_first or last.startswith(OF_DATA)
    text = state.message.text
    if asks_if_deleted(text, was_spoken_of=was_spoken_of):
        return "ask_privacy"
    if asks_if_deletable_later(text):
        return "ask_privacy"
    return None


def _about_concern(message: UnderstoodMessage) -> str | None:
    """Return what is asked of a concern that is named without any question about it."""
    if not message.mentioned(names.CONCERN):
        return None
    again = message.act == "again" or _ENDS_WITH_AGAIN.search(message.text)
    if again and (goes_back(message.text) or _TELL_ABOUT.search(message.text)):
        return CLARIFY
    if _NOT_ILL.search(message.text) and message.intent in _MAY_BE_ILL:
        # "Not infection, cellulite": what was asked of the other is asked of this.
        return OVERVIEW
    forgets = any(kind == names.CONCERN for kind, _ in message.denied)
    if forgets and message.intent == "inform" and _FORGETS.search(message.text):
        # "Ok forget hair. Lines on my face": the question is forgotten, too.
        return OVERVIEW
    if _TELL_ABOUT.search(message.text) and message.intent in _NAMES_NO_QUESTION:
        # "Someone to tell me about hair" is a wish for a call.
        return None if asks_for_contact(message.text) else OVERVIEW
    return None


def _about_answer(state: TurnState) -> str | None:
    message = state.message
    if state.active_form:
        return None
    if message.intent in _MAY_BE_WISH and gives_contact(message.text):
        wishes = asks_for_contact(message.text)
        for_visit = message.intent == WANTS_VISIT and visit_request(message.text)
        return (WANTS_VISIT if for_visit else WANTS_CALL) if wishes else None
    if not str(state.last_reply).startswith(_ANSWERS):
        return None
    if any(map(_SHORTER.match, _SENTENCES.split(message.text))):
        return CLARIFY
    return None
