"""Recognises a wish that is denied: "I don't want a call", "please do not delete my data"."""

from __future__ import annotations

import re

MAX_CHARACTERS = 1_000

_DENIED = re.compile(
    r"(?<!why )(?<!if )\b(?:do not|don['\u2019]?t|dont|no longer|not|never|no need to)\b"
    r"(?! (?:you|mind|hesitate|wait|forget))[^.?!,;]{0,25}?"
    r"\b(?:want\w*|need\w*|wish|like|delete|erase|remove|forget|call|ring|phone|book|send)\b",
    re.IGNORECASE,
)

#: Without any of these nothing is called off: "please call me back, I am Nina Roy".
_CALLS_OFF = re.compile(
    r"\b(?:not|no|nope|nah|never|cancel\w*|stop\w*|quit|forget|leave|scrap|drop|skip|bin|mind|"
    r"withdraw|disregard|ignore|undo|bother\w*|rather|later|instead|without|already|dont|wont)\b"
    r"|n['\u2019]t\b|\bcall(?:ed|ing)? (?:it|that|this|the \w+) off\b",
    re.IGNORECASE,
)


def may_call_off(text: str) -> bool:
    """Tell whether a text has any word with which a wish is taken back or called off."""
    return bool(_CALLS_OFF.search(text[:MAX_CHARACTERS]))


def takes_back(text: str) -> bool:
    """Tell whether a text says that something is not wanted."""
    return bool(_DENIED.search(text[:MAX_CHARACTERS]))
