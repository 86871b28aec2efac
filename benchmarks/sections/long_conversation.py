"""Turns of one conversation that does not end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from statistics import median
from typing import Any

import aiohttp

from benchmarks.bench import ACTION_INTENTS, PLAIN_INTENTS, Bench, Section
from benchmarks.people import Turn, endless, talk, with_http
from benchmarks.sampling import shortest, shuffled
from benchmarks.systems import MESOGUIDE, STOCK, System

#: Turns that are told, each as the median of its neighbours.
TOLD_TURNS, QUICK_TOLD_TURNS = (10, 100, 300, 1000), (10, 100)
NEIGHBOURS = 9
#: Of each intent the shortest messages, so that turns of one kind are compared throughout.
SHORTEST = 5
#: A system that takes longer over the whole conversation is not asked for the rest.
MOST_SECONDS = 1_200.0
STRETCH = 50


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Talk in one conversation, in other words each time."""
    told = QUICK_TOLD_TURNS if bench.options.quick else TOLD_TURNS
    system = bench.system(name)
    with system.running():
        seconds: list[float] = asyncio.run(
            with_http(lambda http: _talk(bench, name, system, http, max(told) + NEIGHBOURS))
        )
    drawn = (*told, *range(STRETCH, max(told), STRETCH))
    return {
        "turn_median_ms": {str(turn): value for turn, value in medians(seconds, drawn).items()},
        "turns": len(seconds),
    }


async def _talk(
    bench: Bench, name: str, system: System, http: aiohttp.ClientSession, length: int
) -> list[float]:
    intents = (*PLAIN_INTENTS, *ACTION_INTENTS)
    examples = bench.models.examples
    once = [text for each in intents for text in shortest(examples, each, SHORTEST)]
    messages, chat = iter(shuffled(islice(endless(once), length))), system.open_chat(http)
    await chat.begin()
    turns: list[Turn] = []
    until = time.monotonic() + MOST_SECONDS
    while len(turns) < length and time.monotonic() < until:
        turns += await talk(_Same(chat), islice(messages, STRETCH))
        bench.progress.say(f"{name}: turn {len(turns)} took {1000 * turns[-1].seconds:.0f} ms")
    return [turn.seconds for turn in turns]


class _Same:
    """A chat that stays in its conversation."""

    def __init__(self, chat: Any) -> None:
        self.say = chat.say

    async def begin(self) -> None:
        """Do nothing."""


def medians(seconds: Sequence[float], told: Iterable[int]) -> dict[int, float]:
    """Return the median of some turns' neighbours in milliseconds, where there are all of them."""
    return {
        turn: round(1000 * median(seconds[max(0, turn - 1 - NEIGHBOURS) : turn + NEIGHBOURS]), 1)
        for turn in sorted(set(told))
        if len(seconds) >= turn + NEIGHBOURS
    }


SECTION = Section("long_conversation", (MESOGUIDE, STOCK), measure)
