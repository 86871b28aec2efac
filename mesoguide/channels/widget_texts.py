"""What the chat on the website says by itself, from ``content/widget.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.channels.plan_cards import CardTexts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

DIRECTIONS = ("ltr", "rtl")
NOTICES = ("bot", "emergency", "storage")
FAILURES = ("turn_failed", "no_answer", "too_slow")

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
#: The element takes custom properties of its own only.
_PROPERTY = re.compile(r"--mesoguide-[a-z-]+")


@dataclass(frozen=True)
class LanguageTexts:
    """The texts in one language.

    Attributes:
        direction: "ltr" or "rtl".
        notice: what is shown before the first message, by kind.
        suggestions: pairs of title and payload to begin with.
        strings: words of the element's interface that this clinic says in another way.
    """

    language: str
    direction: str
    title: str
    notice: Mapping[str, str]
    suggestions: tuple[tuple[str, str], ...]
    strings: Mapping[str, str]


@dataclass(frozen=True)
class WidgetTexts:
    """Everything in the file.

    Attributes:
        languages: by tag; the first one is for everybody else.
        theme: CSS custom properties of the element.
        failures: what is said when a turn fails, by kind.
    """

    languages: Mapping[str, LanguageTexts]
    theme: Mapping[str, str]
    failures: Mapping[str, str]
    card: CardTexts

    def for_language(self, tag: str | None) -> LanguageTexts:
        """Return the texts in a language, in its main one, or in the first."""
        wanted = (tag or "").lower()
        first = next(iter(self.languages.values()))
        main = self.languages.get(wanted.partition("-")[0], first)
        return self.languages.get(wanted, main)

    def suggestion_titles(self) -> dict[str, str]:
        """Return the title of every suggestion by payload, of all languages."""
        texts = reversed(list(self.languages.values()))
        return {payload: title for each in texts for title, payload in each.suggestions}


@lru_cache(maxsize=4)
def load_widget_texts(path: Path) -> WidgetTexts:
    """Read the texts; placeholders are still in them.

    Raises:
        ContentError: if the file is missing or lacks something; names it.
    """
    data = read_yaml(path)
    try:
        languages = {
            str(tag).lower(): _language(str(tag), texts) for tag, texts in data["languages"].items()
        }
        if not languages:
            raise ValueError("languages")
        return WidgetTexts(
            languages=languages,
            theme=_theme(data.get("theme") or {}),
            failures={kind: _text(data["failures"], kind) for kind in FAILURES},
            card=_card(data["plan_card"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentError(
            f"{path}: {error} is missing or not as its comment describes; see the comments there."
        ) from error


def _language(tag: str, data: Mapping[str, Any]) -> LanguageTexts:
    if not _LANGUAGE.fullmatch(tag) or data["direction"] not in DIRECTIONS:
        raise ValueError(f"languages.{tag}")
    return LanguageTexts(
        language=tag,
        direction=data["direction"],
        title=_text(data, "title"),
        notice={kind: _text(data["notice"], kind) for kind in NOTICES},
        suggestions=tuple((_text(s, "title"), _text(s, "payload")) for s in data["suggestions"]),
        strings={str(name): _text(data["strings"], name) for name in data.get("strings") or {}},
    )


def _card(data: Mapping[str, Any]) -> CardTexts:
    rows = tuple((_text(row, "label"), _text(row, "value")) for row in data["rows"])
    return CardTexts(title=_text(data, "title"), rows=rows)


def _theme(theme: Mapping[str, Any]) -> dict[str, str]:
    for name in theme:
        if not _PROPERTY.fullmatch(str(name)):
            raise ValueError(f"theme.{name}")
    return {str(name): _text(theme, name) for name in theme}


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(key)
    return value.strip()
