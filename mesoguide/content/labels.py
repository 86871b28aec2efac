"""Human names of concerns and body areas, from ``content/labels.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.yaml_files import read_yaml
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
    data = read_yaml(path)
    return Labels(
        concerns=_table(data, "concerns", path), body_areas=_table(data, "body_areas", path)
    )


def _table(data: dict[str, Any], key: str, path: Path) -> dict[str, str]:
    table = data.get(key)
    if not isinstance(table, dict):
        raise ContentError(f"{path}: {key} must map names of the program to names for patients.")
    return {str(value): str(name) for value, name in table.items()}
