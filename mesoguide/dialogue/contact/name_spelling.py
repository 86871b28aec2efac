"""Reads how a name that was given is spelt: "Olsson with two s", "it's with a K", "M-E-Y-E-R"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mesoguide.dialogue.typed_text import tidy

#: Longer messages say more than how a name is spelt.
MAX_CHARACTERS = 80
#: Words at least this alike (0 to 1) are the same name, spelt in two ways.
LIKENESS = 0.6

#: A letter by itself; after "a" and "I" the sentence mostly goes on.
_LETTER = (
    r"(?P<letter>[^\W\d_])(?:['\u2019]?s)?\b(?!['\u2019])"
    r"(?=\W*$| ?[,.;!)]| (?:at|in|on|please|and|not|thanks|though|by|then|instead)\b)"
)
_TWICE = re.compile(rf"\b(?:with (?:a )?(?:two|2|double)|double|two|2)[ -]{_LETTER}", re.IGNORECASE)
_ONCE = re.compile(
    rf"\b(?:with (?:only |just )?(?:one|1|a single)|only one|just one|single) {_LETTER}",
    re.IGNORECASE,
)
_WITHOUT = re.compile(rf"\b(?:without|no|not) (?:the |an? )?{_LETTER}", re.IGNORECASE)
_WITH = re.compile(
    rf"\b(?:with|it['\u2019]?s) (?:an? |the )?(?:letter )?{_LETTER}"
    r"(?P<last> (?:at|on|in) the end)?",
    re.IGNORECASE,
)
#: "M-E-Y-E-R", "k a r l".
_LETTERS = re.compile(r"(?<!\w)[^\W\d_](?:[ .-]{1,2}[^\W\d_]){2,}(?!\w)")
_SAYS_SPELLING = re.compile(r"\b(?:spell\w*|spelt|misspel\w*|typo)\b", re.IGNORECASE)
#: Letters that are written for one another.
_ALIKE = {
    "k": ("c", "q", "ch"),
    "c": ("k", "s"),
    "s": ("z", "c"),
    "z": ("s",),
    "f": ("ph", "v"),
    "y": ("i", "ie"),
    "i": ("y",),
    "v": ("w", "f"),
    "w": ("v",),
    "j": ("g", "y"),
    "g": ("j",),
    "x": ("cks", "ks"),
    "e": ("a",),
    "a": ("e",),
}


@dataclass(frozen=True)
class NameRespelled:
    """What a message says of how a name is spelt.

    Attributes:
        spelled: the name as it is spelt; nothing when that is not clear from the message.
    """

    spelled: str | None


def respelled(text: str, name: str) -> NameRespelled | None:
    """Spell a name as a message says; nothing when the message is not about spelling.

    Args:
        text: the message.
        name: the name as it was understood before.
    """
    even = tidy(text)
    if len(even) > MAX_CHARACTERS or "?" in even:
        return None
    if letters := _LETTERS.search(even):
        return NameRespelled(_with_word(name, "".join(filter(str.isalpha, letters[0]))))
    found = next(((rule, m) for rule in _RULES if (m := rule[0].search(even))), None)
    if found is None:
        return NameRespelled(None) if _SAYS_SPELLING.search(even) else None
    (_, change), match = found
    if (typed := _typed_name(even, name, match)) is not None:
        return NameRespelled(_with_word(name, typed))
    return NameRespelled(_only(change(name, match)))


def _typed_name(text: str, name: str, match: re.Match[str]) -> str | None:
    """Return a word of the message that is the name as it should be, "Olsson" in the example."""
    words = re.findall(r"[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*", text[: match.start()])
    return next((word for word in words if _closest(name, word) is not None), None)


def _with_word(name: str, word: str) -> str | None:
    """Put a word in the place of the part of the name that it is most like."""
    place = _closest(name, word)
    if place is None:
        return None
    words = name.split()
    words[place] = word[:1].upper() + (word[1:].lower() if word.isupper() else word[1:])
    return " ".join(words)


def _closest(name: str, word: str) -> int | None:
    """Return the place of the part of a name that a word is most like, if it is like any."""
    ratios = [SequenceMatcher(None, w.lower(), word.lower()).ratio() for w in name.split()]
    best = max(range(len(ratios)), key=ratios.__getitem__)
    return best if ratios[best] >= LIKENESS else None


def _only(spellings: Iterator[str]) -> str | None:
    """Return the one way in which a name can be changed; of several, nobody knows which."""
    found = list(dict.fromkeys(spellings))
    return found[0] if len(found) == 1 else None


def _doubled(name: str, match: re.Match[str]) -> Iterator[str]:
    letter = match["letter"].lower()
    if letter * 2 in name.lower():
        yield name
        return
    for place in _places(name, [letter]):
        yield name[: place[1]] + letter + name[place[1] :]


def _single(name: str, match: re.Match[str]) -> Iterator[str]:
    letter = match["letter"].lower()
    doubles = list(_places(name, [letter * 2]))
    if not doubles:
        yield name
    for start, end in doubles:
        yield name[: start + 1] + name[end:]


def _left_out(name: str, match: re.Match[str]) -> Iterator[str]:
    letter = match["letter"].lower()
    places = list(_places(name, [letter]))
    if not places:
        yield name
    for start, end in places:
        yield _written(name[:start] + name[end:])


def _exchanged(name: str, match: re.Match[str]) -> Iterator[str]:
    letter = match["letter"].lower()
    if match["last"]:
        yield name if name.lower().endswith(letter) else name + letter
        return
    if letter in name.lower():
        yield name
        return
    for start, end in _places(name, _ALIKE.get(letter, ())):
        yield _written(name[:start] + letter + name[end:])


def _places(name: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where any of the parts stands in a name."""
    for part in parts:
        for match in re.finditer(re.escape(part), name, re.IGNORECASE):
            yield match.start(), match.end()


def _written(name: str) -> str:
    """Begin each word with a capital, and leave the rest as it is."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


#: The first that fits says what is meant: "with two s" before "with s".
_RULES = ((_TWICE, _doubled), (_ONCE, _single), (_WITH, _exchanged), (_WITHOUT, _left_out))
