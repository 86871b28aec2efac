"""Reads what somebody wants changed in a request that was sent: "make it morning instead"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.form_reading import (
    asks_for_time,
    gives_contact,
    is_worded_as_question,
)
from mesoguide.dialogue.contact.person_names import stated_name
from mesoguide.dialogue.contact.preferred_times import find_time
from mesoguide.dialogue.contact.time_phrases import time_phrases, time_tokens
from mesoguide.dialogue.typed_text import tidy

#: Longer messages are about more than a detail.
_LONGEST = 160
_DETAIL = r"(?:name|number|phone|mobile|e-?mail|mail|address|time|day|date|hour|topic|request)"
#: Words that change a detail when the message holds a new one.
_CHANGES = re.compile(
    r"\b(?:make|change|switch|move|put|swap) (?:it|that|this|the \w+|my \w+)\b|\binstead\b|"
    r"\b(?:rather|actually|sorry|wrong|mistake|typo|not right|incorrect|correct(?:ion| it)?|"
    r"i meant?|better|should be|no good|doesn'?t work|can'?t (?:do|make)|oops|wait|changed?|"
    r"update|use|new (?:number|phone|email|time))\b|^\W*(?:no|not|hm+)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[a-z])[.!]+\s+", re.IGNORECASE)
#: A detail is said to be wrong, whether or not the right one follows.
_WRONG = re.compile(
    rf"\b(?:wrong|mistaken?|incorrect|bad|old) {_DETAIL}\b"
    rf"|\b{_DETAIL} (?:is|was|i gave(?: you)?(?: is| was)?|'s) (?:wrong|incorrect|not right|a typo|"
    r"old|mistyped|not correct)\b"
    rf"|\b(?:change|edit|correct|update|fix|amend) (?:the |my |that )?(?:\w+ )?{_DETAIL}\b"
    rf"|\bmistake in (?:the|my) (?:\w+ )?{_DETAIL}\b",
    re.IGNORECASE,
)
#: What is said around such words must be kept, or the wrong time would be noted.
_EXCLUDES = re.compile(r"\b(?:not|no|but|except|never|rather than|unless)\b|n't\b", re.IGNORECASE)
#: "Change my appointment" is about a visit, and a request of its own.
_OF_VISIT = re.compile(
    r"\b(?:appoint?ment|appt|booking|visit|session|slot|consultation)\b", re.IGNORECASE
)


def changes_request(text: str) -> bool:
    """Tell whether a message wants a detail of the request changed that was sent before it."""
    even = tidy(text)
    if len(even) > _LONGEST or _OF_VISIT.search(even):
        return False
    if _WRONG.search(even):
        return True
    if not _CHANGES.search(even):
        return False
    if changed_time(even):
        return True
    if gives_contact(even):
        return True
    if stated_name(even) and not is_worded_as_question(even):
        return True
    return bool(find_time(even, in_form=True)) and not is_worded_as_question(even)


def changed_time(text: str) -> str | None:
    """Return the new time of a message that asks for nothing else: "can it be after 6 instead"."""
    even = tidy(text)
    parts = [part for part in _SENTENCES.split(even) if part.strip()]
    if len(parts) > 1 and (is_asked := [part for part in parts if _CHANGES.search(part)]):
        # "Make it mornings. I've got the school run at 4": only the first is the wish.
        even = is_asked[0]
    plain = _CHANGES.sub(" ", even)
    if not asks_for_time(plain):
        return None
    return find_time(plain if _EXCLUDES.search(plain) else _only_time(plain), asked=True)


def _only_time(text: str) -> str:
    """Return a text from its first time to its last: "could we say Thursday mornings?"."""
    found = list(time_phrases(time_tokens(text.lower())))
    return text[found[0].start : found[-1].end].removeprefix("to ") if found else text
