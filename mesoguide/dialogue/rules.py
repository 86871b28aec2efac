"""The rules of ``data/rules`` as the dialogue uses them: which action answers which intent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mesoguide.content.project import Project
from mesoguide.dialogue.names import FORMS
from mesoguide.dialogue.understood_message import FALLBACK_INTENT


@dataclass(frozen=True)
class Rules:
    """Which action answers an intent, and which of the actions are forms."""

    actions: Mapping[str, str]
    forms: frozenset[str] = frozenset(FORMS)

    def action(self, intent: str) -> str:
        """Return the action that answers an intent, or the one for what was not understood."""
        return self.actions.get(intent) or self.actions[FALLBACK_INTENT]


@lru_cache(maxsize=4)
def load_rules(root: Path) -> Rules:
    """Read the rules of a project folder.

    Raises:
        ContentError: if a file of them cannot be read.
    """
    actions: dict[str, str] = {}
    for rule in Project(root).rules:
        first, second, *_ = rule["steps"]
        if "intent" in first and "action" in second:
            actions[first["intent"]] = second["action"]
    return Rules(actions)
