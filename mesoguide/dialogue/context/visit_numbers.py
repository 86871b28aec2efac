"""Reads a number of visits: "no, I meant 3 sessions"."""

from __future__ import annotations

import re

_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
}
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_VISITS = re.compile(
    rf"\b{_NUMBER}\s+(?:of\s+(?:those|them|the)\s+)?"
    r"(?:sessions?|visits?|appointments?|treatments?|times|goes|rounds?|sittings?)\b",
    re.IGNORECASE,
)


#: "Not five, three": what is taken back is no number to go by.
_TAKEN_BACK = re.compile(rf"\b(?:not|instead of|rather than)\s+{_NUMBER}\b", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\d.:]){_NUMBER}\b(?![.:]\d)", re.IGNORECASE)


def number_of_visits(text: str, *, asked: bool = False) -> str | None:
    """Return the number of visits that a text names, in figures; the last one if several.

    Args:
        text: the message; what it takes back ("not five") does not count.
        asked: whether visits were spoken of just before, so that "eight, not ten" is of them.
    """
    kept = _TAKEN_BACK.sub(" ", text[:1000])
    found = _VISITS.findall(kept) or (_BARE.findall(kept) if asked else [])
    return _WORDS.get(found[-1].lower(), found[-1]) if found else None
