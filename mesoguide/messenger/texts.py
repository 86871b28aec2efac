"""What Messenger shows beside the replies of the domain, from ``content/messenger.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.clinic_facts import ClinicFacts, load_clinic_facts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

FILE = "messenger.yml"
NOTICES = ("first", "text_only", "personal_details", "turn_failed", "bot_is_back")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class MessengerTexts:
    """The file with the clinic's facts filled in.

    Attributes:
        greeting: shown above an empty conversation.
        get_started: the payload of the button that begins one.
        ice_breakers: pairs of question and payload.
        menu: pairs of title and payload.
        sources: title and payload by which a person asks where an answer comes from.
        notices: what is said outside the conversation proper, by kind.
    """

    greeting: str
    get_started: str
    ice_breakers: tuple[tuple[str, str], ...]
    menu: tuple[tuple[str, str], ...]
    sources: tuple[str, str]
    notices: Mapping[str, str]

    def payloads(self) -> tuple[str, ...]:
        """Return every payload that a person can send by what is shown here."""
        shown = (*self.ice_breakers, *self.menu, self.sources)
        return (self.get_started, *(payload for _, payload in shown))


def load_messenger_texts(content_dir: Path) -> MessengerTexts:
    """Read the texts, with the facts of ``clinic.yml`` beside them.

    Raises:
        ContentError: if a file is missing or lacks something; names it.
    """
    facts = load_clinic_facts(content_dir / "clinic.yml")
    return read_messenger_texts(content_dir / FILE, facts)


def read_messenger_texts(path: Path, facts: ClinicFacts) -> MessengerTexts:
    """Read the texts of one file.

    Raises:
        ContentError: if it is missing or lacks something; names it.
    """
    data = _read(path)
    values = facts.placeholders()

    def text(found: Mapping[str, Any], key: str) -> str:
        return _filled(_text(found, key), values)

    def pairs(key: str, label: str) -> tuple[tuple[str, str], ...]:
        return tuple((text(each, label), _text(each, "payload")) for each in data[key])

    try:
        return MessengerTexts(
            greeting=text(data, "greeting"),
            get_started=_text(data, "get_started"),
            ice_breakers=pairs("ice_breakers", "question"),
            menu=pairs("menu", "title"),
            sources=(text(data["sources"], "title"), _text(data["sources"], "payload")),
            notices={kind: text(data["notices"], kind) for kind in NOTICES},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentError(
            f"{path}: {error} is missing or not as its comment describes; see the comments there."
        ) from error


@lru_cache(maxsize=4)
def _read(path: Path) -> Mapping[str, Any]:
    return read_yaml(path)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(key)
    return value.strip()


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in the clinic's facts; a text that names no fact of the clinic is refused."""
    for name in _PLACEHOLDER.findall(text):
        if name not in values:
            raise ValueError(f"{{{name}}}")
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)
