"""spaCy's tokenizer, kept from hanging on hostile text.

Its time grows with the square of an unbroken run of characters: 10,000 emojis took 10 s. Runs are
cut, and characters that no text can hold (half a surrogate pair) are replaced one for one, so that
every offset stays the same.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc

#: The longest English words have under 50 letters; 200 characters take under 10 ms.
MAX_RUN = 200

_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class BoundedTokenizer:
    """Tokenises in pieces whatever would take too long as a whole."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokenise a text."""
        text = _SURROGATE.sub(_REPLACEMENT, text)
        pieces = _pieces(text)
        if len(pieces) == 1:
            return self._tokenizer(text)
        return Doc.from_docs([self._tokenizer(piece) for piece in pieces], ensure_whitespace=False)

    def __getattr__(self, name: str) -> Any:
        """Everything else is spaCy's own: saving, special cases, explanations."""
        return getattr(self._tokenizer, name)


def _pieces(text: str) -> list[str]:
    """Cut a text within its long runs."""
    cuts = [
        cut
        for run in _LONG_RUN.finditer(text)
        for cut in range(run.start() + MAX_RUN, run.end(), MAX_RUN)
    ]
    starts = [0, *cuts]
    return [text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)]
