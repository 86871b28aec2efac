"""The figures of a run as rows: three systems, ratios, and the budget. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.systems import MESOGUIDE, SYSTEMS


@dataclass(frozen=True)
class Row:
    """One measured thing.

    Attributes:
        values: by system; None where it was not measured or has none.
        budget: of MesoGuide, from section 7 of the design; None where there is none.
        more_is_better: whether the budget is the least instead of the most.
    """

    name: str
    unit: str
    values: Mapping[str, float | None]
    budget: float | None = None
    more_is_better: bool = False

    def ratio_to(self, system: str) -> float | None:
        """Return MesoGuide's value as a multiple of another system's."""
        ours, theirs = self.values.get(MESOGUIDE), self.values.get(system)
        return ours / theirs if ours is not None and theirs else None

    def excess(self) -> float | None:
        """Return by which share of the budget the value is worse than it; at most 0 is met."""
        ours = self.values.get(MESOGUIDE)
        if ours is None or not self.budget:
            return None
        share = ours / self.budget - 1
        return -share if self.more_is_better else share

    def verdict(self) -> str:
        """Return whether the budget is met, or by how much not."""
        excess = self.excess()
        if excess is None:
            return ""
        return "met" if excess <= 0 else f"missed by {100 * excess:.0f} %"


@dataclass(frozen=True)
class _Spec:
    """Where a row's values are among the figures."""

    name: str
    unit: str
    path: tuple[str, ...]
    budget: float | None = None
    more_is_better: bool = False

    def row(self, sections: Mapping[str, Any]) -> Row:
        values = {system: value_at(sections, system, self.path) for system in SYSTEMS}
        return Row(self.name, self.unit, values, self.budget, self.more_is_better)


#: Of a turn by HTTP, milliseconds: median and 95th.
_TURN, _LATE_TURN = 35.0, 70.0
#: Of turns 10, 100 and 300 of one conversation, milliseconds.
_LATER_TURN = 30.0
#: How many times as long as turn 10 turn 1,000 may take.
_GROWTH = 1.3

_FIRST_ROWS = (
    _Spec("training on all data", "s", ("training", "seconds"), 90.0),
    _Spec("start to first answer", "s", ("turns", "start_to_first_answer_seconds"), 15.0),
    _Spec("memory at the start, chat server", "MiB", ("turns", "memory_mib", "at_start", "chat")),
    _Spec("memory at the end, chat server", "MiB", ("turns", "memory_mib", "at_end", "chat"), 650),
    _Spec(
        *("memory at the end, action server", "MiB"),
        *(("turns", "memory_mib", "at_end", "actions"), 130.0),
    ),
    _Spec("understand a message, median", "ms", ("parsing", "median_ms"), 15.0),
    _Spec("understand a message, 95th", "ms", ("parsing", "p95_ms")),
    _Spec("turn, plain answer, median", "ms", ("turns", "plain", "median_ms"), _TURN),
    _Spec("turn, plain answer, 95th", "ms", ("turns", "plain", "p95_ms"), _LATE_TURN),
    _Spec("turn, plain answer, processor time", "ms", ("turns", "plain", "processor_ms")),
    _Spec("turn with an action, median", "ms", ("turns", "action", "median_ms"), _TURN),
    _Spec("turn with an action, 95th", "ms", ("turns", "action", "p95_ms"), _LATE_TURN),
    _Spec("two messages of one person at once", "ms", ("turns", "two_at_once", "median_ms")),
)


def rows(sections: Mapping[str, Any]) -> list[Row]:
    """Return a row for everything that was measured, in the order of the table.

    Args:
        sections: figures by section and system.
    """
    found = [spec.row(sections) for spec in _specs(sections)]
    found.insert(_after_turns(found), _growth_row(sections))
    return [row for row in found if any(value is not None for value in row.values.values())]


def value_at(sections: Mapping[str, Any], system: str, path: tuple[str, ...]) -> float | None:
    """Return a figure of one system, or nothing where it was not measured."""
    section, *rest = path
    found: Any = sections.get(section, {}).get(system)
    for key in rest:
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, (int, float)) else None


def _specs(sections: Mapping[str, Any]) -> Iterator[_Spec]:
    yield from _FIRST_ROWS
    for turn in (10, 100, 300, 1000):
        budget = _LATER_TURN if turn <= 300 else None
        where = ("long_conversation", "turn_median_ms", str(turn))
        yield _Spec(f"turn {turn:,} of one conversation", "ms", where, budget)
    for people in keys(sections, "crowds"):
        yield _Spec(
            *(f"{people} at once, messages a second", "1/s"),
            ("crowds", people, "messages_a_second"),
            budget=50.0 if people == "20" else None,
            more_is_better=True,
        )
        yield _Spec(f"{people} at once, median", "ms", ("crowds", people, "median_ms"))
        yield _Spec(f"{people} at once, 95th", "ms", ("crowds", people, "p95_ms"))
        yield _Spec(f"{people} at once, without an answer", "", ("crowds", people, "failures"))
    yield from _growth_specs(sections)


def _growth_specs(sections: Mapping[str, Any]) -> Iterator[_Spec]:
    for sample in keys(sections, "data_growth"):
        yield _Spec(f"training on {sample} data", "s", ("data_growth", sample, "seconds"))
        yield _Spec(f"size of the model, {sample} data", "MiB", ("data_growth", sample, "mib"))
        parsing = ("data_growth", sample, "parsing", "median_ms")
        yield _Spec(f"understand a message, {sample} data, median", "ms", parsing)
    for size in keys(sections, "stored_growth"):
        turn = ("stored_growth", size, "median_ms")
        yield _Spec(f"turn with {int(size):,} stored conversations, median", "ms", turn)
    for size in keys(sections, "plan_growth"):
        for kind in ("plan_by_code", "course_by_reference"):
            name = f"{kind.replace('_', ' ')}, one of {int(size):,}, median"
            yield _Spec(name, "ms", ("plan_growth", size, kind, "median_ms"))


def keys(sections: Mapping[str, Any], section: str) -> list[str]:
    """Return what a section was measured with, in the order of the numbers: people, sizes, samples.

    Only what MesoGuide was measured with counts: every system has no more.
    """
    names = sections.get(section, {}).get(MESOGUIDE, {})
    numbered = [name for name in names if name.rstrip("x").isdigit()]
    return sorted(numbered, key=lambda name: int(name.rstrip("x")))


def _growth_row(sections: Mapping[str, Any]) -> Row:
    def growth(system: str) -> float | None:
        path = ("long_conversation", "turn_median_ms")
        first, last = (value_at(sections, system, (*path, turn)) for turn in ("10", "1000"))
        return last / first if first and last else None

    values = {system: growth(system) for system in SYSTEMS}
    return Row("turn 1,000 against turn 10", "times", values, _GROWTH)


def _after_turns(found: list[Row]) -> int:
    return 1 + [row.name for row in found].index("turn 1,000 of one conversation")
