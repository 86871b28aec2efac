"""Patterns of the red flags, read from ``red_flags.yml``, and the matcher that looks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import product
from typing import TYPE_CHECKING, Any

import yaml

from mesoguide.exceptions import ContentError
from mesoguide.nlp.lexicon import word_set

if TYPE_CHECKING:
    from mesoguide.nlp.red_flag_words import Word

KINDS = ("emergency", "crisis")
CERTAIN, POSSIBLE = "certain", "possible"

#: How many words ``_`` and ``__`` stand for at most.
GAPS = {"_": 3, "__": 6}
#: How far apart the parts of a ``~`` phrase may stand.
ANY_ORDER_WORDS = 7

#: Stands for the end of a clause or sentence.
CLAUSE_END = "$"

#: Words that no gap may cross: what comes after them is another matter.
BARRIERS = word_set(
    "not no never without cannot nor none nothing but fine ok okay normal if isnt however"
)

_SPECIAL = {"n100": frozenset({"#pulse"}), "n39": frozenset({"#fever"})}
_PIECE = re.compile(r"\([^)]+\)\??|\S+")

#: A part of a phrase: words to match, whether it may be missing, or the length of a gap.
Part = tuple[frozenset[str], bool, int]


@dataclass(frozen=True, eq=False)
class Phrase:
    """One way to say a sign."""

    label: str
    strength: str
    parts: tuple[Part, ...]
    any_order: bool = False

    @cached_property
    def rest(self) -> frozenset[str] | None:
        """The rarest words of which one must follow the first, None if nothing must."""
        needed = [part[0] for part in self.parts[1:] if not part[1] and not part[2]]
        needed = [words for words in needed if CLAUSE_END not in words]
        return min(needed, key=len, default=None)


@dataclass(frozen=True)
class Match:
    """Where a phrase stands: words from ``start`` up to ``end``."""

    phrase: Phrase
    start: int
    end: int


@dataclass(frozen=True)
class Together:
    """Two features that make a sign when both are in a message."""

    kind: str
    sign: str
    strength: str
    one: str
    other: str


class PhraseIndex:
    """Phrases by the words that they begin with."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in self.phrases:
            for word in phrase.parts[0][0]:
                self._by_first.setdefault(word, []).append(phrase)

    def find(self, words: Sequence[Word], looked_past: frozenset[int]) -> Iterator[Match]:
        """Yield every match, in the order of the text."""
        message = frozenset(form for word in words for form in word.forms)
        for start, word in enumerate(words):
            if start in looked_past or word.brk:
                continue
            tried: set[int] = set()
            # In one order: which of two signs at one place is told would depend on the process.
            for form in sorted(word.forms):
                for phrase in self._by_first.get(form, ()):
                    if id(phrase) in tried:
                        continue
                    tried.add(id(phrase))
                    if phrase.rest is not None and phrase.rest.isdisjoint(message):
                        continue
                    end = _match_at(phrase, words, start, looked_past)
                    if end:
                        yield Match(phrase, end[0], end[1])


@dataclass(frozen=True, eq=False)
class Patterns:
    """Everything that the file holds."""

    slips: dict[str, str]
    figures: PhraseIndex
    kinds: dict[str, PhraseIndex]
    features: PhraseIndex
    together: tuple[Together, ...]
    vocabulary: frozenset[str]


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """Read ``red_flags.yml``.

    Raises:
        ContentError: if a phrase names a class of words that is not there.
    """
    source = resources.files("mesoguide.nlp").joinpath("red_flags.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(source)
    classes = {name: word_set(str(text)) for name, text in data["words"].items()} | _SPECIAL
    kinds = {kind: list(_sign_phrases(data[kind], classes)) for kind in KINDS}
    features = [
        phrase
        for name, texts in data["features"].items()
        for text in texts
        for phrase in _phrases(name, CERTAIN, str(text), classes)
    ]
    figures = [p for text in data["figures"] for p in _phrases("", CERTAIN, str(text), classes)]
    every = [*kinds["emergency"], *kinds["crisis"], *features]
    words = {w.lstrip("=") for phrase in every for part in phrase.parts for w in part[0]}
    return Patterns(
        slips={str(slip): str(word) for slip, word in data["slips"].items()},
        figures=PhraseIndex(figures),
        kinds={kind: PhraseIndex(phrases) for kind, phrases in kinds.items()},
        features=PhraseIndex(features),
        together=tuple(Together(*row) for row in data["together"]),
        vocabulary=frozenset(words),
    )


def _sign_phrases(
    signs: dict[str, dict[str, list[str]]], classes: dict[str, frozenset[str]]
) -> Iterator[Phrase]:
    for sign, by_strength in signs.items():
        for strength, texts in by_strength.items():
            for text in texts:
                yield from _phrases(sign, strength, str(text), classes)


def _phrases(
    label: str, strength: str, text: str, classes: dict[str, frozenset[str]]
) -> Iterator[Phrase]:
    any_order = text.startswith("~")
    choices = [_choices(piece, classes) for piece in _PIECE.findall(text.lstrip("~"))]
    for wording in product(*choices):
        parts = [part for piece in wording for part in piece]
        while parts and (parts[-1][2] or parts[-1][1]):
            parts.pop()
        while parts and (parts[0][2] or parts[0][1]):
            parts.pop(0)
        if not parts:
            raise ContentError(f"red_flags.yml: the phrase {text!r} names no word.")
        yield Phrase(label, strength, tuple(parts), any_order)


def _choices(piece: str, classes: dict[str, frozenset[str]]) -> list[tuple[Part, ...]]:
    """Return the ways to read one piece: its single words together, each longer one apart."""
    if piece in GAPS:
        return [((frozenset(), False, GAPS[piece]),)]
    optional = piece.endswith("?")
    names = piece.rstrip("?").strip("()").split("|")
    single: set[str] = set()
    longer: list[tuple[Part, ...]] = []
    for name in names:
        if name.startswith("<"):
            single |= _class_words(name.strip("<>"), classes)
        elif " " in name:
            longer.append(tuple((frozenset({word}), False, 0) for word in name.split()))
        else:
            single.add(name)
    return ([((frozenset(single), optional, 0),)] if single else []) + longer


def _class_words(name: str, classes: dict[str, Any]) -> frozenset[str]:
    if name not in classes:
        raise ContentError(f"red_flags.yml: there is no class of words {name!r}.")
    return frozenset(classes[name])


def _match_at(
    phrase: Phrase, words: Sequence[Word], start: int, looked_past: frozenset[int]
) -> tuple[int, int] | None:
    if phrase.any_order:
        return _match_any_order(phrase, words, start, looked_past)
    end = _match_parts(phrase.parts, 1, words, start + 1, looked_past)
    return (start, end) if end else None


def _match_parts(
    parts: tuple[Part, ...], at: int, words: Sequence[Word], place: int, skip: frozenset[int]
) -> int:
    """Return the place after the match, 0 if there is none."""
    if at == len(parts):
        return place
    wanted, optional, gap = parts[at]
    if gap:
        for length in range(gap + 1):
            end = _match_parts(parts, at + 1, words, place + length, skip)
            if end:
                return end
            if place + length >= len(words) or not _may_be_skipped(words[place + length]):
                return 0
        return 0
    if CLAUSE_END in wanted and (place >= len(words) or words[place].brk):
        return _match_parts(parts, at + 1, words, place, skip)
    while place < len(words) and words[place].brk == "soft":
        place += 1
    if place < len(words) and place not in skip and not wanted.isdisjoint(words[place].forms):
        end = _match_parts(parts, at + 1, words, place + 1, skip)
        if end:
            return end
    return _match_parts(parts, at + 1, words, place, skip) if optional else 0


def _may_be_skipped(word: Word) -> bool:
    return word.brk != "hard" and word.text not in BARRIERS


def _match_any_order(
    phrase: Phrase, words: Sequence[Word], start: int, skip: frozenset[int]
) -> tuple[int, int] | None:
    first = last = start
    for wanted, _, _ in phrase.parts[1:]:
        place = _nearest(wanted, words, start, skip)
        if place is None:
            return None
        first, last = min(first, place), max(last, place)
    return first, last + 1


def _nearest(
    wanted: frozenset[str], words: Sequence[Word], start: int, skip: frozenset[int]
) -> int | None:
    for step in (1, -1):
        for distance in range(1, ANY_ORDER_WORDS + 1):
            place = start + step * distance
            if not 0 <= place < len(words):
                break
            if place not in skip and not wanted.isdisjoint(words[place].forms):
                return place
            if not _may_be_skipped(words[place]):
                break
    return None
