"""Reads that somebody agrees with a summary, in whatever words: "all ok now, send"."""

from __future__ import annotations

import re

from mesoguide.dialogue.contact.denied_wishes import takes_back
from mesoguide.dialogue.emoji_reactions import agrees_by_sign

_BARE_YES = re.compile(
    r"^\W*(?:(?:yes|yep|yeah|yup|ye|ya|ok|okay|k|sure|fine|right|alright|correct|exactly|indeed|"
    r"that'?s|thats|that|it'?s|it|is|all|good|great|perfect|go ahead|oh|well|please|pls|thanks|"
    r"thank you|thx|ta|cheers|now|then|so|and|me|send|submit|go|done|confirm(?:ed)?|of course|"
    r"do it|cool|lovely|looks?|quite|very|much|so|dear|love|mate|absolutely|definitely|certainly|"
    r"spot on|sounds?|do|that'll|will do|nicely|nice|kind|of you|you|you have it|you've got it|"
    r"righto|righty-?o|aye|grand|brilliant|excellent|wonderful|super|marvellous|well|true|the one|"
    r"as it is|as is|happy with|i am|i'm|we are|thing|are)\b\W*)+$",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"\b(send|submit|go ahead|all correct|correct|looks? (?:good|right|fine|ok)|that(?:'s| is) "
    r"(?:right|it|fine|all)|all (?:good|fine|right)|perfect|confirm\w*)\b",
    re.IGNORECASE,
)
_GO = re.compile(
    r"\b(?:yes|yep|yeah|yup|ye|ya|ok|okay|k|sure|fine|right|alright|correct|exactly|indeed|good|"
    r"great|"
    r"perfect|go|send|submit|confirm(?:ed)?|do it|of course|lovely|absolutely|definitely|certainly|"
    r"spot on|sounds|that'?ll do|righto|righty-?o|aye|grand|excellent|happy with)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(not|no|isn|don|before|wait|wrong|change|incorrect)\b", re.IGNORECASE)


def agrees(text: str) -> bool:
    """Tell whether a text says no more than yes."""
    return bool(_BARE_YES.match(text)) or agrees_by_sign(text)


def says_go(text: str) -> bool:
    """Tell whether a text says no more than yes, and more than thanks: "ok good go"."""
    return agrees(text) and bool(_GO.search(text) or agrees_by_sign(text))


def says_send(text: str) -> bool:
    """Tell whether somebody agrees with the summary in other words than yes."""
    return bool(_SEND.search(text)) and not takes_back(text) and not _NOT_YET.search(text)
