"""Keeps the servers up: starts again whatever stops by itself, not too fast, and says so."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from mesoguide.ops.hang_watch import HangWatch
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

WATCH_EVERY_SECONDS = 0.5

#: The first restart comes at once; a server that keeps dying is started ever more rarely.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0

#: A server that ran for so long was well: the next restart comes at once again.
STEADY_SECONDS = 120.0


@dataclass(frozen=True)
class Crash:
    """A server that stopped by itself.

    Attributes:
        restarts: how often it was started again since the supervisor began.
        pause_seconds: how long until it is started again; 0 for at once.
    """

    server: str
    restarts: int
    pause_seconds: float


class KeptServer:
    """One server and when it may be started again."""

    def __init__(self, server: Server, *, clock: Callable[[], float]) -> None:
        """Makes the keeper of a server that was started already."""
        self.server = server
        self.restarts = 0
        self._clock = clock
        self._started_at = clock()
        self._pause = 0.0
        self._due: float | None = None

    def look(self, settings: Settings) -> Crash | None:
        """Start the server again if it is gone and its pause is over; tell of a new crash."""
        if self._due is None:
            return None if self.server.is_running() else self._crashed(settings)
        if self._clock() >= self._due:
            self._start(settings)
        return None

    def _crashed(self, settings: Settings) -> Crash:
        if self._clock() - self._started_at >= STEADY_SECONDS:
            self._pause = 0.0
        self.restarts += 1
        pause, self._due = self._pause, self._clock() + self._pause
        self._pause = min(max(FIRST_PAUSE_SECONDS, 2 * self._pause), LONGEST_PAUSE_SECONDS)
        if not pause:
            self._start(settings)
        return Crash(self.server.name, self.restarts, pause)

    def _start(self, settings: Settings) -> None:
        self._due, self._started_at = None, self._clock()
        try:
            self.server.start(settings)
        except OSError as error:
            # A full disk, or no memory for a process: later there may be room.
            pause = self._pause or FIRST_PAUSE_SECONDS
            logger.error("the %s could not be started: %s", self.server.name, error)
            self._due = self._clock() + pause
            self._pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


class Supervisor:
    """Watches servers until somebody says stop."""

    def __init__(
        self,
        settings: Settings,
        servers: Sequence[Server],
        *,
        on_crash: Callable[[Crash], None],
        hangs: HangWatch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes the supervisor of servers that were started already.

        Args:
            settings: what the servers are started with.
            servers: the servers.
            on_crash: told of each crash; must not wait for anything.
            hangs: finds servers that run and no longer answer; they are ended and started again.
            clock: seconds that never run backwards.
        """
        self._settings = settings
        self._on_crash = on_crash
        self._hangs = hangs or HangWatch()
        self._clock = clock
        self.kept = [KeptServer(server, clock=clock) for server in servers]

    @property
    def servers(self) -> list[Server]:
        """The servers that are watched."""
        return [kept.server for kept in self.kept]

    def keep(self, servers: Sequence[Server]) -> None:
        """Watch these from now on; those that were watched already keep their history."""
        known = {id(kept.server): kept for kept in self.kept}
        # In place: whoever shows figures of the servers holds the list.
        self.kept[:] = [
            known.get(id(server)) or KeptServer(server, clock=self._clock) for server in servers
        ]

    def look(self) -> None:
        """Look once at every server."""
        for kept in self.kept:
            if self._hangs.is_hung(kept.server):
                logger.error("the %s gives no answer any more and is ended", kept.server.name)
                kept.server.kill()
            if crash := kept.look(self._settings):
                logger.error("the %s stopped by itself", crash.server)
                self._on_crash(crash)

    def watch(self, after_look: Callable[[], None] = lambda: None) -> NoReturn:
        """Look again and again; ends with an exception, such as the one of a signal.

        Args:
            after_look: done after each look; must not wait for anything.
        """
        self._hangs.begin(lambda: self.servers)
        while True:
            self.look()
            after_look()
            time.sleep(WATCH_EVERY_SECONDS)
