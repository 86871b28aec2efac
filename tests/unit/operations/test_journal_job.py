"""What was deleted does not stay in SQLite's journal while the servers hold it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from mesoguide.clinic.database import create_engine_for
from mesoguide.ops.journal_job import JournalJob

WORDS = b"my name is Anna"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@pytest.fixture
def server(path: Path) -> Iterator[Engine]:
    """A server's engine, which stays open, on a table with words that were deleted."""
    engine = create_engine_for(f"sqlite:///{path}", timeout_seconds=5)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
        connection.execute(text("INSERT INTO said VALUES (:words)"), {"words": WORDS.decode()})
    with engine.begin() as connection:
        connection.execute(text("PRAGMA secure_delete = ON"))
        connection.execute(text("DELETE FROM said"))
    yield engine
    engine.dispose()


@pytest.fixture
def job(path: Path) -> Iterator[JournalJob]:
    engine = create_engine_for(f"sqlite:///{path}", timeout_seconds=5)
    yield JournalJob([engine])
    engine.dispose()


def journal_of(path: Path) -> bytes:
    return path.with_name(f"{path.name}-wal").read_bytes()


@pytest.mark.usefixtures("server")
def test_deleted_words_leave_the_journal(path: Path, job: JournalJob) -> None:
    assert WORDS in journal_of(path)
    job.look()
    assert journal_of(path) == b""
    assert WORDS not in path.read_bytes()


def test_journal_in_use_is_emptied_the_next_time(
    path: Path, job: JournalJob, server: Engine
) -> None:
    with server.connect() as reader:
        reader.execute(text("SELECT * FROM said"))
        job.look()
        assert WORDS in journal_of(path)
    job.look()
    assert journal_of(path) == b""


def test_waiting_time_of_the_connection_is_as_before(path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{path}", timeout_seconds=5)
    JournalJob([engine]).look()
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 5000
    engine.dispose()
