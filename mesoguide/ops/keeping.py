"""Keeps servers up until somebody says stop, and does what else has to be done meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import NoReturn

from rich.console import Console

from mesoguide.ops.background import Background
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings
from mesoguide.ops.supervisor import Crash, Supervisor
from mesoguide.ops.workers.fleet import Fleet
from mesoguide.ops.workers.rolling_update import RELOAD_SIGNAL, RollingUpdates
from mesoguide.ops.workers.server_list import ServerList


def keep_up(
    settings: Settings,
    console: Console,
    servers: Sequence[Server],
    *,
    listed: ServerList,
    chat: bool,
) -> NoReturn:
    """Watch servers that are up; ends with an exception, such as the one of a signal.

    Args:
        settings: what they were started with.
        console: told of crashes.
        servers: the servers.
        listed: names them to others.
        chat: whether chat servers are among them.
    """
    background = Background(settings, chat=chat)
    supervisor = _supervisor(settings, console, servers, background)
    try:
        background.start(supervisor)
        supervisor.watch(lambda: listed.write(supervisor.servers))
    finally:
        background.stop()


def keep_fleet_up(
    settings: Settings, console: Console, fleet: Fleet, *, listed: ServerList
) -> NoReturn:
    """Watch a fleet that is up, and replace its servers when :data:`RELOAD_SIGNAL` asks for it."""
    background = Background(settings, chat=True, logs_renamed=fleet.proxy.reopen_logs)
    supervisor = _supervisor(settings, console, fleet.servers, background)
    updates = RollingUpdates(
        settings,
        fleet,
        supervisor,
        tell=lambda text: console.print(text, markup=False),
        failed=background.update_failed,
    )

    def after_look() -> None:
        updates.look()
        listed.write(supervisor.servers)

    # Whoever has set up the other signals gives back the handler.
    signal.signal(RELOAD_SIGNAL, updates.request)
    try:
        background.start(supervisor)
        supervisor.watch(after_look)
    finally:
        background.stop()


def _supervisor(
    settings: Settings, console: Console, servers: Sequence[Server], background: Background
) -> Supervisor:
    def crashed(crash: Crash) -> None:
        when = f"in {crash.pause_seconds:.0f} s" if crash.pause_seconds else "now"
        console.print(f"The {crash.server} stopped by itself; starting it again {when}.")
        background.crashed(crash)

    return Supervisor(settings, servers, on_crash=crashed)
