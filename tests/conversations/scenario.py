"""Scenario files: conversations as people have them, in one readable YAML format.

    name: somebody asks how often, then about the price
    steps:
    - user: how many sessions for hair loss?
      bot: [utter_plan_frequency, utter_evidence_frequency_hair_loss]   # replies, in order
      says: ["3 to 4", top-up]        # what must be in what was said
      never: [USD]                    # what must not
      slots: {concern: hair_loss}     # what is remembered afterwards

`user` may be a button's payload. Every key but `user` is optional, but a step without any
expectation is refused: it would test nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KEYS = {"user", "bot", "says", "never", "slots", "buttons"}


@dataclass(frozen=True)
class Step:
    """One turn: what the person writes and what must come of it."""

    user: str
    bot: tuple[str, ...] | None
    says: tuple[str, ...]
    never: tuple[str, ...]
    slots: dict[str, Any]
    buttons: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """One conversation."""

    name: str
    path: Path
    steps: tuple[Step, ...]


def load_scenarios(folder: Path) -> list[Scenario]:
    """Read every scenario below a folder."""
    return [_scenario(path) for path in sorted(folder.rglob("*.yml"))]


def _scenario(path: Path) -> Scenario:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Scenario(data["name"], path, tuple(_step(path, step) for step in data["steps"]))


def _step(path: Path, step: dict[str, Any]) -> Step:
    if unknown := set(step) - KEYS:
        raise ValueError(f"{path}: unknown key {', '.join(sorted(unknown))}; use {sorted(KEYS)}")
    if set(step) == {"user"}:
        raise ValueError(f"{path}: the step {step['user']!r} expects nothing")
    bot = step.get("bot")
    return Step(
        user=str(step["user"]),
        bot=tuple(bot) if bot is not None else None,
        says=tuple(map(str, step.get("says", ()))),
        never=tuple(map(str, step.get("never", ()))),
        slots=dict(step.get("slots", {})),
        buttons=tuple(step.get("buttons", ())),
    )
