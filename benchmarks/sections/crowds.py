"""Many people at once, each waiting for an answer before the next message."""

from __future__ import annotations

import asyncio
from typing import Any

from benchmarks.bench import Bench, Section
from benchmarks.figures import milliseconds
from benchmarks.people import counts, crowd, endless
from benchmarks.systems import SYSTEMS

PEOPLE, QUICK_PEOPLE = (1, 5, 20, 50), (1, 20)
SECONDS, QUICK_SECONDS = 20.0, 6.0
WARM_UP_SECONDS = 2.0


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Ask plain questions for some seconds with each number of people."""
    quick = bench.options.quick
    seconds = QUICK_SECONDS if quick else SECONDS
    system, messages = bench.system(name), endless(bench.plain)
    figures: dict[str, Any] = {"seconds_of_each": seconds}
    with system.running():
        asyncio.run(crowd(system.open_chat, messages, people=1, seconds=WARM_UP_SECONDS))
        for people in QUICK_PEOPLE if quick else PEOPLE:
            bench.progress.say(f"{name}: {people} people for {seconds:.0f} s")
            met = asyncio.run(crowd(system.open_chat, messages, people=people, seconds=seconds))
            times = milliseconds(met.turn_seconds) if met.turn_seconds else {}
            figures[str(people)] = {**counts(met), **times}
        figures["memory_mib"] = system.memory_mib()
    return figures


SECTION = Section("crowds", SYSTEMS, measure)
