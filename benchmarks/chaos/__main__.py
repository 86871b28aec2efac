"""Break one part after the other while people talk, and count what was lost.

    make chaos                                        500 people, every fault; some 10 minutes
    make chaos ARGUMENTS="--people 50 --think 5"

Starts PostgreSQL, Redis and `mesoguide run --workers 2`, lets people hold the conversations of
tests/conversations through the widget's interface, and breaks one part after the other. Prints a
table, writes reports/chaos.json, and ends with 1 unless nothing was lost, doubled, out of order,
mixed up or silent, and everybody was answered in the end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from benchmarks.chaos.experiment import Plan, conduct
from benchmarks.chaos.faults import FAULTS
from benchmarks.chaos.report import as_json, judge, show
from benchmarks.chaos.site import running_site
from benchmarks.chaos.stored import read_stored
from benchmarks.chaos.system import SEPARATE, WORKERS
from benchmarks.figures import machine, write_report

PEOPLE = 500

#: Mean seconds between an answer and the next message: 500 people then send some 20 a second.
THINK_SECONDS = 20.0
WORKERS_AT_ONCE = 2

#: Seconds in which turns that nobody waits for any more come to their end (ANSWER_TIMEOUT_SECONDS).
SETTLE_SECONDS = 10.0


def main() -> int:
    """Conduct, judge, tell."""
    options = _options()
    plan = Plan(
        options.people,
        options.think,
        faults=tuple(name.replace("_", " ") for name in options.faults),
        seed=options.seed,
    )
    if options.calm is not None:
        plan = replace(plan, calm_seconds=options.calm)
    console = Console()
    started = time.monotonic()

    def say(words: str) -> None:
        console.print(f"{time.monotonic() - started:5.0f} s  {words}", markup=False)

    about = machine()
    with running_site(workers=options.workers, how=options.how, keep=options.keep, say=say) as site:
        observed = asyncio.run(conduct(site, plan, say))
        time.sleep(SETTLE_SECONDS)
        stored = read_stored(site.postgres_url)
    verdict = judge(plan, observed, stored)
    show(verdict, console)
    report = {"machine": about, "workers": options.workers, "how": options.how, **as_json(verdict)}
    console.print(str(write_report("chaos", report)))
    return 0 if verdict.passed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=PEOPLE, help="conversations at once")
    parser.add_argument("--think", type=float, default=THINK_SECONDS, help="mean seconds")
    parser.add_argument("--workers", type=int, default=WORKERS_AT_ONCE, help="chat servers")
    parser.add_argument(
        *("--how",), choices=(WORKERS, SEPARATE), default=WORKERS, help="how they are started"
    )
    parser.add_argument(
        "--faults",
        nargs="*",
        # Without spaces, which `make` would take for the end of a name.
        choices=tuple(name.replace(" ", "_") for name in FAULTS),
        default=tuple(FAULTS),
        help="which, and in which order",
    )
    parser.add_argument("--calm", type=float, help="seconds between faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what the servers wrote in this folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
