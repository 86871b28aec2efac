"""What comes after a red flag: neither menus nor small talk, and the clinic before another shot.

"Thanks" after a crisis gets a kind word and the number, not "what would you like to know?". "Can I
still go on Friday?" after a swollen tongue, or with a sore spot, is for the clinic to answer.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.contact.resuming import comes_back, puts_off
from mesoguide.dialogue.safety.help_under_way import help_under_way
from mesoguide.dialogue.safety.hold_questions import asks_if_it_comes_back
from mesoguide.dialogue.safety.safety_answers import (
    CRISIS,
    reports_recovery,
    says_safe,
    says_to_be_safe,
    states_safe,
)
from mesoguide.dialogue.safety.symptom_follow_ups import asks_on
from mesoguide.dialogue.safety.triage import TriageTable
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|this week|next month"
#: Words for another treatment, or for the visit that is booked.
_MORE_TREATMENT = re.compile(
    r"\b(?:have|had|having|do|done|doing|get|getting|try|go|going|come|coming|risk)\b[^.?!]{0,25}"
    rf"\b(?:again|more|{_DAY})\b"
    r"|\b(?:next|second|third|another|other|rest of the|remaining|more) "
    r"(?:one|ones|go|round|shots?|jabs?|injections?|sessions?|visits?|appointments?|treatments?)\b"
    r"|\b(?:carry|go|going|keep) on (?:with|having)\b|\bcontinue\b|\bgo ahead\b|\brebook\b"
    r"|\bgo back (?:for|to (?:you|the clinic))\b|\bfinish (?:the|my|her|his) (?:course|treatment)\b"
    r"|\bstill (?:go|come|have|do|get|suitable|allowed)\b"
    rf"|\b(?:my|her|his|the) (?:appointment|booking|visit|session) (?:is )?(?:on )?(?:{_DAY})\b",
    re.IGNORECASE,
)
#: "Who do I tell at the clinic about this?"
_WHOM_TO_TELL = re.compile(
    r"\b(?:who|whom|where|how|should|shall|do|can|need|must|number)\b[^.?!]{0,30}\b(?:tell|"
    r"report\w*|"
    r"inform|let|contact|ring|call|phone|speak|talk|complain|write)\b[^.?!]{0,40}\b(?:clinic|you|u|"
    r"staff|there|place|nurse|doctor|someone|about (?:this|it|that)|what happened|know)\b"
    r"|\bwho (?:do|should|must|can) (?:i|we) (?:tell|inform|report|let know|contact|ring|call|"
    r"phone)\b",
    re.IGNORECASE,
)
#: "We'll leave it for today": nothing more is wanted.
_LEAVES = re.compile(
    r"\bleave (?:it|that|this|the \w+)\b[^.?!]{0,20}\b(?:today|now|another (?:day|time)|there)\b"
    r"|\b(?:another|some other) (?:time|day)\b|\bnot today\b|\benough for (?:today|now)\b"
    r"|\b(?:come|talk|speak|be) (?:back )?(?:another|later|soon|tomorrow)\b",
    re.IGNORECASE,
)
_MAY_I = re.compile(
    r"\b(?:can|could|should|shall|may|must|ok(?:ay)?|all ?right|safe|wise|sensible|do (?:i|we)|"
    r"does (?:she|he)|will (?:i|she|he)|am i|is (?:she|he|it)|have to|need to|want to|when)\b",
    re.IGNORECASE,
)
#: What somebody asks who does not ask for leave to have more.
_OTHER_MATTERS = frozenset(
    {"ask_clinic_info", "ask_cost", "ask_privacy", "ask_clarification", "ask_sources", "ask_origin"}
)
_ASKING = ("ask_", "request_", "list_", "compare_")
#: "I am safe, my wife is with me" sounds like a question about what is kept safe.
_NOT_A_QUESTION = frozenset({"ask_privacy", "ask_results_duration", "ask_recovery"})
#: Signs that somebody may name who says that they have gone; "it went down, now it's hot" is news.
_MAY_HAVE_GONE = frozenset({"mild", "itch", "rash", "allergy", "chest", "unwell"})
#: Intents that a person answers with, rather than asks.
_SMALL_TALK = frozenset({"thank", "goodbye", "greet", "affirm", "deny"})
#: What is not understood right after the release is most likely about how the person is.
_NOT_UNDERSTOOD = frozenset({"inform", "out_of_scope", "give_feedback", FALLBACK_INTENT})
#: The offer to go on with a request that an emergency stopped.
_OFFER = "utter_offer_to_go_on"
_GO_ON_WITH = re.compile(
    r"\b(?:continue|go on|carry on|resume|finish|back to|proceed|take up|do|complete)\b[^.?!]{0,15}"
    r"\b(?:appointment|appt|booking|request|visit|call|form|details|cancellation)\b",
    re.IGNORECASE,
)
#: For so many messages after it.
_NEAR = 2


def after_red_flag(state: TurnState, triage: TriageTable) -> tuple[str, ...] | None:
    """Return the actions of a turn that a red flag or an open symptom before it decides.

    Args:
        state: the message and the conversation before it.
        triage: the table of symptoms.

    Returns:
        The actions, or None if the turn goes as it would without.
    """
    message = state.message
    worse = set(triage.signs_in(message.text)) - _MAY_HAVE_GONE
    asks_for = message.intent.startswith(_ASKING) and message.intent not in _NOT_A_QUESTION
    is_polite = (
        message.intent in _SMALL_TALK
        and not (state.released or state.symptom_what)
        and not says_to_be_safe(message.text)
    )
    if state.stopped_form and _says_safe_late(state):
        # Who was in care says so only now: the request that was stopped is offered again.
        return (names.CHECK_SAFE,)
    if reports_recovery(message) and not (worse or asks_for or is_polite):
        return (names.GLAD_CRISIS if state.released == CRISIS else names.GLAD,)
    if state.released is None and state.symptom_what is None:
        return None
    if state.released and _tells_staff(state):
        return (names.TELL_CLINIC,)
    if state.released and _is_well(message):
        return (names.GLAD_CRISIS if state.released == CRISIS else names.GLAD,)
    if state.released and (asks_if_it_comes_back(message) or _asks_what_it_was(state)):
        return (names.COMES_BACK_CRISIS if state.released == CRISIS else names.COMES_BACK,)
    if state.released and (help_now := help_under_way(message)):
        return (names.GLAD_CRISIS if state.released == CRISIS else help_now.value,)
    if state.stopped_form and state.last_reply == _OFFER and _takes_up(state):
        return (state.stopped_form,)
    if _asks_for_more(state):
        return (names.SPEAK_FIRST_CRISIS if state.released == CRISIS else names.SPEAK_FIRST,)
    if state.released and _is_small_talk(state):
        return (names.GLAD_CRISIS if state.released == CRISIS else names.GLAD,)
    return None


def _takes_up(state: TurnState) -> bool:
    """Tell whether the request that was just offered is taken up, or a detail given for it."""
    message = state.message
    if message.is_payload or message.sign:
        return False
    if puts_off(message.text):
        return False
    goes_on = comes_back(message.text) or bool(_GO_ON_WITH.search(message.text))
    return goes_on or message.act == "resume" or gives_contact(message.text)


def _asks_for_more(state: TurnState) -> bool:
    """Tell whether a message asks for leave to have another treatment."""
    message = state.message
    if message.is_payload or message.intent in _OTHER_MATTERS:
        return False
    if message.mentioned("condition") or message.mentioned("medication"):
        return False  # that answer says what to tell the staff
    if state.released and message.intent in ("ask_eligibility", "ask_medical_advice"):
        return True
    return bool(_MORE_TREATMENT.search(message.text) and _MAY_I.search(message.text))


def _says_safe_late(state: TurnState) -> bool:
    """Tell whether somebody says in words to be safe, after they were left in good hands."""
    message = state.message
    is_said = not message.is_payload and says_to_be_safe(message.text)
    return is_said and state.released is not None and says_safe(message, None, state.released)


def _is_well(message: UnderstoodMessage) -> bool:
    """Tell whether news of who was in care is good: "they say it's not his heart, he is ok"."""
    is_told = not (message.is_payload or message.sign or asks(message.text))
    return is_told and message.act != "not_safe" and states_safe(message.text)


def _tells_staff(state: TurnState) -> bool:
    """Tell whether somebody asks whom to tell of an emergency that is over."""
    text = state.message.text
    is_asked = not state.message.is_payload and bool(_WHOM_TO_TELL.search(text))
    return is_asked and state.released != CRISIS and (state.turns_since_release or 0) <= _NEAR


def _asks_what_it_was(state: TurnState) -> bool:
    """Tell whether somebody asks right after an emergency whether that was normal."""
    near = (state.turns_since_release or _NEAR + 1) <= _NEAR
    return near and state.released != CRISIS and asks_on(state.message.text)


def _is_small_talk(state: TurnState) -> bool:
    """Tell whether a message after the release asks nothing that could be answered."""
    message = state.message
    if message.is_payload or asks(message.text):
        return False
    if _LEAVES.search(message.text) and (state.turns_since_release or 0) <= _NEAR:
        return True
    if (message.intent == "affirm" and state.if_yes) or (message.intent == "deny" and state.if_no):
        return False
    if state.released != CRISIS and (state.turns_since_release or 0) > _NEAR:
        return False
    if message.intent in _SMALL_TALK:
        return len(message.questions) == 1
    # After an emergency what is not understood gets the ordinary repair.
    near = state.released == CRISIS and (state.turns_since_release or 0) <= _NEAR
    return near and message.intent in _NOT_UNDERSTOOD and not message.entities
