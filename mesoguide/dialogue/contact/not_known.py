"""Reads that somebody does not know what a form asks: "March? I don't remember", "not sure"."""

from __future__ import annotations

import re

from mesoguide.dialogue.typed_text import tidy

#: Longer messages say more than that.
_LONGEST = 120
_NOT_KNOWN = re.compile(
    r"(?:\b(?:i|we|he|she)(?:'m| am|'s| is| really| honestly| just)? )?"
    r"\b(?:(?:do not|don'?t|dont|didn'?t|doesn'?t|can'?t|cant|cannot|could not|"
    r"couldn'?t) (?:really |"
    r"actually |honestly |quite |even |rightly )?(?:know|no|remember|recall|say|tell|think of one)|"
    r"dunno|idk|no idea|no clue|not (?:too |really |quite |so |very |entirely |at all |100% )*"
    r"(?:sure|certain)|unsure|(?:have |i'?ve )?(?:forgot|forgotten)|hard to say|who knows)"
    r"(?: (?:it|that|which|yet|now|exactly|anymore|any more|really|sorry|either|when|dear|love|tbh|"
    r"to be honest|off hand|offhand|for sure|at the moment|right now|myself|about (?:it|that)))*"
    r"\s*(?=$|[.,;!?)\n-])",
    re.IGNORECASE,
)


def does_not_know(text: str) -> bool:
    """Tell whether a text says that its writer does not know; "I don't know what it is" asks."""
    even = tidy(text)
    return len(even) <= _LONGEST and bool(_NOT_KNOWN.search(even))


def without_not_known(text: str) -> str:
    """Return what a text says beside that its writer does not know: "not sure, maybe hair"."""
    rest = _NOT_KNOWN.sub(" ", tidy(text))
    return re.sub(r"^[\s.,;!?-]+|[\s.,;!-]+$", "", rest)
