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


def takes_back(text: str) -> bool:
    """Tell whether a text says that something is not wanted."""
    return bool(_DENIED.search(text[:MAX_CHARACTERS]))
