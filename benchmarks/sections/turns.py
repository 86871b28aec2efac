"""Start, memory, and turns of one person who waits for each answer."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle, islice
from typing import Any

import aiohttp

from benchmarks.bench import Bench, Section
from benchmarks.figures import milliseconds
from benchmarks.people import Chat, Turn, of_kind, talk, two_at_once, with_http
from benchmarks.stock.project import PLAN_MARK
from benchmarks.systems import FLOOR, STOCK, SYSTEMS, System

TURNS, QUICK_TURNS = 200, 60
WARM_UP_TURNS = 20
#: How often two messages of one sender are sent at once.
PAIRS = 20


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Start the servers, talk to them, and return what was measured."""
    turns = QUICK_TURNS if bench.options.quick else TURNS
    system = bench.system(name)
    with system.running() as began:
        asyncio.run(_say(system, bench.plain[:1]))
        figures: dict[str, Any] = {
            "start_to_first_answer_seconds": round(time.monotonic() - began, 1),
            "turns_of_each": turns,
        }
        memory = {"at_start": system.memory_mib()}
        asyncio.run(_say(system, islice(cycle(bench.plain + bench.acting), WARM_UP_TURNS)))
        for kind, said in (("plain", bench.plain), ("action", bench.acting)):
            if kind == "action" and name == FLOOR:
                continue
            bench.progress.say(f"{name}: {turns} turns, {kind}")
            figures[kind] = _timed(system, said, turns, _mark(name, kind))
        if name != FLOOR:
            pairs = asyncio.run(two_at_once(system.open_chat, iter(bench.plain), pairs=PAIRS))
            figures["two_at_once"] = milliseconds(pairs)
        memory["at_end"] = system.memory_mib()
    return {**figures, "memory_mib": memory}


def _mark(name: str, kind: str) -> str | None:
    """Return how an answer begins that counts: stock Rasa, on less data, misreads some messages."""
    return PLAN_MARK if name == STOCK and kind == "action" else None


def _timed(system: System, said: list[str], turns: int, mark: str | None) -> dict[str, Any]:
    before = system.processor_seconds()
    took = asyncio.run(_say(system, islice(cycle(said), turns)))
    used = (system.processor_seconds() - before) / turns
    counted = of_kind(took, mark)
    return {
        **milliseconds(counted),
        "processor_ms": round(1000 * used, 1),
        "counted": len(counted),
    }


async def _say(system: System, messages: Any) -> list[Turn]:
    async def work(http: aiohttp.ClientSession) -> list[Turn]:
        chat: Chat = system.open_chat(http)
        return await talk(chat, messages)

    turns: list[Turn] = await with_http(work)
    return turns


SECTION = Section("turns", SYSTEMS, measure)
