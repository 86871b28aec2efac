"""Text from visitors, made fit for both databases and for the terminal that staff read it on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_TEXT = 2000
"""Characters of a visitor's text that are kept; what needs more is better read in the chat."""

_LONGEST_LABEL = 120
_MOST_LABELS = 20
# These turn the direction of what follows, so that a line reads as another one.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_END = " .,;:!?\u2026\u061f\u3002\uff01\uff1f"


def stored_text(text: str | None, *, longest: int = LONGEST_TEXT) -> str | None:
    """Strips a text of what no database or terminal takes, and cuts it; None when none is left.

    PostgreSQL refuses NUL, both databases refuse half a surrogate pair, and control characters
    would steer the terminal.
    """
    if text is None:
        return None
    # Of a text that is far too long only the beginning is looked at.
    kept = "".join(_kept(character) for character in text[: 2 * longest])
    return kept.strip()[:longest].rstrip() or None


def stored_line(text: str | None, *, longest: int = LONGEST_TEXT) -> str | None:
    """Does the same and makes one line of it with single spaces."""
    kept = stored_text(text, longest=longest)
    return None if kept is None else " ".join(kept.split())


def stored_labels(labels: Iterable[str]) -> list[str]:
    """Makes a short list of short lines."""
    lines = (stored_line(label, longest=_LONGEST_LABEL) for label in labels)
    return [line for line in lines if line is not None][:_MOST_LABELS]


def compared_question(question: str) -> str:
    """Brings a question into the form by which repeats are known.

    Case, spaces and the punctuation at the end do not matter, unless there is nothing else.
    """
    plain = " ".join(unicodedata.normalize("NFKC", question).casefold().split())
    return plain.rstrip(_END) or plain


def _kept(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category == "Cs" or character in _DIRECTION else character
