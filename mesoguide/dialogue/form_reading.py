"""Tells a question in the middle of a form from the answer that the form waits for."""

from __future__ import annotations

import re
from datetime import date

from mesoguide.dialogue import names
from mesoguide.dialogue.contact_details import patient_status, visit_request
from mesoguide.dialogue.durations import days_since
from mesoguide.dialogue.person_names import bare_name
from mesoguide.dialogue.preferred_times import find_time
from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Below this a message in a form is taken as an attempt to answer the form.
_SURE_OF_QUESTION = 0.5
#: These are never the answer to what a form asks.
_CONVERSATIONAL = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "inform", "nlu_fallback", ""}
)
#: A message with so many digits gives a phone number.
FEWEST_PHONE_DIGITS = 7
_CONTACT_QUESTIONS = frozenset({names.CONTACT_NAME, names.CONTACT, names.BEST_TIME})
_ASKS = re.compile(
    r"^\W*(?:and |but )?(?:what|who|how|when|where|why|can|could|do|does|is|are|will|would)\b",
    re.IGNORECASE,
)
#: "Why do you need it?" is short; what is longer asks something else too.
LONGEST_WHY = 80
_WHY = re.compile(
    r"^\W*(?:but |and |sorry |hm+ )*(?:why|what for|how come|what do you (?:need|want|use))\b"
    r"(?! (?:does|do|is|are|would|did|can) (?:it|this|the|my|hair|people))"
    r"|\bwhat (?:will|would|do|are) you (?:going to )?do(?:ing)? with (?:it|that|my|the)\b",
    re.IGNORECASE,
)
#: About the chat itself, so never the topic of a call.
ABOUT_THE_CHAT = frozenset(
    {"ask_privacy", "ask_clarification", "ask_bot_identity", "ask_capabilities"}
)


def is_question_to_the_bot(message: UnderstoodMessage, requested: str | None) -> bool:
    """Tell whether a message asks the chatbot something instead of answering its question."""
    if message.intent in _CONVERSATIONAL:
        return False
    if message.is_payload:
        return True
    if message.confidence < _SURE_OF_QUESTION:
        return False
    return not answers_the_question(message, requested)


def asks_why(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what a detail is wanted for."""
    return len(message.text) <= LONGEST_WHY and bool(_WHY.search(message.text))


def answers_the_question(message: UnderstoodMessage, requested: str | None) -> bool:
    """Tell whether a message can be the answer to what a form asked."""
    text = message.text
    if asks_why(message):
        return True  # the form itself knows what it asks for
    if "?" in text:
        return False
    if message.intent == "out_of_scope":
        return True  # names, numbers and times are about nothing that the chatbot knows
    if requested == names.CONTACT_TOPIC:
        return message.intent not in ABOUT_THE_CHAT
    if requested in (names.PLAN_REFERENCE, names.PLAN_VERIFIER):
        return not _ASKS.match(text)
    if requested == names.CONTACT_NAME and bare_name(text):
        return True
    if requested in _CONTACT_QUESTIONS and _gives_contact(text):
        return True
    return is_plain_answer(text, requested)


def _gives_contact(text: str) -> bool:
    """Tell whether a text holds a number or an address, which no question needs."""
    return "@" in text or sum(character.isdigit() for character in text) >= FEWEST_PHONE_DIGITS


def is_plain_answer(text: str, requested: str | None) -> bool:
    """Tell whether a text is nothing but what was asked for: a time, a status, a wish, a span."""
    if requested == names.BEST_TIME:
        return find_time(text, asked=True) is not None
    if requested == names.PATIENT_STATUS:
        return patient_status(text) is not None
    if requested == names.VISIT_REQUEST:
        return visit_request(text) is not None
    if requested == names.SYMPTOM_DAYS:
        return days_since(text, date.today()) is not None
    return requested == names.DETAIL_TO_CHANGE
