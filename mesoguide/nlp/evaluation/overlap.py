"""Finds evaluation messages that training has seen: the same words, or nearly the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Texts of at least this likeness (0 to 100, edit distance) count as the same message.
NEARLY_THE_SAME = 88
#: Up to this many characters only the very same words count: "does it hurt" is near "did it hurt".
SHORT_TEXT = 15

_NOT_WORDS = re.compile(r"[^\w ]")


def overlapping(messages: Sequence[str], training: Sequence[str]) -> dict[str, str]:
    """Return the messages that training holds too, each with the training message.

    Case and punctuation do not count.
    """
    known = {normalised(text): text for text in training}
    found = {text: known[normalised(text)] for text in messages if normalised(text) in known}
    left = [text for text in messages if text not in found]
    return {**found, **_nearly_the_same(left, training)}


def normalised(text: str) -> str:
    """Return a text in lower case without punctuation; a text of signs only stays as it is."""
    return " ".join(_NOT_WORDS.sub("", text.lower()).split()) or text


def _nearly_the_same(messages: Sequence[str], training: Sequence[str]) -> dict[str, str]:
    import numpy as np
    from rapidfuzz import fuzz, process

    long = [text for text in messages if len(normalised(text)) > SHORT_TEXT]
    choices = [text for text in training if len(normalised(text)) > SHORT_TEXT]
    if not long or not choices:
        return {}
    likeness = process.cdist(
        [normalised(text) for text in long],
        [normalised(text) for text in choices],
        scorer=fuzz.ratio,
        score_cutoff=NEARLY_THE_SAME,
        dtype=np.uint8,
        workers=-1,
    )
    best = likeness.argmax(axis=1)
    return {
        text: choices[column]
        for row, (text, column) in enumerate(zip(long, best, strict=True))
        if likeness[row, column]
    }
