"""What is said about a request itself: whether it was sent, when staff call, what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.resources import Resources
from actions.turn import Turn
from mesoguide.dialogue import names
from mesoguide.dialogue.contact.form_talk import (
    asks_if_sent,
    asks_what_is_meant,
    asks_when_contacted,
    asks_which_contact,
    tells_to_send,
)
from mesoguide.dialogue.contact.sent_request_questions import (
    asks_call_cost,
    asks_of_sent,
    has_it_arrived,
)

NOT_SENT = "utter_request_not_sent"
#: Names of the replies that told of a request end in this for a visit.
_FOR_VISIT = "utter_appointment_sent"


def promised(resources: Resources) -> str:
    """Return when staff get in touch, by the opening hours, as a reply says it."""
    return resources.hours.promise(resources.clock()).phrase()


def say_about_form(turn: Turn, resources: Resources, requested: str | None) -> bool:
    """Answer what is said about an open form; tell whether there was anything to answer."""
    text = turn.message.text
    if turn.message.is_payload:
        return False
    if asks_if_sent(text):
        turn.say(NOT_SENT)
    elif asks_call_cost(text):
        turn.say(names.CALL_COST)
    elif asks_when_contacted(text):
        turn.say("utter_request_when", promise=promised(resources))
    elif requested == names.CONTACT and asks_which_contact(text):
        turn.say("utter_contact_either")
    elif asks_what_is_meant(text):
        turn.say("utter_form_rephrase")
    else:
        return False
    return True


class ActionTellRequest(ClinicAction):
    """Says what became of a request: sent, with the promise that was made, or left unfinished."""

    def name(self) -> str:
        """Name in the domain."""
        return names.TELL_REQUEST

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter it; a request that waits is not sent twice."""
        sent = last_sent(turn)
        if sent is None:
            turn.say("utter_request_left")
        elif tells_to_send(turn.message.text):
            turn.say("utter_request_already_sent")
        else:
            for_visit = str(sent.get("utter_action")).startswith(_FOR_VISIT)
            kind = "appointment" if for_visit else "callback"
            said = {key: value for key, value in sent.items() if isinstance(value, str)}
            text = turn.message.text
            is_of_it = asks_if_sent(text) or asks_when_contacted(text) or has_it_arrived(text)
            is_asked_how = asks_of_sent(text) and not is_of_it
            reply = "utter_request_waits" if is_asked_how else f"utter_request_sent_{kind}"
            turn.say(reply, **said)
        return []


def last_sent(turn: Turn) -> Mapping[str, Any] | None:
    """Return the reply that told of the last request, with the values that it was filled with."""
    said = (e.get("metadata") or {} for e in reversed(turn.events) if e.get("event") == "bot")
    return next((s for s in said if _told_of_request(s)), None)


def _told_of_request(reply: Mapping[str, Any]) -> bool:
    return str(reply.get("utter_action")).startswith(names.REQUEST_SENT)
