"""The figures of a run on disk, kept after each section, so that a run can go on where it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import REPORTS, commit, machine

FOLDER = REPORTS / "bench"
FILE = FOLDER / "bench.json"


class Results:
    """Figures by section and system."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self._path = path
        self.content = content

    @classmethod
    def opened(cls, path: Path, options: Mapping[str, Any], *, afresh: bool) -> Results:
        """Go on with a run of the same commit and options, or begin one beside it.

        Args:
            path: the file.
            options: what changes the figures.
            afresh: begin anew in any case.
        """
        now = {"commit": commit(), "options": dict(options)}
        before = read(path)
        if not afresh and before and {name: before.get(name) for name in now} == now:
            return cls(path, before)
        if before:
            path.rename(path.with_name(f"{path.stem}-{before.get('commit')}.json"))
        return cls(path, {**now, "machine": machine(), "sections": {}})

    def has(self, section: str, system: str) -> bool:
        """Tell whether something is measured already."""
        return system in self.content["sections"].get(section, {})

    def put(
        self, section: str, system: str, figures: Mapping[str, Any], load_before: float
    ) -> None:
        """Keep figures, with how busy the machine was before they were taken; writes the file."""
        kept = {**figures, "load_1_min_before": round(load_before, 2)}
        self.content["sections"].setdefault(section, {})[system] = kept
        self.write()

    def write(self) -> None:
        """Write the file in one step: whoever reads it never finds half of one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps(self.content, indent=2) + "\n", encoding="utf-8")
        draft.replace(self._path)


def read(path: Path) -> dict[str, Any] | None:
    """Return the figures of a file, or nothing where there is none that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "sections" in content else None
