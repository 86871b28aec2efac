"""Cuts texts to Meta's lengths where a reader would pause: pure.

Lengths are UTF-16 units: Meta says "characters" and not how it counts them, and no other way of
counting gives more.
"""

from __future__ import annotations

import re
import unicodedata

#: An end of a sentence, with what closes it, and the space after it.
_SENTENCE_END = re.compile(r"[.!?\u2026][\"')\]\u201d\u2019]*\s+")
_LINE_END = re.compile(r"\s*\n\s*")
_SPACE = re.compile(r"\s+")
#: Abbreviations within a sentence that end in a full stop.
_NO_SENTENCE_END = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|No|vs|al|e\.g|i\.e)|\b[A-Z])\.$")

#: What a cut title must not end with.
_LOOSE_END = re.compile(r"[\s,;:.(\u2013-]+$")
_ELLIPSIS = "\u2026"


def length(text: str) -> int:
    """Return the length of a text as Meta may count it at most."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def sendable(text: str) -> str:
    """Return a text without what cannot be sent: control signs and halves of characters."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(s for s in whole if s in "\n\t" or unicodedata.category(s) != "Cc").strip()


def split_text(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most ``limit``, as few as whole sentences allow.

    Each piece ends with a paragraph or a sentence where there is one, else with a word. Only the
    space at a cut is lost.
    """
    pieces = []
    rest = text.strip()
    while length(rest) > limit:
        head = _longest_head(rest, limit)
        pieces.append(rest[:head].rstrip())
        rest = rest[head:].lstrip()
    return [*pieces, rest] if rest else pieces


def split_off_end(text: str, limit: int) -> tuple[str, str]:
    """Return a text as its beginning and an end of at most ``limit`` that begins a sentence.

    The end is the last paragraph where that fits, since what is offered under a text belongs to
    how it ends; else as many of the last sentences as fit.
    """
    text = text.strip()
    if length(text) <= limit:
        return "", text
    for pattern in (_LINE_END, _SENTENCE_END, _SPACE):
        cuts = [end for end in _ends(pattern, text) if 0 < length(text[end:].strip()) <= limit]
        if cuts:
            cut = cuts[0]
            return text[:cut].strip(), text[cut:].strip()
    pieces = split_text(text, limit)
    return text[: len(text) - len(pieces[-1])].strip(), pieces[-1]


def shortened(title: str, limit: int) -> str:
    """Return a title of at most ``limit``, cut after a whole word where there is one."""
    if length(title) <= limit:
        return title
    head = title[: _longest_head(title, limit - 1, (_SPACE,))]
    head = _LOOSE_END.sub("", head)
    return f"{head or title[: _fitting(title, limit - 1)]}{_ELLIPSIS}"


def _longest_head(
    text: str,
    limit: int,
    patterns: tuple[re.Pattern[str], ...] = (_LINE_END, _SENTENCE_END, _SPACE),
) -> int:
    """Return where the longest head that fits ends, at the best kind of pause that there is."""
    most = _fitting(text, limit)
    for pattern in patterns:
        # A pause may stand behind what fits: its space is not sent.
        window = text[: most + 1]
        ends = [end for end in _ends(pattern, window) if length(text[:end].rstrip()) <= limit]
        # A line end near the beginning would leave a piece of a few words.
        least = most // 2 if pattern is _LINE_END else 0
        if ends and ends[-1] > least:
            return ends[-1]
    return most


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    """Return where the pauses of one kind end."""
    return [
        match.end()
        for match in pattern.finditer(text)
        if match.start() > 0
        and not (
            pattern is _SENTENCE_END
            and _NO_SENTENCE_END.search(text, max(0, match.start() - 5), match.start() + 1)
        )
    ]


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit; a character of two units is not cut in two."""
    used = 0
    for count, sign in enumerate(text):
        used += 2 if sign > "\uffff" else 1
        if used > limit:
            return count
    return len(text)
