"""Scenario files: conversations as people have them, in one readable YAML format.

    name: somebody asks for a call, asks about pain in between, and is called about their hair
    not_on: [messenger]               # channels that do not offer this
    patient_plans: [{...}]            # patients' own plans to be there, see `add_patient_plan`
    steps:
    - user: how many sessions for hair loss?
      bot: [utter_plan_frequency, utter_evidence_frequency_hair_loss]   # replies, in order
      one_of: [utter_a, utter_b]      # the last reply is one of these
      says: ["3 to 4", top-up]        # what must be in what was said
      says_any: [hair, scalp]         # one of these must be
      never: [USD]                    # what must not
      slots: {concern: hair_loss}     # what is remembered afterwards
      form: callback_form             # the form that runs afterwards; none: no form
      buttons: [/ask_cost]            # payloads that are offered
      stored: {callback_requests: 1}  # rows of this conversation, by table: how many, or what
    - after: 61 minutes               # before this step, so much time goes by in silence
      fault: database_locked          # during this step: actions_down, database_locked
      user: hello

`user` may be a button's payload; `repeat: x 20000` in its place writes a text so many times. The
notice before the first answer is left out of `bot` unless a step names it. Every key but `user` is
optional, but a step without any expectation is refused: it would test nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

EXPECTATIONS = {
    *("bot", "one_of", "says", "says_any", "never", "slots", "form", "buttons", "stored"),
}
CIRCUMSTANCES = {"user", "repeat", "after", "fault"}
SCENARIO_KEYS = {"name", "steps", "not_on", "patient_plans"}
FAULTS = {"actions_down", "database_locked"}

_MINUTES = re.compile(r"(\d+) minutes?")
#: A form key that was not given at all, which is not the same as "none".
UNSAID = "unsaid"


@dataclass(frozen=True)
class Step:
    """One turn: what the person writes and what must come of it."""

    user: str
    minutes_of_silence: int
    fault: str | None
    bot: tuple[str, ...] | None
    one_of: tuple[str, ...]
    says: tuple[str, ...]
    says_any: tuple[str, ...]
    never: tuple[str, ...]
    slots: dict[str, Any]
    form: str | None
    buttons: tuple[str, ...]
    stored: dict[str, int | list[dict[str, Any]]]


@dataclass(frozen=True)
class Scenario:
    """One conversation."""

    name: str
    path: Path
    steps: tuple[Step, ...]
    not_on: tuple[str, ...] = ()
    patient_plans: tuple[dict[str, Any], ...] = ()

    @property
    def needs_own_bot(self) -> bool:
        """Tell whether it breaks what others use."""
        return any(step.fault for step in self.steps)


def load_scenarios(folder: Path) -> list[Scenario]:
    """Read every scenario below a folder."""
    return [read_scenario(path) for path in sorted(folder.rglob("*.yml"))]


def read_scenario(path: Path) -> Scenario:
    """Read one scenario file; refuses keys that it does not know."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    _refuse_unknown(path, data, SCENARIO_KEYS)
    return Scenario(
        name=data["name"],
        path=path,
        steps=tuple(_step(path, step) for step in data["steps"]),
        not_on=tuple(data.get("not_on", ())),
        patient_plans=tuple(data.get("patient_plans", ())),
    )


def _step(path: Path, step: dict[str, Any]) -> Step:
    _refuse_unknown(path, step, EXPECTATIONS | CIRCUMSTANCES)
    user = _user(step)
    if not EXPECTATIONS & set(step):
        raise ValueError(f"{path}: the step {user!r} expects nothing")
    if step.get("fault") not in {None, *FAULTS}:
        raise ValueError(f"{path}: unknown fault {step['fault']}; use {sorted(FAULTS)}")
    bot = step.get("bot")
    return Step(
        user=user,
        minutes_of_silence=_minutes(path, step.get("after")),
        fault=step.get("fault"),
        bot=tuple(bot) if bot is not None else None,
        one_of=tuple(step.get("one_of", ())),
        says=tuple(map(str, step.get("says", ()))),
        says_any=tuple(map(str, step.get("says_any", ()))),
        never=tuple(map(str, step.get("never", ()))),
        slots=dict(step.get("slots", {})),
        form=step.get("form", UNSAID),
        buttons=tuple(step.get("buttons", ())),
        stored=dict(step.get("stored", {})),
    )


def _user(step: dict[str, Any]) -> str:
    if "repeat" not in step:
        if not isinstance(step["user"], str):
            raise ValueError(f"put quotes around {step['user']!r}: YAML takes it for no text")
        return step["user"]
    text, times = str(step["repeat"]).rsplit(" ", 1)
    return text * int(times)


def _minutes(path: Path, after: str | None) -> int:
    if after is None:
        return 0
    match = _MINUTES.fullmatch(after)
    if not match:
        raise ValueError(f"{path}: {after!r} is no time; write, for example, 61 minutes")
    return int(match[1])


def _refuse_unknown(path: Path, data: dict[str, Any], known: set[str]) -> None:
    if unknown := set(data) - known:
        raise ValueError(f"{path}: unknown key {', '.join(sorted(unknown))}; use {sorted(known)}")
