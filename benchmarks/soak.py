"""Let people talk for a long time and watch memory, errors and waiting.

    make soak                                         20 people for 30 minutes
    make soak ARGUMENTS="--people 5 --minutes 8"

Runs MesoGuide on PostgreSQL and Redis with two chat servers, as `make chaos` does, and breaks
nothing. People hold the conversations of tests/conversations one after the other. Memory of each
server is compared at five minutes and at the end. Prints a table, writes reports/soak.json, and
ends with 1 where a server grew by more than 5 %, was started again, or anybody met an error.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.chaos.attempts import Attempt
from benchmarks.chaos.counting import SentConversation, counts, findings, is_trouble
from benchmarks.chaos.experiment import Observed, Plan, let_people_talk
from benchmarks.chaos.faults import Site
from benchmarks.chaos.memory import Drift, Sample, drifts, restarted, watch
from benchmarks.chaos.site import running_site
from benchmarks.chaos.stored import read_stored
from benchmarks.chaos.system import SEPARATE, WORKERS
from benchmarks.figures import machine, milliseconds, write_report

PEOPLE = 20
MINUTES = 30.0

#: Mean seconds between an answer and the next message: quick people, so that much happens.
THINK_SECONDS = 3.0

#: Memory is compared from here on: models, caches and pools have filled by then.
EARLY_SECONDS = 300.0
#: Where the whole soak is short, from this part of it on.
_EARLY_PART = 1 / 3

#: Samples of so many seconds are taken together, so that no single moment decides.
WINDOW_SECONDS = 60.0
SAMPLE_EVERY_SECONDS = 5.0

#: Growth in per cent that is too much (issue: "memory flat within 5 %").
MOST_GROWTH_PERCENT = 5.0


@dataclass(frozen=True)
class SoakFigures:
    """What was measured.

    Attributes:
        errors: how often each failure was met.
        restarted: servers that did not keep their process.
        miscounts: messages lost, doubled and so on, by fault.
    """

    messages: int
    seconds: float
    latency: dict[str, float]
    slowest_seconds: float
    errors: dict[str, int]
    restarted: list[str]
    miscounts: dict[str, int]
    drifts: list[Drift]

    @property
    def passed(self) -> bool:
        """Tell whether memory was flat and nobody met an error."""
        return (
            not self.errors
            and not self.restarted
            and not any(self.miscounts.values())
            and all(each.percent <= MOST_GROWTH_PERCENT for each in self.drifts)
        )


def main() -> int:
    """Let people talk, judge, tell."""
    options = _options()
    console = Console()
    seconds = 60.0 * options.minutes
    started = time.monotonic()

    def say(words: str) -> None:
        console.print(f"{time.monotonic() - started:5.0f} s  {words}", markup=False)

    about = machine()
    plan = Plan(options.people, options.think, faults=())
    with running_site(workers=options.workers, how=options.how, disk_is_small=False, say=say) as at:
        observed, samples = asyncio.run(soak(at, plan, seconds, say))
        miscounts = counts(findings(observed.sent, read_stored(at.postgres_url)))
    figures = judge(observed.sent, samples, miscounts, seconds)
    show(figures, console)
    report = {
        **{"machine": about, "plan": asdict(plan), "workers": options.workers},
        **{"passed": figures.passed, **_json(figures)},
        "samples": [asdict(each) for each in samples],
    }
    console.print(str(write_report("soak", report)))
    return 0 if figures.passed else 1


async def soak(
    site: Site, plan: Plan, seconds: float, say: Callable[[str], None]
) -> tuple[Observed, list[Sample]]:
    """Let people talk for a while; return what was said and how much memory was used."""
    samples: list[Sample] = []
    watching = asyncio.create_task(
        watch(site.system.servers, samples, every=SAMPLE_EVERY_SECONDS), name="memory"
    )
    try:
        async with let_people_talk(site.system.addresses, plan, say) as observed:
            await asyncio.sleep(seconds)
    finally:
        watching.cancel()
    return observed, samples


def judge(
    sent: Sequence[SentConversation],
    samples: Sequence[Sample],
    miscounts: dict[str, int],
    seconds: float,
) -> SoakFigures:
    """Work out the figures.

    Raises:
        ValueError: it was too short to compare memory.
    """
    attempts = [
        attempt
        for conversation in sent
        for message in conversation.messages
        for attempt in message.attempts
    ]
    answered = [each.seconds for each in attempts if not is_trouble(each)]
    return SoakFigures(
        messages=len(answered),
        seconds=seconds,
        latency=milliseconds(answered),
        slowest_seconds=round(max(answered), 2),
        errors=dict(Counter(_named(each) for each in attempts if is_trouble(each))),
        restarted=restarted(samples),
        miscounts=miscounts,
        drifts=drifts(
            samples,
            early=min(EARLY_SECONDS, _EARLY_PART * seconds),
            window=min(WINDOW_SECONDS, _EARLY_PART * seconds / 2),
        ),
    )


def show(figures: SoakFigures, console: Console) -> None:
    """Print tables."""
    memory = Table("server", "early, MiB", "end, MiB", "drift", box=None)
    for each in figures.drifts:
        numbers = (f"{each.early_mib:.1f}", f"{each.late_mib:.1f}", f"{each.percent:+.1f} %")
        memory.add_row(each.server, *numbers)
    console.print(memory)
    rate = figures.messages / figures.seconds
    console.print(f"messages {figures.messages}, {rate:.1f} a second")
    console.print(
        f"median {figures.latency['median_ms']} ms, 95th {figures.latency['p95_ms']} ms, "
        f"slowest {figures.slowest_seconds} s"
    )
    console.print(
        f"errors: {figures.errors or 'none'}; started again: {figures.restarted or 'none'}"
    )
    console.print(", ".join(f"{name} {many}" for name, many in figures.miscounts.items()))
    console.print("passed" if figures.passed else "FAILED")


def _json(figures: SoakFigures) -> dict[str, Any]:
    measured = [{**asdict(each), "percent": round(each.percent, 2)} for each in figures.drifts]
    return {**asdict(figures), "drifts": measured}


def _named(attempt: Attempt) -> str:
    return attempt.code or attempt.detail or attempt.outcome.value


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--think", type=float, default=THINK_SECONDS, help="mean seconds")
    parser.add_argument("--workers", type=int, default=2, help="chat servers")
    parser.add_argument(
        *("--how",), choices=(WORKERS, SEPARATE), default=WORKERS, help="how they are started"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
