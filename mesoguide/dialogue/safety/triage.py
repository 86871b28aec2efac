"""Sorts a symptom by how soon it needs help, from the table in ``content/triage.yml``.

It decides how soon, never what an illness is; in doubt the more urgent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

#: Longer reports are cut before the search; nobody needs more to name a sign.
MAX_CHARACTERS = 1_000
#: "Pus from one of the spots": the spot is where, not what.
_WHERE = frozenset({"mark"})
#: "And if it gets worse?", "what do I do if pus comes out": asked, and not there.
_SUPPOSED = re.compile(
    r"(?:(?:^|[.!;])\W*(?:(?:ok|okay|and|but|so|then|also|or|what|thanks?|how about|yes|no|"
    r"well)\W+)*|"
    r"\b(?:what (?:do|should|shall|can|could|must|would|will|happens|to do)\b[^.?!]{0,25})\b)"
    r"(?:if|in case|suppose)\b(?! (?:i |you )?(?:press|touch|squeeze|push|look))[^.?!,;]*",
    re.IGNORECASE,
)
#: What takes a sign back, up to four words before it.
_DENIED = re.compile(
    r"\b(no|not|never|without|nor|neither|isn'?t|hasn'?t|haven'?t|don'?t|doesn'?t|didn'?t|any)"
    r"(\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)


class Level(IntEnum):
    """How soon help is needed."""

    USUAL = 1
    TODAY = 2
    URGENT = 3
    EMERGENCY = 4


@dataclass(frozen=True)
class Verdict:
    """How soon, and what to say."""

    level: Level
    reply: str


@dataclass(frozen=True)
class Sign:
    """One sign of the table.

    Attributes:
        level: how soon on the first days.
        reply: what to say, unless the general reply of the level.
        words: how the sign is recognised in a text, if by its words.
        after_days: from how many days on the later verdict holds.
    """

    level: Level
    reply: str | None
    words: re.Pattern[str] | None = None
    after_days: float | None = None
    later_level: Level | None = None
    later_reply: str | None = None

    def at(self, days: float | None) -> tuple[Level, str | None]:
        """Return the verdict after so many days; unknown days count as the more urgent."""
        if self.after_days is None or self.later_level is None:
            return self.level, self.reply
        early, late = (self.level, self.reply), (self.later_level, self.later_reply)
        if days is None:
            return max(early, late, key=lambda verdict: verdict[0])
        return late if days >= self.after_days else early


@dataclass(frozen=True)
class TriageTable:
    """The table that a clinician signs off."""

    signs: Mapping[str, Sign]
    replies: Mapping[Level, str]
    unknown: Level

    def signs_in(self, text: str, kinds: Iterable[str] = ()) -> list[str]:
        """List the signs that a text names, with the kinds that were recognised already.

        Signs that are only supposed do not count; kinds do, since in doubt the symptom is there.
        """
        found = [kind for kind in kinds if kind not in _WHERE]
        shortened = without_suppositions(text)
        found += [
            name for name, start in self._places(shortened) if not _DENIED.search(shortened[:start])
        ]
        return list(dict.fromkeys(found))

    def speaks_of_signs(self, text: str) -> bool:
        """Tell whether a text names any sign, be it to say that it is not there."""
        return bool(self._places(text[:MAX_CHARACTERS]))

    def supposed_signs(self, text: str) -> frozenset[str]:
        """Return the signs that a text only supposes, if it tells of none besides."""
        named = {name for name, _ in self._places(text[:MAX_CHARACTERS])}
        stated = {name for name, _ in self._places(without_suppositions(text))}
        return frozenset() if stated else frozenset(named)

    def _places(self, text: str) -> list[tuple[str, int]]:
        """Return each sign named with its place; a bruise "black and blue" is not blue skin."""
        spans = [
            (name, match.start(), match.end())
            for name, sign in self.signs.items()
            if sign.words
            for match in sign.words.finditer(text)
        ]
        return [
            (name, start)
            for name, start, end in spans
            if not any(s <= start and end <= e and e - s > end - start for _, s, e in spans)
        ]

    def depends_on_days(self, signs: Iterable[str]) -> bool:
        """Tell whether it matters since when somebody has these signs."""
        found = list(signs)
        verdicts = {self.verdict(found, days) for days in (0.0, 1.0, 8.0, None)}
        return len(verdicts) > 1

    def verdict(self, signs: Iterable[str], days: float | None) -> Verdict:
        """Return how soon help is needed, and the reply.

        Args:
            signs: names of signs; none, or one that is not in the table, counts as unknown.
            days: how long ago they began, if known.
        """
        listed = [self.signs[name] for name in signs if name in self.signs]
        known = [sign.at(days) for sign in listed]
        if any(sign.level > Level.USUAL for sign in listed):
            # What is usual at first says nothing beside a graver sign, however long it lasts.
            known = [sign.at(days) for sign in listed if sign.level > Level.USUAL]
        levels = [level for level, _ in known] or [self.unknown]
        level = max(levels)
        fitting = {reply for own, reply in known if own == level}
        alone = fitting.pop() if len(fitting) == 1 else None
        return Verdict(level, alone or self.replies[level])


def without_suppositions(text: str) -> str:
    """Return a text, cut, without what it only supposes: "and if it gets worse?" leaves nothing."""
    return _SUPPOSED.sub(" ", text[:MAX_CHARACTERS])


def more_urgent(first: Verdict, second: Verdict) -> Verdict:
    """Return the verdict of the higher level; of two alike, the second."""
    return first if first.level > second.level else second


@lru_cache(maxsize=4)
def load_triage(path: Path) -> TriageTable:
    """Read the table.

    Raises:
        ContentError: if the file is missing or a line of it cannot be read.
    """
    data = read_yaml(path)
    try:
        return TriageTable(
            signs={name: _sign(entry) for name, entry in data["signs"].items()},
            replies={Level[name.upper()]: reply for name, reply in data["replies"].items()},
            unknown=Level[data["unknown"]["level"].upper()],
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ContentError(f"{path}: {error} is missing or not as its comment says.") from error


def _sign(entry: Mapping[str, Any]) -> Sign:
    level, words, after = Level[entry["level"].upper()], entry.get("words"), entry.get("after")
    later = after or {}
    return Sign(
        level=level,
        reply=entry.get("reply"),
        words=re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) if words else None,
        after_days=float(later["days"]) if after else None,
        later_level=Level[later["level"].upper()] if "level" in later else level,
        later_reply=later.get("reply"),
    )
