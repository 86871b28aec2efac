"""Short texts that are parts of replies: they live in ``domain.yml`` like every other sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mesoguide.exceptions import ContentError

#: A name in braces, for which a value is filled in.
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class ResponseTexts:
    """The responses of the domain, as an action receives them."""

    responses: Mapping[str, list[dict[str, Any]]]

    def has(self, name: str) -> bool:
        """Tell whether the domain has this response."""
        return name in self.responses

    def placeholders(self, name: str) -> set[str]:
        """Return the names in braces in a response."""
        texts = (str(variation.get("text")) for variation in self.responses.get(name, ()))
        return {placeholder for text in texts for placeholder in PLACEHOLDER.findall(text)}

    def metadata(self, name: str) -> Mapping[str, Any]:
        """Return what a response carries beside its text."""
        variations = self.responses.get(name) or [{}]
        return variations[0].get("metadata") or {}

    def part(self, name: str, **values: str) -> str:
        """Return the text of a partial response with its values filled in.

        Raises:
            ContentError: if the domain has no such response.
        """
        variations = self.responses.get(name)
        if not variations:
            raise ContentError(f"domain.yml has no response {name}; replies about plans need it.")
        text = str(variations[0]["text"])
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text
