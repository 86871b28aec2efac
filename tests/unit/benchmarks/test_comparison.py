"""Rows, ratios and budgets."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.comparison import Row, keys, rows
from benchmarks.table import cells, markdown, number

CONTENT: dict[str, Any] = {
    "commit": "abc1234",
    "options": {"quick": False},
    "machine": {
        **{"at": "2026-01-01T00:00:00+00:00", "processor": "a processor", "cores": 2},
        **{"python": "3.10.1", "load_1_5_15_min": [0.1, 0.2, 0.3]},
    },
    "sections": {
        "turns": {
            "mesoguide": {"plain": {"median_ms": 28.0, "p95_ms": 77.0}},
            "stock": {"plain": {"median_ms": 70.0, "p95_ms": 100.0}},
            "floor": {"plain": {"median_ms": 4.0}},
        },
        "long_conversation": {
            "mesoguide": {"turn_median_ms": {"10": 20.0, "50": 21.0, "1000": 30.0}},
            "stock": {"turn_median_ms": {"10": 60.0}},
        },
        "crowds": {"mesoguide": {str(n): {"messages_a_second": 40.0} for n in (50, 1, 20)}},
    },
}


def found() -> dict[str, Row]:
    return {row.name: row for row in rows(CONTENT["sections"])}


def ours(value: float | None, **more: Any) -> Row:
    return Row("a thing", "ms", {"mesoguide": value, "stock": None, "floor": None}, **more)


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (ours(30.0, budget=35.0), "met"),
        (ours(35.0, budget=35.0), "met"),
        (ours(42.0, budget=35.0), "missed by 20 %"),
        (ours(60.0, budget=50.0, more_is_better=True), "met"),
        (ours(40.0, budget=50.0, more_is_better=True), "missed by 20 %"),
        (ours(30.0), ""),
        (ours(None, budget=35.0), ""),
    ],
    ids=[
        "within",
        "exactly",
        "above",
        "more than asked",
        "less than asked",
        "none",
        "not measured",
    ],
)
def test_verdict_says_by_how_much_a_budget_is_missed(row: Row, verdict: str) -> None:
    assert row.verdict() == verdict


def test_ratio_is_ours_as_a_multiple_of_theirs() -> None:
    row = found()["turn, plain answer, median"]

    assert (row.ratio_to("stock"), row.ratio_to("floor")) == (0.4, 7.0)


def test_no_ratio_to_what_was_not_measured() -> None:
    assert found()["turn, plain answer, 95th"].ratio_to("floor") is None


def test_last_turn_is_compared_with_the_tenth_of_the_same_system() -> None:
    row = found()["turn 1,000 against turn 10"]

    assert row.values == {"mesoguide": 1.5, "stock": None, "floor": None}
    assert row.verdict() == "missed by 15 %"


def test_what_nobody_measured_has_no_row() -> None:
    assert "training on all data" not in found()
    assert "turn 300 of one conversation" not in found()


def test_numbers_of_people_come_in_their_order() -> None:
    assert keys(CONTENT["sections"], "crowds") == ["1", "20", "50"]


def test_only_twenty_people_have_a_budget() -> None:
    budgets = {name: row.budget for name, row in found().items() if "messages a second" in name}

    assert list(budgets.values()) == [None, 50.0, None]


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (0.456, "0.46 ms"), (12.34, "12.3 ms"), (1234.5, "1,234 ms"), (30.0, "30 ms")],
    ids=str,
)
def test_number_is_written_with_as_many_figures_as_matter(
    value: float | None, written: str
) -> None:
    assert number(value, "ms") == written


def test_every_line_of_the_table_has_all_columns() -> None:
    lines = [line for line in markdown(CONTENT).splitlines() if line.startswith("|")]

    assert len({line.count("|") for line in lines}) == 1
    assert len(lines) == 2 + len(found())


def test_table_tells_the_commit_the_cores_and_the_load() -> None:
    assert "commit abc1234" in markdown(CONTENT)
    assert "2 cores" in markdown(CONTENT)
    assert "load at the start 0.1, 0.2, 0.3" in markdown(CONTENT)


def test_cells_stand_under_their_headings() -> None:
    assert cells(found()["turn, plain answer, median"]) == (
        *("turn, plain answer, median", "35 ms", "28 ms", "70 ms", "4 ms"),
        *("0.40x", "7.00x", "met"),
    )
