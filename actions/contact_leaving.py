"""Who leaves a contact form before its end, and what they are told."""

from __future__ import annotations

import re

from actions.form import pressed
from actions.sent_requests import is_amending
from actions.turn import Turn
from mesoguide.dialogue import breaks, names
from mesoguide.dialogue.agreement import agrees, says_send
from mesoguide.dialogue.contact.calling_off import calls_off
from mesoguide.dialogue.contact.contact_details import visit_request
from mesoguide.dialogue.contact.denied_wishes import takes_back
from mesoguide.dialogue.contact.form_reading import asks_why
from mesoguide.dialogue.contact.preferred_times import find_time
from mesoguide.dialogue.contact.visit_requests import calls_off_visit

#: "Chidi" may look like a goodbye; a real one is surer.
SURE_OF_GOODBYE = 0.7
#: Said beside a time by who leaves; without it the time is the answer.
_GIVES_UP = re.compile(
    r"\b(?:cancel\w*|stop|quit|forget|leave|never ?mind|bye|goodbye|end|exit|not? (?:call|want)|"
    r"don'?t (?:call|want|bother))\b",
    re.IGNORECASE,
)


def leaves_form(turn: Turn, requested: str | None, questions: tuple[str, ...]) -> bool:
    """Tell whether the person calls it off; "don't cancel it, move it" is about the visit."""
    message = turn.message
    if pressed(turn) == "stop":
        return True
    if breaks.leaves(message.text):
        return True
    if calls_off(message.text, asked_time=requested == names.BEST_TIME):
        return True
    time = find_time(message.text, asked=requested == names.BEST_TIME, in_form=True)
    if time and not _GIVES_UP.search(message.text):
        return False  # "tomorrow is no use, any other day"
    if agrees(message.text) or (says_send(message.text) and message.act != "cancel"):
        return False  # "fine, submit"
    if asks_why(message) and message.act != "refuse" and not takes_back(message.text):
        return False
    if names.VISIT_REQUEST in questions:
        if visit_request(message.text) == "change":
            return False
        asked = requested == names.VISIT_REQUEST
        if calls_off_visit(message.text, turn.slot(names.VISIT_REQUEST), asked=asked):
            return False
    leaves = message.intent == "goodbye" and message.confidence >= SURE_OF_GOODBYE
    leaves = leaves and not (agrees(message.text) or says_send(message.text))
    return message.act == "cancel" or (leaves and requested != names.CONTACT_NAME)


def reply_to_leaving(turn: Turn) -> str:
    """Name the reply to who leaves: nobody is told that nothing was sent when something was."""
    if is_amending(turn):
        return "utter_request_already_sent"
    return "utter_second_cancelled" if turn.state.request_sent else "utter_form_cancelled"
