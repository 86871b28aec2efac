"""Recognises a wish that is denied: "I don't want a call", "please do not delete my data"."""

from __future__ import annotations

import re

MAX_CHARACTERS = 1_000

_DENIED = re.compile(
    r"(?<!why )(?<!if )\b(?:do not|don['\u2019]?t|dont|no longer|not|never|no need to)\b"
    r"(?! (?:you|mind|hesitate|wait|forget))[^.?!,;]{0,25}?"
    r"\b(?:want\w*|need\w*|wish|like|delete|erase|remove|wipe|clear|"
    r"bin|get rid|forget|call|ring|phone|book|send)\b",
    re.IGNORECASE,
)

#: Without any of these nothing is called off: "please call me back, I am Nina Roy".
_CALLS_OFF = re.compile(
    r"\b(?:not|no|nope|nah|never|cancel\w*|stop\w*|quit|forget|leave|scrap|drop|skip|bin|mind|"
    r"withdraw|disregard|ignore|undo|bother\w*|rather|later|instead|without|already|dont|wont)\b"
    r"|n['\u2019]t\b|\bcall(?:ed|ing)? (?:it|that|this|the \w+) off\b",
    re.IGNORECASE,
)


#: "Nvm. cellulite plan how much": a request is dropped, and something else is asked.
_DROPS = re.compile(
    r"^\W*(?:(?:ok|okay|oh|no|wait|actually|hm+|sorry|and|well|so|yeah)\W+)*"
    r"(?:nvm|nm|never ?mind(?: (?:it|that|the \w+))?|"
    r"(?:forget|leave|scrap|drop|skip|stop|cancel|ignore|forgot) (?:it|that|this|(?:the|my) "
    r"(?:call(?:[- ]?back)?|appointment|booking|request|form|visit|plan|code|name|number|details))"
    r"|(?:stop|cancel)(?=\s*[.,;:!])|no need|not now|"
    r"(?:i(?:['\u2019]ve| have)? )?changed my mind)\b"
    r"(?: (?:then|now|pls|please|for now|about (?:it|that)))*\W+(?P<rest>\w.*)$",
    re.IGNORECASE | re.DOTALL,
)


def drops_for(text: str) -> str | None:
    """Return what is said after a request is dropped: "never mind, what does it cost?"."""
    found = _DROPS.match(text[:MAX_CHARACTERS])
    return found["rest"] if found else None


def may_call_off(text: str) -> bool:
    """Tell whether a text has any word with which a wish is taken back or called off."""
    return bool(_CALLS_OFF.search(text[:MAX_CHARACTERS]))


def takes_back(text: str) -> bool:
    """Tell whether a text says that something is not wanted."""
    return bool(_DENIED.search(text[:MAX_CHARACTERS]))
