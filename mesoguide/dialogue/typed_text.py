"""Typed text made even before it is read: width, dashes, apostrophes, digits, invisible marks."""

from __future__ import annotations

import re
import unicodedata

#: What is read of a message. Nobody gives their details in more; hostile input is longer.
MAX_CHARACTERS = 1000

_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        "\u00bd": " 1/2",
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        # A joiner between letters is part of some Persian and Sinhala names, so it stays.
        **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad", None),
        # Numbers copied from an address book on a phone come wrapped in direction marks.
        **dict.fromkeys(map(chr, range(0x202A, 0x202F)), None),
        **dict.fromkeys(map(chr, range(0x2066, 0x206A)), None),
    }
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_BREAKS = re.compile(r" *[\r\n\u2028\u2029]+ *")


def tidy(text: str) -> str:
    """Return the first 1,000 characters with plain signs, ASCII digits and single blanks.

    Lines stay lines, since people put one detail on each.
    """
    even = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS].translate(_SAME_SIGNS))
    even = even[:MAX_CHARACTERS].translate(_SAME_SIGNS)
    if not even.isascii():
        even = "".join(map(_plain, even))
    return _BLANKS.sub(" ", _LINE_BREAKS.sub("\n", even)).strip()


def blank_out(text: str, start: int, end: int) -> str:
    """Return the text with a stretch that was read already put out of sight.

    A bar stands in its place, so that what is left and right of it does not grow together.
    """
    return f"{text[:start].rstrip(' ')} | {text[end:].lstrip(' ')}"


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind in {"Cs", "Cc"} and character != "\n":
        return " "
    return character
