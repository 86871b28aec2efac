"""Reads a wish for another kind of request in the middle of one: "no, just call me instead"."""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.denied_wishes import takes_back
from mesoguide.dialogue.typed_text import tidy
from mesoguide.dialogue.visit_requests import visit_request

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
    r"|\b(?:can|could|will) (?:you|u|someone|somebody) (?:just |please )*(?:call|ring|phone) "
    r"(?:me|us)\b"
    r"|^\W*(?:(?:hm+|oh|ok|okay|ah|um|er|no|nah|nope|actually|wait|sorry|never ?mind|nvm|"
    r"forget (?:it|that|the (?:visit|appointment|booking))|pls|please)\W+)+"
    r"(?:call|ring|phone) (?:me|us)\b",
    re.IGNORECASE,
)
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
    if form == names.APPOINTMENT_FORM:
        if requested == names.BEST_TIME and not _INSTEAD.search(even):
            return None
        return names.CALLBACK_FORM if _wants_call(even) else None
    if form == names.CALLBACK_FORM and _INSTEAD.search(even):
        return names.APPOINTMENT_FORM if _wants_visit(even) else None
    return None


def _wants_call(text: str) -> bool:
    match = _ASKS_FOR_CALL.search(text)
    return match is not None and not _NO_CALL.search(text[: match.start()])


def _wants_visit(text: str) -> bool:
    """Tell whether a text wishes for a visit; "I don't want an appointment" does not."""
    clauses = re.split(r"[,.;!]+|\b(?:but|and)\b", text)
    return any(visit_request(clause) and not takes_back(clause) for clause in clauses)
