"""The clinic's plan as a small table beside the reply that tells it.

The values are those that the reply itself was filled with and that Rasa keeps with the message, so
the card says what the text says, also in the history after the plan has changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class CardTexts:
    """The wording of a card, with placeholders.

    Attributes:
        title: the heading; a reply that has no value for it gets no card.
        rows: pairs of label and value; a row without its value is left out.
    """

    title: str
    rows: tuple[tuple[str, str], ...]


def plan_card(values: Mapping[str, str], texts: CardTexts) -> dict[str, Any] | None:
    """Return the card of a reply with these values, or nothing if it tells no whole plan."""
    title = _filled(texts.title, values)
    rows = [[label, value] for label, text in texts.rows if (value := _filled(text, values))]
    return {"title": title, "rows": rows} if title and rows else None


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in the values; a text of which one is missing or empty says nothing."""
    names = _PLACEHOLDER.findall(text)
    if not all(values.get(name) for name in names):
        return ""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)
