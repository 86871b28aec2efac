"""Clauses that say what a question is not about: "I'm not asking how often, just how long".

They hold the words of another question, so they are left out before a message is classified.
"""

from __future__ import annotations

import re

_CLAUSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(i['\u2019]?m|i am|we['\u2019]?re|it['\u2019]?s) not "
        r"(asking|interested|bothered|worried|talking|after|looking|fussed|here)[^,.;:?!]*[,.;:-]+",
        r"^\s*not [^,.;?!]*[,.;-]+",
        r"\bi (don['\u2019]?t|do not) (need|mind|mean|want|care)[^,.;?!]*[,.;]+",
        r"\b(never ?mind|forget|leave aside|leaving aside|ignore|setting aside|aside from|"
        r"apart from|rather than|instead of)[^,.;?!]*[,.;]+",
        r"[,;] not [^,.;?!]*",
        r"\bnot (just |only )?(the |about )[^,.;?!]*[,;]",
    )
)
#: What is left must still be able to ask something.
MIN_WORDS_LEFT = 2


def without_denied_clauses(text: str) -> str:
    """Return the text without clauses that say what is not meant.

    The text comes back unchanged when nothing to speak of would be left.
    """
    kept = text
    for clause in _CLAUSES:
        kept = clause.sub(" ", kept)
    return " ".join(kept.split()) if len(kept.split()) >= MIN_WORDS_LEFT else text
