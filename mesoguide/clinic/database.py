"""Engines and sessions for the clinic database, with limits on every wait."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from mesoguide.exceptions import DatabaseUnwritable, DatabaseUrlInvalid

POOL_SIZE = 4
"""Connections of one process; as many as the plan catalogue has threads."""

WRITE_LOCK = 0x4D45534F
"""Key of the PostgreSQL advisory lock that writers take ("MESO")."""

_RECYCLE_SECONDS = 1800
_KEEPALIVE_IDLE_SECONDS = 5
_KEEPALIVE_PROBES = 3
# libpq does not wait for less than two seconds.
_LEAST_CONNECT_SECONDS = 2
_EXPECTED_URL = (
    "expected sqlite:///folder/clinic.db or postgresql://user:password@host/name in DATABASE_URL"
)


def create_engine_for(url: str, *, timeout_seconds: float) -> Engine:
    """Makes an engine on which nothing waits much longer than the timeout.

    Args:
        url: Address of a SQLite file or a PostgreSQL database.
        timeout_seconds: Limit on waiting for a connection, a lock or a statement, each.

    Raises:
        DatabaseUrlInvalid: The address cannot be read or is of another kind of database.
        DatabaseUnwritable: The SQLite file or its folder cannot be made or written.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, timeout_seconds)
    return _postgresql_engine(parsed, timeout_seconds)


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions in 2.0 style whose values stay readable after a commit."""
    return sessionmaker(bind=engine, future=True, expire_on_commit=False)


def lock_for_writing(session: Session) -> None:
    """Waits until no other writer is at work; call it before a transaction reads anything.

    Without it two imports at once would both see a plan missing and both add it.
    """
    if session.get_bind().dialect.name == "sqlite":
        # Any write takes SQLite's only write lock, even one that touches no row.
        session.execute(text("DELETE FROM audit_entries WHERE 0 = 1"))
    else:
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError) as error:
        # The address itself stays out of the message: it may hold a password.
        raise DatabaseUrlInvalid(f"the database address cannot be read: {_EXPECTED_URL}") from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return parsed.set(drivername="sqlite+pysqlite")
    if parsed.drivername in ("postgresql", "postgresql+psycopg2"):
        return parsed.set(drivername="postgresql+psycopg2")
    raise DatabaseUrlInvalid(f"{parsed.drivername!r} databases are not supported: {_EXPECTED_URL}")


def _sqlite_engine(url: URL, timeout_seconds: float) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise DatabaseUrlInvalid(
            "a SQLite database in memory forgets everything: "
            "name a file, such as sqlite:///var/clinic.db"
        )
    _make_writable(Path(url.database))
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=timeout_seconds,
        pool_pre_ping=True,
        connect_args={"timeout": timeout_seconds, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_writable(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnwritable(
            f"the folder {path.parent} cannot be made ({error.strerror}): make it, "
            "or name another file in DATABASE_URL"
        ) from error
    if path.is_dir():
        raise DatabaseUnwritable(f"{path} is a folder: name a file in it in DATABASE_URL")
    refused = next((p for p in (path.parent, path) if p.exists() and not _is_writable(p)), None)
    if refused is not None:
        raise DatabaseUnwritable(
            f"{refused} cannot be written by this user: allow it (SQLite writes the file and its "
            "folder), or name another file in DATABASE_URL"
        )


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0))


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The driver would begin transactions late and leave out DDL; we begin them ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In this mode readers never wait for a writer.
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _postgresql_engine(url: URL, timeout_seconds: float) -> Engine:
    milliseconds = math.ceil(timeout_seconds * 1000)
    own_options = url.query.get("options", "")
    return create_engine(
        url,
        future=True,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=timeout_seconds,
        pool_pre_ping=True,
        pool_recycle=_RECYCLE_SECONDS,
        connect_args={
            "connect_timeout": max(_LEAST_CONNECT_SECONDS, math.ceil(timeout_seconds)),
            "options": f"{own_options} -c statement_timeout={milliseconds} -c timezone=UTC".strip(),
            "application_name": "mesoguide",
            "keepalives": 1,
            "keepalives_idle": _KEEPALIVE_IDLE_SECONDS,
            "keepalives_interval": _KEEPALIVE_IDLE_SECONDS,
            "keepalives_count": _KEEPALIVE_PROBES,
            "tcp_user_timeout": max(milliseconds, 1000 * _KEEPALIVE_IDLE_SECONDS),
        },
    )
