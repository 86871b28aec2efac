"""Rasa response generator that fills in the clinic's own facts.

Replies in ``domain.yml`` speak of ``{clinic_phone}`` or ``{emergency_number}``; the values come
from ``content/clinic.yml``, so that a clinic edits one file. Rasa's own generator would also try to
fill the braces of button payloads, and on a missing value it shows the bare placeholder.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.ops.settings import load_settings

logger = logging.getLogger(__name__)

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

#: What an empty value leaves behind: blanks around it, and a paragraph with nothing in it.
_HOLES = (
    (re.compile(r" {2,}"), " "),
    (re.compile(r" ?\n ?"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


class ClinicResponseGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's generator with the clinic's facts as further values."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        """Read the clinic's facts once.

        Args:
            endpoint_config: the ``nlg`` part of ``endpoints.yml``; no setting of it is used.
            domain: the domain with the replies.
        """
        super().__init__(domain.responses)
        settings = load_settings()
        self._facts = load_clinic_facts(settings.content_dir / "clinic.yml").placeholders()

    def _fill_response(
        self,
        response: dict[str, Any],
        filled_slots: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Fill the text and the button titles; payloads are left as they are."""
        values = {**(filled_slots or {}), **self._facts, **kwargs}
        response["text"] = fill(response.get("text") or "", values)
        for button in response.get("buttons") or []:
            button["title"] = fill(button["title"], values)
        return response


def fill(template: str, values: dict[str, Any]) -> str:
    """Replace ``{name}`` by its value; an unknown name is dropped and reported to staff.

    A patient must never see a placeholder, nor the gap that an empty value leaves.
    """

    def value_of(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            logger.error("a reply asks for %s, which has no value", match[0])
            return ""
        return str(value)

    text = _PLACEHOLDER.sub(value_of, template)
    for hole, closed in _HOLES:
        text = hole.sub(closed, text)
    return text.strip()
