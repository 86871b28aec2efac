"""What is broken while people talk, one thing after the other, and how it is mended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.chaos.disk import SmallDisk
from benchmarks.chaos.services import Postgres
from benchmarks.chaos.system import ACTIONS, CHAT, RunningServer, System
from tests.redis_server import RedisServer

#: Seconds for which PostgreSQL and Redis are away. A restart by hand takes about so long.
AWAY_SECONDS = 3.0

#: Seconds for which PostgreSQL stands still: twice as long as a turn waits for it.
STALL_SECONDS = 6.0

#: Seconds for which the disk is full: longer than any one turn waits for the database.
FULL_SECONDS = 8.0

#: Seconds after which a supervisor has seen that a server died, and readiness was looked at anew.
NOTICE_SECONDS = 2.0

#: Seconds within which everything must run again. A chat server starts in 20 s on an idle machine.
RECOVERY_SECONDS = 240.0


@dataclass(frozen=True)
class Happened:
    """One fault, as it was done.

    Attributes:
        began_at: seconds since 1970.
        whole_after: seconds from the fault until every server answered again.
    """

    name: str
    what_was_done: str
    began_at: float
    whole_after: float


@dataclass(frozen=True)
class Site:
    """Everything that can be broken.

    Attributes:
        postgres_url: address of the database with the clinic's data and the conversations.
    """

    system: System
    postgres: Postgres
    redis: RedisServer
    disk: SmallDisk
    postgres_url: str


#: Breaks something, mends what nobody else would, and says what was done.
Break = Callable[[Site], str]


def kill_chat_server(site: Site) -> str:
    """Kill one chat server; its supervisor starts it again."""
    victim = site.system.servers(CHAT)[0]
    return _killed(victim)


def kill_action_server(site: Site) -> str:
    """Kill the action servers; their supervisor starts them again."""
    return ", ".join(_killed(victim) for victim in site.system.servers(ACTIONS))


def restart_redis(site: Site) -> str:
    """Kill Redis and start it again, empty."""
    site.redis.kill()
    time.sleep(AWAY_SECONDS)
    site.redis.start()
    return f"SIGKILL to Redis, started again empty after {AWAY_SECONDS:.0f} s"


def restart_postgres(site: Site) -> str:
    """Crash PostgreSQL and start it again."""
    site.postgres.crash()
    time.sleep(AWAY_SECONDS)
    site.postgres.start()
    return f"immediate shutdown of PostgreSQL, started again after {AWAY_SECONDS:.0f} s"


def stall_postgres(site: Site) -> str:
    """Let PostgreSQL stand still: whoever waits gives up, and what they wrote is kept later."""
    with site.postgres.standing_still():
        time.sleep(STALL_SECONDS)
    return f"SIGSTOP to every process of PostgreSQL for {STALL_SECONDS:.0f} s"


def fill_disk(site: Site) -> str:
    """Fill the disk, free it, and start PostgreSQL where that had given up."""
    done = site.disk.fill([server.pid for server in site.system.servers(CHAT, ACTIONS)])
    time.sleep(FULL_SECONDS)
    site.disk.free()
    if not site.postgres.answers():
        # In a clinic systemd does this.
        site.postgres.start()
        done += "; PostgreSQL had stopped and was started again"
    return f"{done}, for {FULL_SECONDS:.0f} s"


FAULTS: dict[str, Break] = {
    "chat server killed": kill_chat_server,
    "action server killed": kill_action_server,
    "Redis restarted": restart_redis,
    "PostgreSQL restarted": restart_postgres,
    "PostgreSQL stalled": stall_postgres,
    "disk full": fill_disk,
}


def cause(name: str, site: Site) -> Happened:
    """Cause a fault and wait until everything runs again; blocks.

    Raises:
        TimeoutError: it does not come back.
    """
    began, started = time.time(), time.monotonic()
    done = FAULTS[name](site)
    time.sleep(NOTICE_SECONDS)
    site.system.wait_until_whole(RECOVERY_SECONDS)
    return Happened(name, done, began, time.monotonic() - started)


def _killed(victim: RunningServer) -> str:
    os.kill(victim.pid, signal.SIGKILL)
    return f"SIGKILL to {victim.name}"
