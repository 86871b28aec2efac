"""Work on the clinic database off the event loop, which never waits for it for long."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.database import POOL_SIZE
from mesoguide.clinic.schema import is_missing_table
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.ops.metrics import count_database_error

logger = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")


class DatabaseWorker:
    """Does work in threads, or raises ClinicDataUnavailable within the timeout.

    The threads are few: when a stuck database holds all of them, further work is refused at once
    and waits for nobody. Whoever stops waiting does not stop the work: a write may still be kept,
    unless it was asked for in time only.
    """

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        *,
        timeout_seconds: float,
        name: str,
        unreadable: Callable[[ValueError], str],
    ) -> None:
        """Makes a worker; its threads start with the first work.

        Args:
            session_factory: Makes the sessions that work is done in.
            timeout_seconds: Limit on waiting for one piece of work.
            name: Name of the threads.
            unreadable: Says what is wrong when a value can be neither kept nor read.
        """
        self._session_factory = session_factory
        self._timeout_seconds = timeout_seconds
        self._unreadable = unreadable
        self._executor = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix=name)
        self._lock = threading.Lock()
        self._abandoned = 0

    async def read(self, question: Callable[[Session], _Answer]) -> _Answer:
        """Asks in a session whose changes, if any, are not kept."""

        def ask() -> _Answer:
            with self._session_factory() as session:
                return question(session)

        return await self.run(ask)

    async def write(
        self, work: Callable[[Session], _Answer], *, only_in_time: bool = False
    ) -> _Answer:
        """Works in one transaction, which is kept unless the work raises.

        Args:
            work: What to do in the session.
            only_in_time: Whether nothing is kept once nobody waits any more. A commit that is
                under way by then cannot be called back.
        """
        over = threading.Event()

        def do() -> _Answer:
            with self._session_factory.begin() as session:
                answer = work(session)
                if only_in_time and over.is_set():
                    raise ClinicDataUnavailable("nobody waits for this write any more")
                return answer

        try:
            return await self.run(do)
        finally:
            over.set()

    async def run(self, work: Callable[[], _Answer]) -> _Answer:
        """Runs work that opens its sessions by itself."""
        if self._abandoned >= POOL_SIZE:
            raise ClinicDataUnavailable(
                "every connection to the clinic database is stuck: see that the database answers"
            )
        future = self._executor.submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout_seconds)
        except asyncio.TimeoutError as error:
            count_database_error("either", "timeout")
            logger.error("the clinic database gave no answer in %s s", self._timeout_seconds)
            raise ClinicDataUnavailable(
                f"the clinic database gave no answer in {self._timeout_seconds} seconds"
            ) from error
        except SQLAlchemyError as error:
            logger.error("the clinic database failed: %s", explained(error))
            # A broken constraint's own error quotes the row, so it is not handed on.
            cause = error if isinstance(error, OperationalError) else None
            raise ClinicDataUnavailable(explained(error)) from cause
        except ValueError as error:
            # A row that was edited by hand and cannot be read, such as broken JSON.
            reason = self._unreadable(error)
            logger.error(reason)
            raise ClinicDataUnavailable(reason) from None
        finally:
            self._watch(future)

    def close(self) -> None:
        """Takes no more work; a thread that is still at work ends by itself."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _watch(self, future: Future[_Answer]) -> None:
        """Counts a thread that nobody waits for any more, until it ends."""
        if future.done():
            return
        with self._lock:
            self._abandoned += 1
        future.add_done_callback(self._recover)

    def _recover(self, future: Future[_Answer]) -> None:
        with self._lock:
            self._abandoned -= 1


def explained(error: SQLAlchemyError) -> str:
    """Says what failed without a value of any row."""
    if is_missing_table(error):
        return "its tables are missing or out of date: run `mesoguide db upgrade`"
    cause = getattr(error, "orig", None)
    if isinstance(error, DataError):
        # The server quotes the value that it refuses.
        return f"{type(error).__name__}: {getattr(cause, 'pgcode', None) or 'value refused'}"
    # PostgreSQL quotes the row on the lines after the first.
    return f"{type(error).__name__}: {str(cause or error).partition(chr(10))[0]}"
