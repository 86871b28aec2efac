"""The configuration that the element asks for first: texts, limits, numbers to call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import mesoguide
from mesoguide.channels.visitor_messages import LONGEST_MESSAGE
from mesoguide.channels.widget_texts import WidgetTexts
from mesoguide.content.clinic_facts import ClinicFacts
from mesoguide.exceptions import ContentError

#: Seconds (wire contract).
CONFIGURATION_AGE_SECONDS = 300

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class WidgetConfiguration:
    """Everything that is the same for all visitors, with the clinic's facts filled in."""

    def __init__(self, texts: WidgetTexts, facts: ClinicFacts) -> None:
        """Fills in the facts once.

        Raises:
            ContentError: a text names a fact that there is none of.
        """
        self._texts = texts
        self._facts = facts
        self._by_language = {tag: self._described(tag) for tag in texts.languages}
        values = facts.placeholders()
        self._failures = {kind: _filled(text, values) for kind, text in texts.failures.items()}

    def for_language(self, tag: str | None) -> dict[str, Any]:
        """Return the configuration as the wire contract has it."""
        return self._by_language[self._texts.for_language(tag).language.lower()]

    def failure(self, kind: str) -> str:
        """Return what is said when a turn fails."""
        return self._failures[kind]

    def _described(self, tag: str) -> dict[str, Any]:
        texts, facts = self._texts.languages[tag], self._facts
        values = facts.placeholders()
        return {
            "title": _filled(texts.title, values),
            "language": texts.language,
            "direction": texts.direction,
            "strings": {name: _filled(text, values) for name, text in texts.strings.items()},
            "theme": dict(self._texts.theme),
            "limits": {"message_characters": LONGEST_MESSAGE},
            "notice": {kind: _filled(text, values) for kind, text in texts.notice.items()},
            "emergency": {"number": facts.emergency_number},
            "clinic": {"name": facts.name, "phone": facts.phone},
            "phones": _phones(facts),
            "suggestions": [
                {"title": title, "payload": payload} for title, payload in texts.suggestions
            ],
            "version": mesoguide.__version__,
        }


def _phones(facts: ClinicFacts) -> list[str]:
    """Return further numbers that replies name, for the element to make pressable."""
    return list(dict.fromkeys((facts.crisis_line.number, facts.urgent_advice.number)))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in the clinic's facts; the element's own placeholders, such as {count}, are left."""

    def value_of(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values and name.startswith(("clinic_", "emergency_", "retention_")):
            raise ContentError(f"content/widget.yml: {match[0]} is no fact of content/clinic.yml.")
        return values.get(name, match[0])

    return _PLACEHOLDER.sub(value_of, text)
