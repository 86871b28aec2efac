"""Memory of servers over time: looked at every few seconds, compared early and late."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

import psutil

from benchmarks.chaos.system import RunningServer

_MIB = 1 << 20


@dataclass(frozen=True)
class Sample:
    """Resident memory at one moment.

    Attributes:
        at: seconds since the start.
        mib: resident MiB of each server with its children, by name.
        pids: process of each server, by name: another one later is a restart.
    """

    at: float
    mib: Mapping[str, float]
    pids: Mapping[str, int]


@dataclass(frozen=True)
class Drift:
    """How the memory of one server changed.

    Attributes:
        early_mib: median of the samples around the first moment.
        late_mib: median of the last ones.
    """

    server: str
    early_mib: float
    late_mib: float

    @property
    def percent(self) -> float:
        """Growth from early to late; negative where it shrank."""
        return 100.0 * (self.late_mib / self.early_mib - 1.0)


def sample(servers: Iterable[RunningServer], at: float) -> Sample:
    """Look at the memory of servers now."""
    mib: dict[str, float] = {}
    pids: dict[str, int] = {}
    for server in servers:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(server.pid)
            family = [process, *process.children(recursive=True)]
            mib[server.name] = sum(each.memory_info().rss for each in family) / _MIB
            pids[server.name] = server.pid
    return Sample(at, mib, pids)


async def watch(
    servers: Callable[[], Sequence[RunningServer]], samples: list[Sample], *, every: float
) -> None:
    """Add a sample every so many seconds, until it is cancelled."""
    started = time.monotonic()
    while True:
        at = time.monotonic() - started
        samples.append(await asyncio.to_thread(_sample_all, servers, at))
        await asyncio.sleep(every)


def drifts(samples: Sequence[Sample], *, early: float, window: float) -> list[Drift]:
    """Compare the memory of each server at a moment with that at the end.

    Args:
        samples: oldest first.
        early: seconds; the first samples at or after it are compared with the last ones.
        window: for how many seconds samples are taken together, at both moments.

    Raises:
        ValueError: the samples end before the two can be told apart.
    """
    end = samples[-1].at if samples else 0.0
    if early + window > end - window:
        raise ValueError(
            f"the samples end after {end:.0f} s: too soon to compare with {early:.0f} s"
        )
    before = _medians(each for each in samples if early <= each.at <= early + window)
    after = _medians(each for each in samples if each.at >= end - window)
    return [Drift(name, before[name], after[name]) for name in sorted(before.keys() & after.keys())]


def restarted(samples: Sequence[Sample]) -> list[str]:
    """Name the servers that did not keep their process."""
    seen: dict[str, set[int]] = defaultdict(set)
    for each in samples:
        for name, pid in each.pids.items():
            seen[name].add(pid)
    return sorted(name for name, pids in seen.items() if len(pids) > 1)


def _sample_all(servers: Callable[[], Sequence[RunningServer]], at: float) -> Sample:
    return sample(servers(), at)


def _medians(samples: Iterable[Sample]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for each in samples:
        for name, mib in each.mib.items():
            values[name].append(mib)
    return {name: median(numbers) for name, numbers in values.items()}
