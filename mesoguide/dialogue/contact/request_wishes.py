"""Which messages speak to a request itself, wish for one, or call the wish off."""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calling_off import calls_off
from mesoguide.dialogue.contact.contact_cues import asks_for_contact
from mesoguide.dialogue.contact.denied_wishes import may_call_off, takes_back
from mesoguide.dialogue.contact.form_reading import gives_contact, is_worded_as_question
from mesoguide.dialogue.contact.form_talk import is_about_the_form
from mesoguide.dialogue.contact.request_notes import gives_note
from mesoguide.dialogue.contact.resuming import comes_back
from mesoguide.dialogue.contact.visit_requests import names_visit, visit_request
from mesoguide.dialogue.own_data.data_questions import asks_what_is_deleted, keeps_data
from mesoguide.dialogue.own_data.plan_lookup_talk import (
    asks_where_code_is,
    asks_which_is_wrong,
    gives_plan_details,
    is_plan_of_another,
)
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

#: Acts that take a wish back.
CALLED_OFF = frozenset({"cancel", "refuse"})
#: "A person then": a wish, though it sounds like the question whether this is one.
_A_PERSON = re.compile(
    r"^\W*(?:(?:ok|okay|fine|right|well|yes|just|then|get|give|want|i|me|i['\u2019]?d|like|prefer|can|"
    r"have)\W+)*(?:a |the )?(?:real |actual |live |proper )?(?:person|human(?: being)?|"
    r"member of staff|receptionist)(?:\W+(?:then|please|pls|instead|now|thanks|ta))*[\s.!]*$",
    re.IGNORECASE,
)
#: What a wish with many details may be taken for.
_LOST_AMONG_DETAILS = frozenset({"inform", "out_of_scope", "affirm", "greet", FALLBACK_INTENT})


def is_of_form(message: UnderstoodMessage, form: str) -> bool:
    """Tell whether a message speaks of the form itself, or goes on with it."""
    text = message.text
    if message.is_payload:
        return False
    if calls_off(text):
        return form != names.SYMPTOM_FORM
    if form in names.CONTACT_FORMS:
        if is_about_the_form(text) or comes_back(text) or gives_note(text):
            return True
        return form == names.APPOINTMENT_FORM and _says_what_of_visit(text)
    if form == names.DELETION_FORM:
        return asks_what_is_deleted(text) or keeps_data(text)
    if form == names.MY_PLAN_FORM:
        is_own = asks_which_is_wrong(text) or is_plan_of_another(text) or asks_where_code_is(text)
        return is_own or comes_back(text)
    return False


def _says_what_of_visit(text: str) -> bool:
    """Tell whether a text says that a visit is to be moved or called off, and asks nothing."""
    wish = visit_request(text)
    return wish in ("change", "cancel") and not is_worded_as_question(text) and names_visit(text)


def hands_over(message: UnderstoodMessage) -> str | None:
    """Return the form of a wish for staff that is heard as something else.

    "Book me, existing patient, Ana, ana@example.org, cellulite" holds so many details that the
    wish is lost among them. Who gives a number with a question wants the answer first.
    """
    text = message.text
    if message.is_payload or takes_back(text):
        return None
    if gives_plan_details(text):
        return names.MY_PLAN_FORM
    if _A_PERSON.match(text):
        return names.CALLBACK_FORM
    if not gives_contact(text):
        return None
    if message.intent not in _LOST_AMONG_DETAILS:
        return None
    if visit_request(text):
        return names.APPOINTMENT_FORM
    return names.CALLBACK_FORM if asks_for_contact(text) else None


def is_called_off(message: UnderstoodMessage, form: str) -> bool:
    """Tell whether the wish is denied: "I do not want a call back".

    To change or cancel a visit is a wish in itself.
    """
    if form == names.SYMPTOM_FORM or message.is_payload:
        return False
    if form == names.APPOINTMENT_FORM and visit_request(message.text) in ("change", "cancel"):
        return False
    if takes_back(message.text):
        return True
    is_wish = form == names.CALLBACK_FORM and asks_for_contact(message.text)
    is_wish = is_wish or (form == names.APPOINTMENT_FORM and visit_request(message.text) == "book")
    return message.act in CALLED_OFF and (not is_wish or may_call_off(message.text))
