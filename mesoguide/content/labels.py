"""Human names of concerns and body areas, from ``content/labels.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from mesoguide.exceptions import ContentError


@dataclass(frozen=True)
class Labels:
    """Names as patients read them, by canonical value."""

    concerns: dict[str, str]
    body_areas: dict[str, str]

    def concern(self, value: str) -> str:
        """Name a concern; an unknown one is named by its value without underscores."""
        return self.concerns.get(value, value.replace("_", " "))

    def body_area(self, value: str) -> str:
        """Name a body area."""
        return self.body_areas.get(value, value)


@lru_cache(maxsize=4)
def load_labels(path: Path) -> Labels:
    """Read the names.

    Raises:
        ContentError: if the file is missing or lacks a table.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Labels(concerns=dict(data["concerns"]), body_areas=dict(data["body_areas"]))
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ContentError(f"{path} cannot be used: {error}.") from error
