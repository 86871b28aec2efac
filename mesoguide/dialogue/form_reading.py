"""Tells a question in the middle of a form from the answer that the form waits for."""

from __future__ import annotations

from mesoguide.dialogue import names
from mesoguide.dialogue.contact_details import patient_status, visit_request
from mesoguide.dialogue.person_names import bare_name
from mesoguide.dialogue.preferred_times import find_time
from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Below this a message in a form is taken as an attempt to answer the form.
_SURE_OF_QUESTION = 0.5
#: These are never the answer to what a form asks.
_CONVERSATIONAL = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "inform", "nlu_fallback", ""}
)
#: About the chat itself, so never the topic of a call.
ABOUT_THE_CHAT = frozenset(
    {"ask_privacy", "ask_clarification", "ask_bot_identity", "ask_clinic_info", "ask_capabilities"}
)


def is_question_to_the_bot(message: UnderstoodMessage, requested: str | None) -> bool:
    """Tell whether a message asks the chatbot something instead of answering its question."""
    if message.intent in _CONVERSATIONAL:
        return False
    if message.is_payload:
        return True
    if message.confidence < _SURE_OF_QUESTION:
        return False
    return not _fits(message, requested)


def _fits(message: UnderstoodMessage, requested: str | None) -> bool:
    text = message.text
    if message.intent == "out_of_scope" and "?" not in text:
        return True  # names, numbers and times are about nothing that the chatbot knows
    if requested == names.CONTACT_TOPIC:
        return "?" not in text and message.intent not in ABOUT_THE_CHAT
    if "?" in text:
        return False
    if requested == names.CONTACT_NAME:
        return bare_name(text) is not None
    if requested == names.BEST_TIME:
        return find_time(text) is not None
    if requested == names.PATIENT_STATUS:
        return patient_status(text) is not None
    if requested == names.VISIT_REQUEST:
        return visit_request(text) is not None
    return False
