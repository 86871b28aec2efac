"""What becomes of a write when whoever asked for it has stopped waiting."""

from __future__ import annotations

import threading

import pytest
from record_factories import make_contact
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import ClinicDataUnavailable

THREADS = "late-writes"


async def stored_too_late(sessions: sessionmaker[Session], *, only_in_time: bool) -> int:
    """Write a request that is held up until nobody waits for it; count what was kept."""
    worker = DatabaseWorker(sessions, timeout_seconds=0.05, name=THREADS, unreadable=str)
    go_on = threading.Event()

    def slowly(session: Session) -> bool:
        added = CallbackRepository(session).add(make_contact(), at=utc_now())
        go_on.wait(timeout=30)
        return added

    with pytest.raises(ClinicDataUnavailable, match="gave no answer"):
        await worker.write(slowly, only_in_time=only_in_time)
    go_on.set()
    worker.close()
    for thread in threading.enumerate():
        if thread.name.startswith(THREADS):
            thread.join(timeout=30)
    with sessions() as session:
        return len(CallbackRepository(session).newest())


async def test_request_that_was_reported_as_failed_is_not_stored_after_all(
    sessions: sessionmaker[Session],
) -> None:
    assert await stored_too_late(sessions, only_in_time=True) == 0


async def test_other_writes_are_kept_even_late(sessions: sessionmaker[Session]) -> None:
    assert await stored_too_late(sessions, only_in_time=False) == 1


async def test_write_in_time_is_kept(sessions: sessionmaker[Session]) -> None:
    worker = DatabaseWorker(sessions, timeout_seconds=30, name=THREADS, unreadable=str)
    at = utc_now()
    assert await worker.write(
        lambda session: CallbackRepository(session).add(make_contact(), at=at), only_in_time=True
    )
    worker.close()
    with sessions() as session:
        assert len(CallbackRepository(session).newest()) == 1
