"""Patterns of the domain concepts, read from ``concepts.yml``.

A phrase becomes one spaCy token pattern. Words are compared by ``NORM``, which the spelling
component sets to the corrected, lower-case base form, so a pattern is written once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any

import yaml

from mesoguide.exceptions import ContentError

#: Kinds in the file that are entities; ``ignore`` is handled apart.
ENTITY_KINDS = (
    "concern",
    "body_area",
    "alternative",
    "medication",
    "condition",
    "symptom",
    "detail",
)
IGNORE = "ignore"

#: ``_`` in a phrase stands for at most this many words.
MAX_GAP_WORDS = 3

_WORD_OR_CHOICE = re.compile(r"\([^)]+\)|\S+")


@dataclass(frozen=True)
class ConceptPhrase:
    """One way to say a concept: the entities that it yields and the words to look for."""

    entities: tuple[tuple[str, str], ...]
    parts: tuple[frozenset[str] | None, ...]

    @property
    def words(self) -> frozenset[str]:
        """Every word that the phrase looks for."""
        return frozenset(word for part in self.parts if part for word in part)

    @property
    def has_gap(self) -> bool:
        """Whether unnamed words may stand inside the phrase."""
        return None in self.parts

    def wordings(self, normalise: Callable[[str], str]) -> list[tuple[str, ...]]:
        """Return every way to word a phrase without gaps, each word through ``normalise``."""
        choices = [sorted({normalise(word) for word in part}) for part in self.parts if part]
        return list(product(*choices))

    def token_pattern(self, normalise: Callable[[str], str]) -> list[dict[str, Any]]:
        """Return the spaCy token pattern, with each word passed through ``normalise``."""
        pattern: list[dict[str, Any]] = []
        for part in self.parts:
            if part is None:
                pattern += [{"IS_PUNCT": False, "OP": "?"}] * MAX_GAP_WORDS
            else:
                pattern.append({"NORM": {"IN": sorted({normalise(word) for word in part})}})
        return pattern


@lru_cache(maxsize=1)
def load_phrases() -> tuple[ConceptPhrase, ...]:
    """Read every phrase of ``concepts.yml``.

    Raises:
        ContentError: if a kind or value in the file is not a list of phrases.
    """
    source = resources.files("mesoguide.nlp").joinpath("concepts.yml").read_text(encoding="utf-8")
    return tuple(parse_phrases(yaml.safe_load(source)))


def parse_phrases(data: dict[str, Any]) -> Iterator[ConceptPhrase]:
    """Yield the phrases of a parsed ``concepts.yml``.

    Raises:
        ContentError: names the kind or value that is not as it should be.
    """
    for kind, content in data.items():
        if kind == IGNORE:
            for phrase in _list_of(content, IGNORE):
                yield _phrase(str(phrase), ())
            continue
        if kind not in ENTITY_KINDS:
            raise ContentError(f"concepts.yml: unknown kind {kind!r}; use one of {ENTITY_KINDS}.")
        if not isinstance(content, dict):
            raise ContentError(f"concepts.yml: {kind} must map values to lists of phrases.")
        for value, phrases in content.items():
            for phrase in _list_of(phrases, f"{kind}.{value}"):
                text, _, area = str(phrase).partition(" + ")
                entities = [(kind, str(value))] + ([("body_area", area.strip())] if area else [])
                yield _phrase(text, tuple(entities))


def _list_of(phrases: Any, name: str) -> list[Any]:
    if not isinstance(phrases, list):
        raise ContentError(f"concepts.yml: {name} must be a list of phrases.")
    return phrases


def _phrase(text: str, entities: tuple[tuple[str, str], ...]) -> ConceptPhrase:
    parts: list[frozenset[str] | None] = []
    for piece in _WORD_OR_CHOICE.findall(text.lower()):
        if piece == "_":
            parts.append(None)
        else:
            parts.append(frozenset(piece.strip("()").split("|")))
    return ConceptPhrase(entities=entities, parts=tuple(parts))
