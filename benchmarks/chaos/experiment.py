"""Lets many people talk while one thing after the other fails."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from benchmarks.chaos.attempts import SentMessage
from benchmarks.chaos.conversations import endless, scripts
from benchmarks.chaos.counting import SentConversation
from benchmarks.chaos.faults import FAULTS, Happened, Site, cause
from benchmarks.chaos.person import Pace, Person
from benchmarks.chaos.visitor import Visitor, browser

#: Seconds over which people arrive.
ARRIVAL_SECONDS = 15.0

#: Seconds of talk before the first fault and after each one, so that none hides another.
CALM_SECONDS = 15.0

_REPORT_EVERY_SECONDS = 10.0


@dataclass(frozen=True)
class Plan:
    """What is done.

    Attributes:
        people: conversations at once.
        think_seconds: mean time between an answer and the person's next message.
        faults: names from ``FAULTS``, in order.
        seed: of everything that is left to chance here.
    """

    people: int
    think_seconds: float
    faults: Sequence[str] = tuple(FAULTS)
    arrival_seconds: float = ARRIVAL_SECONDS
    calm_seconds: float = CALM_SECONDS
    seed: int = 1


@dataclass
class Observed:
    """What came of it: what was sent, oldest conversation first, and what was broken."""

    sent: list[SentConversation] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    done: int = 0

    def finished(self, message: SentMessage) -> None:
        """Count a message that is answered or given up."""
        self.done += 1


@asynccontextmanager
async def let_people_talk(
    addresses: Sequence[str], plan: Plan, say: Callable[[str], None]
) -> AsyncIterator[Observed]:
    """Let people talk for as long as the block lasts; at its end they get their last answers.

    Args:
        addresses: of the chat.
        plan: how many people, and how quick.
        say: told how far it is.
    """
    scripts()  # read now, not while people talk
    observed = Observed()
    over = asyncio.Event()
    chance = random.Random(plan.seed)  # noqa: S311 - no secret
    async with browser(plan.people) as http:
        talks = asyncio.gather(
            *(
                _talk(
                    Visitor(http, addresses, number),
                    Pace(plan.think_seconds, chance),
                    chance.uniform(0.0, plan.arrival_seconds),
                    observed,
                    over,
                )
                for number in range(plan.people)
            )
        )
        telling = asyncio.create_task(_tell(observed, say))
        try:
            yield observed
        finally:
            over.set()
            await talks
            telling.cancel()


async def conduct(site: Site, plan: Plan, say: Callable[[str], None]) -> Observed:
    """Let people talk until every fault is over and each of them has said something since.

    Args:
        site: the running system and what it stands on.
        plan: what is done.
        say: told how far it is.

    Raises:
        TimeoutError: the system does not come back after a fault.
    """
    async with let_people_talk(site.system.addresses, plan, say) as observed:
        await asyncio.sleep(plan.arrival_seconds)
        await _cause_all(site, plan, observed, say)
    return observed


async def _cause_all(
    site: Site, plan: Plan, observed: Observed, say: Callable[[str], None]
) -> None:
    for name in plan.faults:
        await asyncio.sleep(plan.calm_seconds)
        say(f"fault: {name}")
        happened = await asyncio.to_thread(cause, name, site)
        observed.happened.append(happened)
        say(f"  {happened.what_was_done}; everything answers after {happened.whole_after:.0f} s")
    # Everybody comes to say something more; the longest thinking is one and a half of the mean.
    await asyncio.sleep(max(plan.calm_seconds, 2 * plan.think_seconds))


async def _talk(
    visitor: Visitor, pace: Pace, arrives_after: float, observed: Observed, over: asyncio.Event
) -> None:
    """Hold one conversation after the other; when it is over, what was said is still answered."""
    await asyncio.sleep(arrives_after)
    person = Person(visitor, pace, on_message=observed.finished)
    for script in endless(visitor.number):
        await person.hold(script.name, script.said, observed.sent, leaves=over.is_set)
        if over.is_set():
            return


async def _tell(observed: Observed, say: Callable[[str], None]) -> None:
    while True:
        await asyncio.sleep(_REPORT_EVERY_SECONDS)
        say(f"{len(observed.sent)} conversations begun, {observed.done} messages done")
