"""Which messages outside a form are about a request that was sent, or left before its end."""

from __future__ import annotations

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calling_off import wants_it_after_all
from mesoguide.dialogue.contact.contact_cues import asks_for_contact
from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.contact.form_talk import asks_if_sent, asks_when_contacted, tells_to_send
from mesoguide.dialogue.contact.resuming import (
    comes_back,
    goes_on_with_request,
    names_what_to_go_on_with,
    puts_off,
)
from mesoguide.dialogue.contact.sent_request_questions import asks_of_sent
from mesoguide.dialogue.context.ellipsis import names_a_thing
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import UnderstoodMessage


def takes_request_up(message: UnderstoodMessage) -> bool:
    """Tell whether somebody names the request to go on with, be it after an emergency."""
    return not message.is_payload and goes_on_with_request(message.text)


def goes_on(message: UnderstoodMessage) -> bool:
    """Tell whether somebody takes up again what was stopped; "go on about hair" asks."""
    if message.is_payload:
        return message.act == "resume"
    if puts_off(message.text):
        return False
    if names_what_to_go_on_with(message.text):
        return True
    is_back = message.act == "resume" or comes_back(message.text)
    return is_back and not names_a_thing(message)


def asks_of_request(state: TurnState) -> bool:
    """Tell whether somebody asks what became of a request that was sent, or left unfinished."""
    text = state.message.text
    if state.message.is_payload:
        return False
    if state.request_sent and asks_of_sent(text):
        return True
    if asks_for_contact(text):
        return False
    if state.request_sent and tells_to_send(text):
        return True
    is_open = state.request_sent or state.stopped_form in names.CONTACT_FORMS
    return is_open and (asks_if_sent(text) or asks_when_contacted(text))


def gives_what_was_missing(message: UnderstoodMessage) -> bool:
    """Tell whether somebody who left a request goes on with it after all.

    They give a number or an address, or say that whoever was to be asked agrees.
    """
    if message.is_payload:
        return False
    return gives_contact(message.text) or wants_it_after_all(message.text)
