"""Requests that were sent in this conversation, as its events tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.turn import Turn
from mesoguide.dialogue import names
from mesoguide.dialogue.contact.request_changes import changes_request

#: Said when a request that was sent is prepared anew with a change.
AMENDED = "utter_request_amended"


def tells_of_sending(event: Mapping[str, Any]) -> bool:
    """Tell whether an event is the reply that tells of a request just sent."""
    said = event.get("metadata") or {} if event.get("event") == "bot" else {}
    return str(said.get("utter_action")).startswith(names.REQUEST_SENT)


def is_change_of_sent(turn: Turn, form: str) -> bool:
    """Tell whether the message changes the request that this form sent last."""
    state = turn.state
    is_open = state.active_form is not None or turn.message.is_payload
    return state.sent_form == form and not is_open and changes_request(turn.message.text)


def is_amending(turn: Turn) -> bool:
    """Tell whether the open form changes a request that staff have, and has not been sent."""
    for event in reversed(turn.events):
        if tells_of_sending(event):
            return False
        said = event.get("metadata") or {} if event.get("event") == "bot" else {}
        if said.get("utter_action") == AMENDED:
            return True
    return False


def sent_details(turn: Turn) -> dict[str, str]:
    """Return the details of the request that was sent last, by slot; the form has let them go."""
    held: dict[str, Any] = {}
    sent: dict[str, Any] = {}
    for event in turn.events:
        if event.get("event") == "slot" and event.get("name") in names.CONTACT_DETAILS:
            held[str(event["name"])] = event.get("value")
        elif tells_of_sending(event):
            sent = dict(held)
    return {slot: str(value) for slot, value in sent.items() if value}
