"""What people ask about that is not ours, from ``content/not_ours.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

#: Matches nothing.
_NOTHING = r"(?!)"
#: "Moles", "the dog's".
_PLURAL = r"(?:e?s|['\u2019]s)?"


@dataclass(frozen=True)
class NotOurs:
    """Alternatives of regular expressions that name what is not ours, with their plurals."""

    animals: str = _NOTHING
    treatments: str = _NOTHING
    illnesses: str = _NOTHING


@lru_cache(maxsize=4)
def load_not_ours(path: Path) -> NotOurs:
    """Read the lists.

    Raises:
        ContentError: if the file is missing, or a list in it is missing or empty.
    """
    data = read_yaml(path)
    found: dict[str, str] = {}
    for group in ("animals", "treatments", "illnesses"):
        words = data.get(group)
        if not isinstance(words, list) or not words:
            raise ContentError(f"{path}: {group} must be a list of at least one word.")
        found[group] = _alternatives(map(str, words))
    return NotOurs(**found)


def _alternatives(words: Iterable[str]) -> str:
    """Return one pattern for all words, the longest first, so that "acne scar" is not "acne"."""
    longest_first = sorted(words, key=len, reverse=True)
    names = (re.escape(" ".join(word.lower().split())) for word in longest_first)
    return "(?:" + "|".join(name.replace(r"\ ", r"[\s-]?") + _PLURAL for name in names) + ")"
