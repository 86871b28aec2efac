"""Which of several supervisors does what must be done once: alerts for staff, retention.

On PostgreSQL the one that holds an advisory lock, which is free again as soon as its connection is
gone; on SQLite, which one machine has, the one that holds a lock on a file.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

#: Key of the PostgreSQL advisory lock ("MESL"); the one of writers is another.
LEADER_LOCK = 0x4D45534C

LOCK_FILE = "leader.lock"


class Leadership(Protocol):
    """Tells whether this process leads."""

    def is_leader(self) -> bool:
        """Tell it, after trying to take the lead if nobody has it."""

    def resign(self) -> None:
        """Leave the lead to others."""


class FileLock:
    """A lock on a file, held until it is given up or the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody has it; tell whether we have it now."""
        if self._handle is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        # For whoever wants to know who has it.
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        self._handle = handle
        return True

    def give_up(self) -> None:
        """Leave the lock to others."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class FileLeadership:
    """Leads while it holds the lock on a file."""

    def __init__(self, folder: Path) -> None:
        self._file = FileLock(folder / LOCK_FILE)
        self._lock = threading.Lock()

    def is_leader(self) -> bool:
        """Tell whether this process leads."""
        with self._lock:
            return self._file.take()

    def resign(self) -> None:
        """Leave the lead to others."""
        with self._lock:
            self._file.give_up()


class DatabaseLeadership:
    """Leads while its connection holds the advisory lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    def is_leader(self) -> bool:
        """Tell whether this process leads; nobody does while the database is away."""
        with self._lock:
            try:
                return self._held() or self._taken()
            except SQLAlchemyError as error:
                logger.warning("nobody can lead: %s", type(error).__name__)
                self._drop()
                return False

    def resign(self) -> None:
        """Leave the lead to others."""
        with self._lock:
            self._drop()

    def _held(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute(text("SELECT 1"))
        return True

    def _taken(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        query = text("SELECT pg_try_advisory_lock(:key)")
        if connection.execute(query, {"key": LEADER_LOCK}).scalar_one():
            self._connection = connection
            return True
        connection.close()
        return False

    def _drop(self) -> None:
        """Close the connection for good: the lock would live on in a pool."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def leadership(engine: Engine, folder: Path) -> Leadership:
    """Return the leadership that fits a database.

    Args:
        engine: of the clinic's database.
        folder: where the file of the lock goes on SQLite.
    """
    if engine.dialect.name == "postgresql":
        return DatabaseLeadership(engine)
    return FileLeadership(folder)
