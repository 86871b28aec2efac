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


def number_of_visits(text: str) -> str | None:
    """Return the number of visits that a text names, in figures; the last one if several."""
    found = _VISITS.findall(text[:1000])
    return _WORDS.get(found[-1].lower(), found[-1]) if found else None
