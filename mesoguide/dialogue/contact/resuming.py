"""Reads that somebody comes back to what was interrupted: "ok back", "where were we"."""

from __future__ import annotations

import re

from mesoguide.dialogue.typed_text import tidy

#: Longer messages say by themselves what they are about.
_LONGEST = 120
_REQUEST = (
    r"(?:the |my |our |that )?(?:form|request|booking|appointment|appt|visit|call(?: ?-?back)?|"
    r"details|thing|rest)"
)
_LEAD = (
    r"(?:(?:ok|okay|k|yes|yeah|yep|right|well|so|now|and|then|alright|all right|good|great|fine|"
    r"thanks|thank you|thx|ty|cool|sorry|hi|hello|hey|brb|let'?s|lets|pls|please|can we|could we|"
    r"shall we|we can|you can|u can|i want to|i'?d like to|i|we|to|just|still|am|are)\W+)*"
)
_WHERE = re.compile(
    r"\bwhere (?:were|was|are|did) (?:we|i|you|u)\b(?: (?:at|again|get to|got to|stop|leave off))?"
    r"|\bwhat (?:was|were) (?:we|you|u|i) (?:doing|asking|saying)\b"
    r"|\bwhat(?:'s| is| was) (?:next|the next question|your question|left|missing)\b"
    rf"|\bback to {_REQUEST}\b"
    rf"|\b(?:finish|complete|continue|resume|proceed|carry on|go on|get on|"
    rf"go ahead)(?: with)? {_REQUEST}\b",
    re.IGNORECASE,
)
#: These stand at the beginning, and what follows may be a detail: "go on, it's Anna".
_GOES_ON = re.compile(
    rf"^\W*{_LEAD}(?:i'?m back|im back|back (?:now|again)|(?<=[a-z] )back|go on|"
    r"carry on|continue|resume|proceed|keep going|go ahead|finish (?:it|this|that|up)|"
    r"complete (?:it|this)|pick (?:it|this) up|"
    r"next(?: question)?|do it|try again)"
    r"(?: (?:with (?:it|that|this)|please|pls|now|then|here|again|from (?:before|there)))*"
    r"(?=\W*$|[.,!;:?\n])",
    re.IGNORECASE,
)


def comes_back(text: str) -> bool:
    """Tell whether a text says that its writer goes on with what was interrupted."""
    even = tidy(text)
    if len(even) > _LONGEST or puts_off(text):
        return False
    return bool(_WHERE.search(even) or _GOES_ON.match(even))


#: "I'll finish the booking later."
_PUTS_OFF = re.compile(
    rf"\b(?:finish|complete|continue|resume|do|sort|carry on with|go on with|get back to|come back "
    rf"to)(?: with)? (?:it|this|that|{_REQUEST})(?: \w+)? (?:later|tomorrow|tonight|afterwards|"
    r"some other time|another (?:time|day)|when i)\b|\blater on\b",
    re.IGNORECASE,
)


def puts_off(text: str) -> bool:
    """Tell whether a request is to be finished at another time."""
    even = tidy(text)
    return len(even) <= _LONGEST and bool(_PUTS_OFF.search(even))


#: "Can I still go on with my visit on Friday?" is about the visit itself.
_OF_VISIT_ITSELF = re.compile(
    r"\b(?:still|safe|should|allowed|sensible|treatments?|injections?|shots?|jabs?|sessions?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def goes_on_with_request(text: str) -> bool:
    """Tell whether a request is to go on, and not the treatment: "ok, back to my request"."""
    return names_what_to_go_on_with(text) and not _OF_VISIT_ITSELF.search(text)


def names_what_to_go_on_with(text: str) -> bool:
    """Tell whether a text says in so many words that a request is to go on."""
    return comes_back(text) and bool(
        _WHERE.search(tidy(text)) or re.search(r"\b(?:finish|complete) \w+", text, re.IGNORECASE)
    )
