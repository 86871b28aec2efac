"""Reads questions about what is stored for what they are, whatever the classifier heard.

"Who", "how long" and "what for" sound like questions on the treatment; see
:mod:`mesoguide.dialogue.own_data.data_aspects` for what tells them apart.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.own_data.data_aspects import DataAspect, asks_if_person, data_aspects
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT
from mesoguide.nlp.questions import asks

PRIVACY = "ask_privacy"
IDENTITY = "ask_bot_identity"
#: Replies after which "it" is what is stored.
OF_DATA = (
    "utter_privacy",
    "utter_stored",
    "utter_deletion_checked",
    "utter_deletion_kept",
    "utter_deletion_failed",
    "utter_deletion_later",
    "utter_deletion_done",
)
#: What a question about what is stored may be taken for, beside itself.
_HEARD_AS = {
    DataAspect.HOW_LONG: {
        *("ask_results_duration", "ask_results_onset", "ask_session_length", "ask_recovery"),
        *("ask_frequency", "ask_maintenance", "ask_aftercare"),
    },
    DataAspect.WHO: {"ask_practitioner", "ask_eligibility", IDENTITY, "request_human"},
    DataAspect.USE: {"ask_uses", "ask_ingredients", "ask_mechanism", "ask_procedure"},
    DataAspect.HELD: {"ask_clinic_info", "check_my_plan", "request_human", "ask_capabilities"},
}
#: What any of them may be taken for.
_NOTHING_KNOWN = frozenset(
    {PRIVACY, "out_of_scope", "inform", "deny", "affirm", "request_data_deletion", FALLBACK_INTENT}
)
#: Acts of somebody who gives nothing.
_REFUSING = frozenset({"refuse", "cancel"})
#: "Is my number still on your system?" is asked of what was kept before, also within a request.
_STILL = re.compile(r"\bstill?\b", re.IGNORECASE)


def was_data_spoken_of(state: TurnState) -> bool:
    """Tell whether the last answer was about what is stored."""
    return str(state.last_reply).startswith(OF_DATA)


def data_questions(state: TurnState) -> tuple[str, ...]:
    """Return what a message asks that asks about what is stored; nothing for any other.

    The other questions of a message stay: "does it hurt, and who sees my number?".
    """
    message = state.message
    is_asked = "?" in message.text or asks(message.text)
    if message.is_payload or (message.act in _REFUSING and not is_asked):
        return ()  # "I'd rather not give my name" asks nothing
    aspects = data_aspects(message.text, was_spoken_of=was_data_spoken_of(state))
    if state.active_form in names.CONTACT_FORMS and not _STILL.search(message.text):
        # "Have you got my number?" is asked of the request.
        aspects = tuple(aspect for aspect in aspects if aspect is not DataAspect.HELD)
    asks_both = PRIVACY in message.questions and asks_if_person(message.text)
    if not aspects and not asks_both:
        return ()
    misheard = _NOTHING_KNOWN.union(*(_HEARD_AS[aspect] for aspect in aspects))
    others = tuple(question for question in message.questions if question not in misheard)
    identity = (IDENTITY,) if asks_if_person(message.text) and IDENTITY not in others else ()
    return (*identity, *others, PRIVACY)
