"""What people say: the conversations of ``tests/conversations``, without those that delete."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import NamedTuple

from mesoguide.ops.settings import PROJECT_ROOT
from tests.conversations.scenario import Scenario, load_scenarios

SCENARIOS = PROJECT_ROOT / "tests" / "conversations"

#: Whoever has everything deleted leaves nothing to count; that it is deleted has its own tests.
_DELETING = "deletion_form"

#: The widget sends no more characters at once.
_LONGEST_MESSAGE = 1000


class Script(NamedTuple):
    """A conversation's name and what the person says in it."""

    name: str
    said: tuple[str, ...]


@cache
def scripts() -> tuple[Script, ...]:
    """Read every scenario that can be counted; silences and faults of their own are left out.

    Those files ask for faults and silences that are made here in another way, or not at all: only
    what the person writes is taken.
    """
    return tuple(
        Script(each.path.stem, tuple(step.user for step in each.steps))
        for each in load_scenarios(SCENARIOS)
        if _can_be_counted(each)
    )


def endless(begin_at: int) -> Iterator[Script]:
    """Yield scripts for ever, each person beginning with another."""
    every = scripts()
    start = begin_at % len(every)
    return cycle([*every[start:], *every[:start]])


def _can_be_counted(scenario: Scenario) -> bool:
    return not any(
        step.form == _DELETING or len(step.user) > _LONGEST_MESSAGE or "delete" in step.user
        for step in scenario.steps
    )
