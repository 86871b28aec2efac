"""Fixtures that hold for every kind of database; each folder says what `empty_url` is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from plan_factories import make_entry, write_plans
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import keyed_digests
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.clinic.plan_import import ImportReport, import_plans

Import = Callable[..., ImportReport]

BEAT_SECONDS = 0.01
#: Seconds for which a stuck database holds whoever asks it without a limit of their own.
STUCK_SECONDS = 5.0
#: Seconds: less than the database takes, and more than a busy machine keeps a process waiting.
UNBLOCKED_SECONDS = 2.5


@pytest.fixture
def quick_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests that cost next to nothing; ``test_keyed_digests`` holds what they really cost."""
    monkeypatch.setattr(keyed_digests, "MEMORY_KIB", 8)
    monkeypatch.setattr(keyed_digests, "ROUNDS", 1)


@pytest.fixture
def engine(clinic_url: str) -> Iterator[Engine]:
    engine = create_engine_for(clinic_url, timeout_seconds=5)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return session_factory(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as session:
        yield session


@pytest.fixture
def import_entries(sessions: sessionmaker[Session], tmp_path: Path) -> Import:
    """Imports entries as one file and commits."""

    def run(*entries: dict[str, Any], **options: Any) -> ImportReport:
        path = write_plans(tmp_path / "plans.yml", *entries)
        with sessions.begin() as session:
            return import_plans(session, path, **options)

    return run


@pytest.fixture
def hair_plan(import_entries: Import) -> None:
    import_entries(make_entry())


@pytest.fixture
async def catalogue(sessions: sessionmaker[Session]) -> AsyncIterator[PlanCatalogue]:
    catalogue = PlanCatalogue(sessions, timeout_seconds=5)
    yield catalogue
    catalogue.close()


class Pulse:
    """Beats on the event loop, so that a test can see whether something has blocked it."""

    def __init__(self) -> None:
        self.longest_pause = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Pulse:
        self._task = asyncio.create_task(self._beat())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            # A pause that lasted until now is not measured before the next beat.
            await asyncio.sleep(2 * BEAT_SECONDS)
            self._task.cancel()

    @property
    def is_steady(self) -> bool:
        """Whether the loop was never held for as long as a stuck database holds whoever asks."""
        return self.longest_pause < UNBLOCKED_SECONDS

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(BEAT_SECONDS)
            self.longest_pause = max(self.longest_pause, loop.time() - before)


@pytest.fixture
def pulse() -> Pulse:
    return Pulse()
