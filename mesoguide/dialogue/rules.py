"""What the dialogue goes by: the rules of ``data/rules`` and the table of symptoms.

The rules say which action answers which intent; the table says which words name a symptom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mesoguide.content.project import Project
from mesoguide.dialogue.names import FORMS
from mesoguide.dialogue.triage import TriageTable, load_triage
from mesoguide.dialogue.understood_message import FALLBACK_INTENT


@dataclass(frozen=True)
class Rules:
    """Which action answers an intent, which of the actions are forms, and what a symptom is."""

    actions: Mapping[str, str]
    triage: TriageTable
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
    return Rules(actions, load_triage(root / "content" / "triage.yml"))
