"""What the dialogue goes by: the rules of ``data/rules`` and two tables of the clinic's.

The rules say which action answers which intent; the tables say which words name a symptom, and
which name what is not ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mesoguide.content.not_ours import NotOurs, load_not_ours
from mesoguide.content.project import Project
from mesoguide.dialogue.names import FORMS
from mesoguide.dialogue.safety.triage import TriageTable, load_triage
from mesoguide.dialogue.understood_message import FALLBACK_INTENT


@dataclass(frozen=True)
class Rules:
    """Which action answers an intent, which actions are forms, what a symptom is, what not ours."""

    actions: Mapping[str, str]
    triage: TriageTable
    forms: frozenset[str] = frozenset(FORMS)
    not_ours: NotOurs = field(default_factory=NotOurs)

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
    content = root / "content"
    return Rules(
        actions,
        load_triage(content / "triage.yml"),
        not_ours=load_not_ours(content / "not_ours.yml"),
    )
