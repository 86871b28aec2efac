"""Reads messages that are nothing but emoji: a thumb that is up agrees, one that is down does not.

A face alone may mean anything, and is left to be asked about; so are hearts, which also stand for
the organ.
"""

from __future__ import annotations

import unicodedata

#: Signs that thank or agree: thumb up, clapping, folded hands, raised hands, OK hand, check marks.
_APPROVES = frozenset("\U0001f44d\U0001f44f\U0001f64f\U0001f64c\U0001f44c\u2705\u2714\u2611")
#: Faces that are glad and nothing else: smiling ones, and the one that blows a kiss.
_GLAD = frozenset("\U0001f60a\U0001f642\U0001f600\U0001f603\U0001f604\U0001f601\u263a\U0001f618")
#: Signs that say no: thumb down, the cross.
_REJECTS = frozenset("\U0001f44e\u274c")
#: Categories of what may stand beside a sign: its skin tone, the mark for colour, joiners, blanks.
_BESIDE = frozenset({"Sk", "Mn", "Cf", "Zs", "Po"})


def approves(text: str) -> bool:
    """Tell whether a message is nothing but signs that thank or agree."""
    signs = _signs(text)
    return bool(signs) and set(signs) <= _APPROVES | _GLAD


def agrees_by_sign(text: str) -> bool:
    """Tell whether a message is nothing but signs that agree; a glad face is not enough."""
    signs = _signs(text)
    return bool(signs) and set(signs) <= _APPROVES


def rejects(text: str) -> bool:
    """Tell whether a message is nothing but signs that say no."""
    signs = _signs(text)
    return bool(signs) and set(signs) <= _REJECTS


def _signs(text: str) -> str:
    """Return the characters of a text that mean something by themselves."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in _BESIDE)
