"""Memory early and late: growth is found, one odd moment is not taken for it."""

from __future__ import annotations

import os

import pytest

from benchmarks.chaos.attempts import Attempt, Outcome, SentMessage
from benchmarks.chaos.counting import Fault, SentConversation
from benchmarks.chaos.memory import Sample, drifts, restarted, sample
from benchmarks.chaos.system import RunningServer
from benchmarks.soak import judge

NO_MISCOUNTS = {fault.value: 0 for fault in Fault}


def measured(*mib: float, pid: int = 1) -> list[Sample]:
    """A sample every ten seconds."""
    return [Sample(10.0 * i, {"chat": each}, {"chat": pid}) for i, each in enumerate(mib)]


def soaked(samples: list[Sample], outcome: Outcome = Outcome.ANSWERED) -> bool:
    attempts = [Attempt(outcome, seconds=0.1), Attempt(Outcome.ANSWERED, seconds=0.1)]
    sent = [SentConversation("talk", [SentMessage("a", "hello", attempts=attempts)])]
    return judge(sent, samples, NO_MISCOUNTS, seconds=samples[-1].at).passed


def test_growth_is_told_in_per_cent_of_the_early_memory() -> None:
    (drift,) = drifts(measured(50, 100, 100, 100, 108, 110, 112), early=10, window=20)
    assert (drift.early_mib, drift.late_mib) == (100, 110)
    assert drift.percent == pytest.approx(10)


def test_one_odd_moment_is_no_growth() -> None:
    (drift,) = drifts(measured(50, 100, 100, 100, 100, 500, 100), early=10, window=20)
    assert drift.percent == 0


def test_too_few_samples_are_not_compared() -> None:
    with pytest.raises(ValueError, match="too soon"):
        drifts(measured(50, 100), early=10, window=20)


def test_a_server_with_another_process_was_restarted() -> None:
    samples = [*measured(100, 100), *measured(100, 100, pid=2)]
    assert restarted(samples) == ["chat"]
    assert restarted(measured(100, 100)) == []


def test_a_soak_passes_where_memory_is_flat_and_nobody_met_an_error() -> None:
    assert soaked(measured(*[100] * 10))
    assert soaked(measured(*[100] * 5, *[90] * 5))


def test_a_soak_fails_by_growth_and_by_a_single_error() -> None:
    assert not soaked(measured(*[100] * 5, *[106] * 5))
    assert not soaked(measured(*[100] * 10), Outcome.BROKEN)


def test_the_memory_of_a_process_is_measured_and_a_dead_one_is_left_out() -> None:
    here = RunningServer("here", "chat", os.getpid(), 0)
    gone = RunningServer("gone", "chat", 2**22 + 1, 0)
    assert sample([here, gone], 0.0).mib.keys() == {"here"}
    assert sample([here], 0.0).mib["here"] > 5
