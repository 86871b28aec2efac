"""A name given in answer to "what is your name?": "anna", "Mrs O'Brien-Smith", "it's José"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mesoguide.dialogue.contact.name_forms import (
    MAX_NAME_CHARACTERS,
    MAX_NAME_WORDS,
    SELDOM_NAMES,
    bare,
    is_given,
    is_name,
    is_name_shaped,
    is_particle,
    is_title,
    written,
)
from mesoguide.dialogue.contact.stated_names import (
    NameFound,
    fuller_name,
    mended_names,
    stated_name,
    words_at,
)
from mesoguide.dialogue.typed_text import tidy

__all__ = ["bare_name", "stated_name"]

_LEADING = re.compile(
    r"^(?:(?:yes|yeah|yep|ok|okay|sure|well|hi|hello|hey|oh|um|er|erm|no|sorry|of course|certainly|"
    r"fine|it'?s|its|it is|i'?m|i am|this is|my name'?s?(?: is)?|the name'?s?(?: is)?|"
    r"name'?s?(?: is)?|i said|i told you|call me|you can call me|that'?s|that is|that would be|"
    r"mine'?s?(?: is)?|just|only|put(?: me)?(?: down)?(?: as)?|i go by|everyone calls me|"
    r"people call me|you can put|am)(?![\w'])[ ,.:!-]*)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[ ,.!-]*(?<!\w)(?:please|pls|plz|thanks|thank you|thankyou|thx|ta|cheers|x+|here|speaking|"
    r"is fine|will do|is ok|is okay|is my name|'s my name|is the name|if you need it|bye|hi|"
    r"hello)[ .!]*$",
    re.IGNORECASE,
)
_EDGES = " \t\n.,;:!-_~*\"'()[]<>|/\\"
_SENTENCE = re.compile(r"[,;!\n|:]+|(?<=[^\W\d_]{3})\.(?=\s|$)|\s[-/(]\s?")
_SEGMENT_END = re.compile(r"[,;!\n|:]+(?: |$)|\n| - |(?<=[^\W\d_]{3})\.(?= )")
#: "Sara (without h)", but not "Anna (Mrs)".
_ASIDE = re.compile(r"(?<=\w) ?\((?!mrs?\b|ms\b|miss\b|dr\b)[^)]*\)", re.IGNORECASE)
_NOT_HERE = re.compile(r"[\d?@#%&=+$\u00a3\u20ac\\/]")


def bare_name(text: str) -> str | None:
    """Read an answer to "what is your name?", None when it is none: a question, a refusal, "ok"."""
    even = tidy(text)
    found = _bare(even) if len(even) <= 2 * MAX_NAME_CHARACTERS else None
    return fuller_name(even, NameFound(found, 0, 0)).name if found else stated_name(even)


def lone_name(text: str) -> str | None:
    """Read a name that a message consists of though none was asked for: "Wei Zhang", "ok Tom"."""
    name = bare_name(text) or ""
    words = name.split()
    if not words or len(text.split()) > len(words) + 1:
        return None
    if name not in text:
        # In small letters one well-known name will do: "tom".
        is_plain = len(words) == 1 and is_given(words[0]) and bare(words[0]) not in SELDOM_NAMES
        return name if is_plain and name.lower() in text.lower() else None
    return name if is_given(words[0]) or len(words) > 1 else None


def leading_name(text: str) -> str | None:
    """Read a full name that a message begins with: "Mrs Ada Lee-Owusu. it's a long one".

    Nothing announces it, so it has a title, or a well-known given name and another beside it.
    """
    first = _SENTENCE.split(tidy(text), maxsplit=1)[0].strip(_EDGES)
    words = first.split()
    if len(words) < 2 or _NOT_HERE.search(first):
        return None
    if not all(word[:1].isupper() or is_particle(word) for word in words):
        return None
    return _name_of(first) if is_title(words[0]) or is_given(words[0]) else None


def _bare(text: str) -> str | None:
    if _NOT_HERE.search(text):
        return None
    plain = _ASIDE.sub(" ", _without_symbols(text))
    if mended := [words for words in mended_names(plain) if is_name(words.words)]:
        return written(mended[-1].words)
    segments = [s.strip(_EDGES) for s in _SEGMENT_END.split(_stripped(plain)) if s.strip(_EDGES)]
    if len(segments) == 1:
        return _name_of(segments[0]) or _before_sentence(segments[0])
    if len(segments) == 2 and all(len(s.split()) == 1 for s in segments):
        return _in_order(segments)
    first = segments[0] if segments else ""
    return _name_of(first) if first and is_given(first.split()[0]) else None


def _before_sentence(segment: str) -> str | None:
    """Read the name in "Anna and my number is ..."."""
    found = words_at(segment, 0)
    if found and is_given(found.words[0]) and re.match(r" (?:and|but|my|i)\b", found.rest):
        return written(found.words)
    return None


def _without_symbols(text: str) -> str:
    """Return the text without smileys."""
    return "".join(
        c if ord(c) < 0x2190 or c.isalpha() or is_name_shaped("a" + c) else " " for c in text
    )


def _stripped(text: str) -> str:
    """Return the text without polite words around what may be a name."""
    for pattern in (_LEADING, _TRAILING):
        shorter = pattern.sub("", text).strip(_EDGES)
        while shorter and shorter != text:
            text, shorter = shorter, pattern.sub("", shorter).strip(_EDGES)
    return text


def _in_order(segments: Sequence[str]) -> str | None:
    """Read "Smith, Anna" as forms have it, and "Anna, Smith"."""
    first, second = segments
    if is_given(second) and not is_given(first):
        first, second = second, first
    return _name_of(f"{first} {second}") or (_name_of(first) if is_given(first) else None)


def _name_of(segment: str) -> str | None:
    words = [word.strip('"()') for word in segment.split()]
    if is_title(words[-1]):
        words = [words[-1], *words[:-1]]
    if not 1 <= len(words) <= MAX_NAME_WORDS or not is_name(words):
        return None
    name = written(words)
    return name if len(name) <= MAX_NAME_CHARACTERS else None
