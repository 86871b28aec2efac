"""Reads a wish for another kind of request in the middle of one: "no, just call me instead"."""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.call_topics import stated_topic
from mesoguide.dialogue.contact.denied_wishes import takes_back
from mesoguide.dialogue.contact.form_reading import is_worded_as_question
from mesoguide.dialogue.contact.visit_requests import names_visit, visit_request
from mesoguide.dialogue.typed_text import tidy

_CALL = r"(?:(?:call|ring|phone)(?:ing)?(?: me| us)?(?: back)?|call-?backs?)"
#: Words that put one wish in the place of another.
_INSTEAD = re.compile(
    r"\b(?:instead|rather|actually|never ?mind|nvm|forget|changed my mind|on second thoughts?|"
    r"prefer|better|no|nah|nope|not?)\b|\b(?:don'?t|dont)\b",
    re.IGNORECASE,
)
_ASKS_FOR_CALL = re.compile(
    rf"\b{_CALL}\b[^.?!,]{{0,30}}\b(?:instead|rather)\b"
    rf"|\b(?:instead|rather|prefer|better)\b[^.?!]{{0,25}}\b{_CALL}\b"
    r"|\bjust (?:call|ring|phone) (?:me|us)\b"
    r"|\b(?:can|could|will) (?:you|u|someone|somebody|anyone) (?:just |please )*(?:call|ring|"
    r"phone) "
    r"(?:me|us)\b"
    r"|^\W*(?:(?:hm+|oh|ok|okay|ah|um|er|no|nah|nope|actually|wait|sorry|never ?mind|nvm|"
    r"forget (?:it|that|the (?:visit|appointment|booking))|pls|please)\W+)+"
    r"(?:call|ring|phone) (?:me|us)\b",
    re.IGNORECASE,
)
_WANTS_PERSON = re.compile(
    r"\b(?:can|could|may|let|get|have|want|need|rather)\b[^.?!]{0,20}\b(?:someone|somebody|anyone|"
    r"an? (?:person|human|real person)|staff|the receptionist)\b[^.?!]{0,20}\b(?:look|check|tell|"
    r"help|"
    r"ring|call|phone|talk|speak|find|sort)\b"
    r"|\b(?:speak|talk) (?:to|with) (?:someone|somebody|an? (?:person|human)|staff)\b",
    re.IGNORECASE,
)
_ASKS_TO_BOOK = re.compile(r"\b(?:book|make|arrange|move|cancel|change)\b", re.IGNORECASE)
_NO_CALL = re.compile(
    r"\b(?:not|never|don'?t|dont|no need to|without|never ?mind the|forget the|cancel the|"
    r"instead of (?:a|the|you)?)(?: \w+)? ?$",
    re.IGNORECASE,
)


def form_meant_instead(text: str, form: str, requested: str | None) -> str | None:
    """Return the form of another request that a message in a form wishes for, if it does.

    Args:
        text: the message.
        form: the form that is running.
        requested: what it has asked for. "Just call me after 5" says when, if that was asked.
    """
    even = tidy(text)
    if form == names.MY_PLAN_FORM:
        return _meant_instead_of_lookup(even)
    if form == names.APPOINTMENT_FORM:
        if requested == names.BEST_TIME and not _INSTEAD.search(even):
            return None
        return names.CALLBACK_FORM if _wants_call(even) else None
    if form == names.CALLBACK_FORM and _speaks_of_own_visit(even):
        return names.APPOINTMENT_FORM
    if form == names.CALLBACK_FORM and _INSTEAD.search(even):
        return names.APPOINTMENT_FORM if _wants_visit(even) else None
    return None


def _speaks_of_own_visit(text: str) -> bool:
    """Tell whether a visit is to be moved or called off: "Friday, and I want to cancel my visit".

    "It's about moving my visit" only names what the call is about.
    """
    is_wish = visit_request(text) in ("change", "cancel") and names_visit(text)
    return is_wish and not is_worded_as_question(text) and stated_topic(text) is None


def _meant_instead_of_lookup(text: str) -> str | None:
    """Return the form that is wanted instead of looking up a plan: "forget that, book me in"."""
    if _wants_call(text) or _WANTS_PERSON.search(text):
        return names.CALLBACK_FORM
    is_wish = bool(_INSTEAD.search(text) or _ASKS_TO_BOOK.search(text))
    return names.APPOINTMENT_FORM if is_wish and _wants_visit(text) else None


def _wants_call(text: str) -> bool:
    match = _ASKS_FOR_CALL.search(text)
    return match is not None and not _NO_CALL.search(text[: match.start()])


def _wants_visit(text: str) -> bool:
    """Tell whether a text wishes for a visit; "I don't want an appointment" does not."""
    clauses = re.split(r"[,.;!]+|\b(?:but|and)\b", text)
    return any(visit_request(clause) and not takes_back(clause) for clause in clauses)
