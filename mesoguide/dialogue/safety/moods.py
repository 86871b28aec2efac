"""Meets a low mood or a fear with a kind word, before or in place of an answer.

Neither is a crisis: the chat goes on, and a person and a helpline are offered.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.contact_cues import asks_for_contact
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.low_mood import is_afraid_of_treatment, is_low_mood

#: Whose mood it is: "tired skin" and "off sick" are nobody's.
_SOMEBODY = re.compile(
    r"\b(?:i|i['\u2019]?m|ive|me|(?:my|the) (?:wife|husband|mum|mom|dad|mother|father|daughter|son|"
    r"partner|friend|sister|brother|nan|gran\w*)|s?he(?:['\u2019]?s)?)\b"
    r"|^\W*(?:so |feel\w* |terrified|scared|afraid|petrified|fed up|sick of|tired of|hate)",
    re.IGNORECASE,
)
_APOLOGISES = re.compile(r"\b(?:sorry|apolog\w+|forgive)\b", re.IGNORECASE)
#: Below this a crisis of the classifier alone is met with care, and the chat goes on. In five-fold
#: cross-validation on 25,000 messages, of the crises without any word for one 22 of 69 and of the
#: false ones 31 of 49 were below.
SURE_OF_CRISIS = 0.9
#: A question that is this likely is answered beside the kind word.
_LIKELY_QUESTION = 0.3
#: Intents that have a reply of their own, kind or urgent as it must be.
_OWN_REPLY = frozenset({"report_symptom", "report_emergency", "express_crisis"})
#: A wish for a person that is this likely begins the form.
_SURE_OF_WISH = 0.65
_ASKING = ("ask_", "list_", "compare_")
_MAY_BE_MOOD = frozenset({"out_of_scope", "inform", "deny", "affirm", "greet", FALLBACK_INTENT})


def is_unsure_crisis(state: TurnState) -> bool:
    """Tell whether a crisis of the classifier alone is too unsure to hold the chat for it.

    It is still met with a helpline, and told to staff. Said twice in a row, it is believed.
    """
    message = state.message
    if message.intent != "express_crisis" or message.sign or message.is_payload:
        return False
    return message.confidence < SURE_OF_CRISIS and state.last_reply != names.LOW_MOOD


def kind_word(state: TurnState) -> str | None:
    """Name the reply to the mood in a message, if it has one that is no alarm."""
    message = state.message
    if message.is_payload or not _SOMEBODY.search(message.text):
        return None
    if message.intent in _OWN_REPLY or _wants_person(message):
        return None
    if is_low_mood(message.text):
        is_complaint = message.intent == "give_feedback" and not _APOLOGISES.search(message.text)
        return None if is_complaint else names.LOW_MOOD
    return names.FEAR if is_afraid_of_treatment(message.text) else None


def _wants_person(message: UnderstoodMessage) -> bool:
    surely = message.confidence >= _SURE_OF_WISH or asks_for_contact(message.text)
    return message.intent == "request_human" and surely


def asks_beside_mood(state: TurnState) -> bool:
    """Tell whether a message with a mood asks something, too, that is worth an answer."""
    message = state.message
    if message.intent in _MAY_BE_MOOD or message.intent == "give_feedback":
        return len(message.questions) > 1
    return message.intent.startswith(_ASKING) and message.confidence >= _LIKELY_QUESTION
