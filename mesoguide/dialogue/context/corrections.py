"""Which of several readings is meant: "07700 900456, not 07700 900123", "sorry, I meant ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

_BETWEEN = r"( (on|my|the|it|this|phone|mobile|number|no|email|e-mail|is|was|a|an|at|one))*[ :,|]*$"
#: Words right before a detail that take it back.
_TAKEN_BACK = re.compile(
    r"\b(not|isn'?t|wasn'?t|instead of|rather than|no longer|do ?n[o']?t (use|call|ring|email|"
    r"text))" + _BETWEEN,
    re.IGNORECASE,
)
#: Words right before a detail that take it back when another one is given too.
_OUTDATED = re.compile(r"\b(used to be|from|was|old|wrong|previous)" + _BETWEEN, re.IGNORECASE)
#: Words between two details that say that the second one counts.
_MENDS = re.compile(
    r"\b(sorry|actually|i mean|i meant|meant|correction|no|nope|rather|scratch that|wrong|"
    r"typo|oops|whoops|instead|should be|should read|(but|is|'s) now|changed|new one|wait|edit)\b"
    r"|\*",
    re.IGNORECASE,
)
#: How far before a detail its taking back is looked for (characters).
_REACH = 40


class Reading(Protocol):
    """Something read from a text, with where it stands."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends."""


R = TypeVar("R", bound=Reading)


def choose(text: str, readings: Sequence[R]) -> R | None:
    """Return the reading that counts: the first, unless it is taken back or mended later."""
    kept = [r for r in readings if not is_taken_back(text, r.start)]
    kept = [r for r in kept if not _is_outdated(text, r.start)] or kept
    if not kept:
        return None
    chosen = kept[0]
    for later in kept[1:]:
        if _MENDS.search(text, chosen.end, later.start):
            chosen = later
    return chosen


def is_taken_back(text: str, start: int) -> bool:
    """Tell whether the words before a position take back what stands there."""
    return bool(_TAKEN_BACK.search(text[max(0, start - _REACH) : start]))


def _is_outdated(text: str, start: int) -> bool:
    return bool(_OUTDATED.search(text[max(0, start - _REACH) : start]))
