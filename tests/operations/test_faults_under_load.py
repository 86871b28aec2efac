"""What `make chaos` does at full size, small enough for every run: nothing is lost under faults.

The full list of faults, with 500 people and the reverse proxy, is for `make chaos`.
"""

from __future__ import annotations

import asyncio

from benchmarks.chaos.__main__ import SETTLE_SECONDS
from benchmarks.chaos.attempts import Outcome
from benchmarks.chaos.experiment import Observed, Plan, conduct
from benchmarks.chaos.report import judge
from benchmarks.chaos.site import running_site
from benchmarks.chaos.stored import read_stored
from benchmarks.chaos.system import CHAT, SEPARATE

PLAN = Plan(
    people=20,
    think_seconds=1.0,
    faults=("action server killed", "chat server killed"),
    arrival_seconds=1.0,
    calm_seconds=2.0,
)


async def test_nothing_is_lost_when_servers_are_killed_while_people_talk() -> None:
    told: list[str] = []
    with running_site(workers=2, how=SEPARATE, disk_is_small=False) as site:
        before = {server.pid for server in site.system.servers(CHAT)}
        observed = await conduct(site, PLAN, told.append)
        await asyncio.sleep(SETTLE_SECONDS)
        verdict = judge(PLAN, observed, read_stored(site.postgres_url))
        killed = before - {server.pid for server in site.system.servers(CHAT)}
    assert len(killed) == 1
    assert [each.name for each in verdict.happened] == list(PLAN.faults)
    assert broken_connections(observed) > 0, "nobody noticed that a server was killed"
    assert verdict.totals.acknowledged > 100
    assert verdict.findings == []
    assert (verdict.totals.stranded, verdict.totals.given_up) == (0, 0)


def broken_connections(observed: Observed) -> int:
    return sum(
        attempt.outcome is Outcome.BROKEN
        for conversation in observed.sent
        for message in conversation.messages
        for attempt in message.attempts
    )
