"""The YAML files that make up the assistant, read once for all checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mesoguide.content.ledger import Ledger, load_ledger
from mesoguide.content.yaml_files import read_yaml

CODE_DIRS = ("actions", "mesoguide")


@dataclass(frozen=True)
class Response:
    """One variation of a reply."""

    name: str
    number: int
    text: str
    buttons: tuple[dict[str, Any], ...]
    claims: tuple[str, ...]

    @property
    def where(self) -> str:
        """The place to look for it, for messages."""
        return f"domain.yml: {self.name}" + (f"[{self.number}]" if self.number else "")


@dataclass(frozen=True)
class Project:
    """Content files of one project folder."""

    root: Path

    @cached_property
    def domain(self) -> dict[str, Any]:
        """The domain as written."""
        return read_yaml(self.root / "domain.yml")

    @cached_property
    def intents(self) -> list[str]:
        """Names of all intents."""
        return [next(iter(i)) if isinstance(i, dict) else i for i in self.domain["intents"]]

    @cached_property
    def entities(self) -> list[str]:
        """Names of all entities."""
        return [next(iter(e)) if isinstance(e, dict) else e for e in self.domain["entities"]]

    @cached_property
    def responses(self) -> list[Response]:
        """Every variation of every reply, in the order of the file."""
        return list(self._responses())

    def _responses(self) -> Iterator[Response]:
        for name, variations in self.domain["responses"].items():
            for number, variation in enumerate(variations):
                yield Response(
                    name=name,
                    number=number,
                    text=variation.get("text") or "",
                    buttons=tuple(variation.get("buttons") or ()),
                    claims=tuple((variation.get("metadata") or {}).get("claims") or ()),
                )

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """Every rule of ``data/rules``."""
        return [rule for _, data in self._data("rules") for rule in data.get("rules") or []]

    @cached_property
    def stories(self) -> list[dict[str, Any]]:
        """Every story of ``data/stories``."""
        return [story for _, data in self._data("stories") for story in data.get("stories") or []]

    @cached_property
    def examples(self) -> list[tuple[str, str, str]]:
        """Every training message as (file, intent, message)."""
        return [
            (str(path.relative_to(self.root)), entry["intent"], line.strip()[2:].strip())
            for path, data in self._data("nlu")
            for entry in data.get("nlu") or []
            if "intent" in entry
            for line in str(entry["examples"]).splitlines()
            if line.strip().startswith("- ")
        ]

    @cached_property
    def ledger(self) -> Ledger:
        """The claim ledger."""
        return load_ledger(self.root / "content" / "claims.yml")

    @cached_property
    def code(self) -> str:
        """All Python source that may name a reply or an action."""
        sources = (p for name in CODE_DIRS for p in sorted((self.root / name).rglob("*.py")))
        return "\n".join(path.read_text(encoding="utf-8") for path in sources)

    def steps(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each step of each rule and story, with the name of its rule or story."""
        for block in [*self.rules, *self.stories]:
            for step in block["steps"]:
                yield str(block.get("rule") or block.get("story")), step

    def names_in_code(self, prefix: str) -> set[str]:
        """Return every quoted name in the Python code that starts with a prefix."""
        return set(re.findall(rf'["\']({prefix}\w*[a-z0-9])["\']', self.code))

    def _data(self, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        for path in sorted((self.root / "data" / kind).glob("*.yml")):
            yield path, read_yaml(path)
