"""Keeps deliveries as they come, those that come together in one transaction.

A commit costs as much for one delivery as for a hundred, and Meta waits for it. While deliveries
wait to be kept, no turn begins: a turn holds the event loop for longer than all of them together.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.messenger.inbox import Inbox, Prepared
from mesoguide.messenger.webhook_events import read_delivery

logger = logging.getLogger(__name__)

#: Deliveries in one transaction; more would keep the first of them waiting.
MOST_AT_ONCE = 200
#: Seconds that a turn gives way to deliveries, which never end on a busy page.
GIVE_WAY_SECONDS = 0.3


class UnreadableBodyError(Exception):
    """A body is no JSON; to deliver it again would not help."""


class Deliveries:
    """Keeps the deliveries of one process."""

    def __init__(
        self, inbox: Inbox, worker: DatabaseWorker, sessions: sessionmaker[Session]
    ) -> None:
        """Makes it.

        Args:
            inbox: what keeps them.
            worker: runs it off the event loop.
            sessions: transactions on the clinic's database.
        """
        self._inbox = inbox
        self._worker = worker
        self._sessions = sessions
        self._waiting: list[tuple[bytes, asyncio.Future[bool]]] = []
        self._keeper: asyncio.Task[None] | None = None
        self._arriving = 0
        self._quiet: asyncio.Event | None = None

    async def keep(self, body: bytes) -> bool:
        """Keep a delivery; tell whether there is something new to answer.

        Raises:
            UnreadableBodyError: it is no JSON.
            ClinicDataUnavailable: the database is away, and nothing was kept for certain.
        """
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, kept))
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep_waiting())
        return await kept

    def arrives(self) -> None:
        """Say that a delivery is being received."""
        self._arriving += 1
        self._event().clear()

    def has_arrived(self) -> None:
        """Say that it was kept, or refused."""
        self._arriving -= 1
        if not self._arriving:
            self._event().set()

    async def give_way(self) -> None:
        """Wait for a moment without deliveries, though not for long."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._event().wait(), GIVE_WAY_SECONDS)

    def _event(self) -> asyncio.Event:
        # Made late: the event loop is not there yet when the channel is.
        if self._quiet is None:
            self._quiet = asyncio.Event()
            self._quiet.set()
        return self._quiet

    async def _keep_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                outcomes = await self._worker.run(
                    lambda: self._keep_all([body for body, _ in batch])  # noqa: B023 - awaited here
                )
            except Exception as error:  # each of them hears of it, and answers Meta
                outcomes = [error] * len(batch)
            for (_, kept), outcome in zip(batch, outcomes, strict=True):
                if kept.done():
                    continue
                if isinstance(outcome, Exception):
                    kept.set_exception(outcome)
                else:
                    kept.set_result(outcome)

    def _keep_all(self, bodies: Sequence[bytes]) -> list[bool | Exception]:
        """Keep deliveries, in a thread; one that cannot be kept does not take others with it."""
        read = [self._read(body) for body in bodies]
        prepared = [each for each in read if isinstance(each, Prepared)]
        try:
            waiting = self._keep_prepared(prepared)
        except SQLAlchemyError:
            if len(prepared) < 2:
                raise
            return [self._alone(each) for each in read]
        return [waiting if isinstance(each, Prepared) else each for each in read]

    def _alone(self, read: Prepared | Exception) -> bool | Exception:
        if isinstance(read, Exception):
            return read
        try:
            return self._keep_prepared([read])
        except SQLAlchemyError as error:
            # Without its words, which may quote a row.
            return ClinicDataUnavailable(f"a delivery cannot be kept: {type(error).__name__}")

    def _keep_prepared(self, prepared: Sequence[Prepared]) -> bool:
        filled = [each for each in prepared if not each.delivery.is_empty]
        if not filled:
            return False
        with self._sessions() as session:
            known = self._inbox.known(session, filled)
        with self._sessions.begin() as session:
            return self._inbox.keep(session, filled, known)

    def _read(self, body: bytes) -> Prepared | Exception:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            return UnreadableBodyError()
        delivery = read_delivery(data, now=utc_now())
        if delivery.unanswered:
            types = ", ".join(sorted(set(delivery.unanswered)))
            logger.info("events that need no answer: %s", types)
        return self._inbox.prepare(delivery)
