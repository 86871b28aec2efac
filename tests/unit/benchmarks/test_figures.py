"""Statistics of the benchmarks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import milliseconds, percentile
from benchmarks.sections.long_conversation import NEIGHBOURS, medians

VALUES = st.lists(st.floats(0, 1e6), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("share", "value"), [(0.95, 95), (0.5, 50), (1.0, 100), (0.001, 1)], ids=str
)
def test_percentile_is_the_nearest_rank(share: float, value: int) -> None:
    assert percentile([float(each) for each in range(100, 0, -1)], share) == value


@given(VALUES, st.floats(0.01, 1))
def test_percentile_is_the_least_value_that_the_share_does_not_exceed(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)

    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_durations_are_told_in_milliseconds() -> None:
    assert milliseconds([0.001, 0.002, 0.1]) == {"median_ms": 2.0, "p95_ms": 100.0}


def test_no_duration_has_no_median() -> None:
    with pytest.raises(ValueError, match="nothing was timed"):
        milliseconds([])


def test_turn_is_told_as_the_median_of_its_neighbours() -> None:
    seconds = [0.010] * 100
    seconds[49] = 9.0

    assert medians(seconds, (50,)) == {50: 10.0}


def test_turn_without_all_its_neighbours_is_not_told() -> None:
    assert medians([0.010] * (50 + NEIGHBOURS - 1), (50,)) == {}
