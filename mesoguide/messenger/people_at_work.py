"""Serves people side by side, each by one process at a time, and stops without losing anything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.messenger.leases import RENEW_SECONDS, Lease, Leases, Work

logger = logging.getLogger(__name__)

#: Seconds between looks for what came due, or what another process left.
POLL_SECONDS = 0.5
#: Seconds until the next look when the database is away.
AWAY_SECONDS = 2.0
#: Seconds that work under way has to end when the server stops. Sanic itself waits 15.
STOP_SECONDS = 5.0


class PeopleAtWork:
    """Takes leases and serves their people."""

    def __init__(
        self,
        work: Work,
        serve: Callable[[Lease], Awaitable[None]],
        *,
        at_once: int,
        database: DatabaseWorker,
        now: Callable[[], datetime],
    ) -> None:
        """Makes it; nothing runs yet.

        Args:
            work: what is done.
            serve: does it for one person.
            at_once: for how many people at most.
            database: the clinic's database.
            now: tells the time, aware.
        """
        self._work = work
        self._serve = serve
        self._at_once = at_once
        self._database = database
        self._now = now
        self._wanted = asyncio.Event()
        self._stopped = False
        self._loop: asyncio.Task[None] | None = None
        # The event loop itself holds tasks weakly.
        self._serving: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin, also with what was left when the process last ended."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Look for work now: there is some."""
        self._wanted.set()

    async def stop(self) -> None:
        """Take no more work, let that under way end, and give the rest back."""
        self._stopped = True
        self.wake()
        if self._loop is not None:
            await self._loop
        if self._serving:
            await asyncio.wait(self._serving, timeout=STOP_SECONDS)
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _run(self) -> None:
        while not self._stopped:
            self._wanted.clear()
            try:
                taken = await self._take()
            except ClinicDataUnavailable:
                # The database's own module has said so in the log.
                await asyncio.sleep(AWAY_SECONDS)
                continue
            if not taken:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._wanted.wait(), POLL_SECONDS)

    async def _take(self) -> bool:
        free = self._at_once - len(self._serving)
        if free <= 0:
            return False
        waits = await self._database.read(
            lambda session: Leases(session).is_wanted(self._work, now=self._now())
        )
        # To look is free; to take keeps every other writer of SQLite waiting.
        if not waits:
            return False
        leases = await self._database.write(
            lambda session: Leases(session).take(self._work, most=free, now=self._now())
        )
        for lease in leases:
            task = asyncio.create_task(self._serve_one(lease))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        return bool(leases)

    async def _serve_one(self, lease: Lease) -> None:
        renewal = asyncio.create_task(self._renew(lease))
        try:
            await self._serve(lease)
        except ClinicDataUnavailable:
            # What was not written down is done again, or was written down after all.
            await asyncio.sleep(AWAY_SECONDS)
        except Exception as error:  # one person's trouble must not stop the others
            name, who = type(error).__name__, lease.person.conversation_id
            logger.error("%s for %s failed: %s", self._work.value, who, name)
            await asyncio.sleep(AWAY_SECONDS)
        finally:
            renewal.cancel()
            await self._give_back(lease)
            self.wake()

    async def _renew(self, lease: Lease) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            with suppress(ClinicDataUnavailable):
                await self._database.write(
                    lambda session: Leases(session).renew(lease, now=self._now())
                )

    async def _give_back(self, lease: Lease) -> None:
        """End the lease; without the database it ends by itself."""
        with suppress(ClinicDataUnavailable):
            await self._database.write(lambda session: Leases(session).give_back(lease))
