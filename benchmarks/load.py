"""Throughput and latency of the website's chat with many people at once.

    .venv/bin/python -m benchmarks.load http://127.0.0.1:5005 --people 1,5,20,50 --seconds 30

Every person asks, waits for the whole answer, and asks again at once (a closed loop), in a new
conversation every ten questions, over a connection and under an address of their own. The servers'
own limits on messages are not what is measured: run them with MESOGUIDE_TRUSTED_PROXIES=1 and
MESOGUIDE_MESSAGES_PER_MINUTE and MESOGUIDE_REQUESTS_PER_MINUTE at 1000000. Anything but a complete
answer is an error; nothing is sent twice.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median

from benchmarks.chaos.attempts import Attempt, Outcome
from benchmarks.chaos.visitor import NoSessionError, Visitor, browser
from mesoguide.content.project import Project
from mesoguide.ops.settings import PROJECT_ROOT

#: People at once: one, a quiet clinic, a busy one, and a chain.
PEOPLE = (1, 5, 20, 50)
SECONDS = 30.0

#: Seconds at the start that are not counted: caches fill and connections open.
WARM_UP_SECONDS = 3.0
TURNS_A_CONVERSATION = 10

#: Seconds that a person waits after an error, so that a dead server is not asked without end.
PAUSE_AFTER_ERROR_SECONDS = 0.5

#: Intents whose rule utters a reply, and intents whose rule runs an action that reads the database.
PLAIN_INTENTS = ("ask_definition", "ask_origin", "ask_name_meaning", "ask_procedure")
ACTION_INTENTS = ("ask_frequency", "ask_recovery", "ask_discomfort", "ask_maintenance")


@dataclass(frozen=True)
class LoadFigures:
    """What was measured with so many people at once.

    Attributes:
        seconds: for how long answers were counted.
        messages: how many were answered completely in this time.
        median_ms: milliseconds from the question to the end of the answer; None without answers.
        errors: how often each kind of error came, by its name.
    """

    people: int
    seconds: float
    messages: int
    messages_per_second: float
    median_ms: float | None
    p95_ms: float | None
    errors: dict[str, int] = field(default_factory=dict)


@dataclass
class _Tally:
    """What all people add to, while it is the time to count."""

    counts_from: float
    counts_until: float
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, attempt: Attempt) -> None:
        if not self.counts_from <= time.monotonic() < self.counts_until:
            return
        if attempt.outcome is Outcome.ANSWERED:
            self.seconds.append(attempt.seconds)
        else:
            self.errors[attempt.code or attempt.detail or attempt.outcome.value] += 1


async def measure_load(
    address: str, *, people: int, seconds: float, questions: Sequence[str] = ()
) -> LoadFigures:
    """Let people talk to a running chat and measure what they get.

    Args:
        address: of the chat, such as ``http://127.0.0.1:5005``.
        people: how many talk at once.
        seconds: for how long answers are counted, after a warm-up.
        questions: what they ask; training messages of eight intents unless given.
    """
    asked = list(questions) or default_questions()
    start = time.monotonic() + WARM_UP_SECONDS
    tally = _Tally(counts_from=start, counts_until=start + seconds)
    async with browser(people) as http:
        visitors = [Visitor(http, (address.rstrip("/"),), number) for number in range(people)]
        await asyncio.gather(*(_talk(visitor, asked, tally) for visitor in visitors))
    return _figures(tally, people=people, seconds=seconds)


def default_questions() -> list[str]:
    """Return training messages of plain intents and of intents with actions, as many of each.

    In an order that is the same at every run.
    """
    examples = Project(PROJECT_ROOT).examples
    by_intent = [
        [text for _, name, text in examples if name == intent]
        for intent in (*PLAIN_INTENTS, *ACTION_INTENTS)
    ]
    asked = [text for group in zip(*by_intent, strict=False) for text in group]
    random.Random(1).shuffle(asked)  # noqa: S311 - no secret
    return asked


async def _talk(visitor: Visitor, questions: Sequence[str], tally: _Tally) -> None:
    """Ask until the time is over; people begin at different questions."""
    turn = 0
    while time.monotonic() < tally.counts_until:
        attempt = await _ask(visitor, turn, questions[(7 * visitor.number + turn) % len(questions)])
        tally.add(attempt)
        turn += 1
        if attempt.outcome is not Outcome.ANSWERED:
            await asyncio.sleep(max(PAUSE_AFTER_ERROR_SECONDS, attempt.retry_after))


async def _ask(visitor: Visitor, turn: int, question: str) -> Attempt:
    if turn % TURNS_A_CONVERSATION == 0 or not visitor.token:
        visitor.token = ""
        try:
            await visitor.begin()
        except NoSessionError as refused:
            return refused.attempt
    return await visitor.send(uuid.uuid4().hex, question)


def _figures(tally: _Tally, *, people: int, seconds: float) -> LoadFigures:
    ordered = sorted(tally.seconds)
    rank = max(0, math.ceil(0.95 * len(ordered)) - 1)
    return LoadFigures(
        people=people,
        seconds=seconds,
        messages=len(ordered),
        messages_per_second=round(len(ordered) / seconds, 1),
        median_ms=round(1000 * median(ordered), 1) if ordered else None,
        p95_ms=round(1000 * ordered[rank], 1) if ordered else None,
        errors=dict(tally.errors),
    )


def main() -> None:
    """Measure with each number of people and print one line of JSON for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", help="of the running chat, such as http://127.0.0.1:5005")
    parser.add_argument("--people", default=",".join(map(str, PEOPLE)), help="numbers, by commas")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="counted for each number")
    options = parser.parse_args()
    for people in map(int, options.people.split(",")):
        figures = measure_load(options.address, people=people, seconds=options.seconds)
        print(json.dumps(asdict(asyncio.run(figures))), flush=True)


if __name__ == "__main__":
    main()
