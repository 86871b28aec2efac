"""Bringing the clinic database's tables to a revision, without a configuration file.

Two processes may start at once: each waits for the other's lock and then finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from mesoguide.clinic.database import WRITE_LOCK, create_engine_for
from mesoguide.exceptions import MigrationFailed, MigrationNeeded

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_TIMEOUT_SECONDS = 60.0
"""How long a start-up waits for another one's migration."""

_QUERY_TIMEOUT_SECONDS = 5.0
# https://www.postgresql.org/docs/current/errcodes-appendix.html: undefined table, undefined column
_POSTGRESQL_MISSING = ("42P01", "42703")
_SQLITE_MISSING = ("no such table", "no such column")


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the tables up to a revision, the newest unless told otherwise.

    Raises:
        MigrationFailed: The revision, or the one that the database is at, is not known.
    """
    _change(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Takes the tables back to a revision; "base" removes them with all that they hold.

    Raises:
        MigrationFailed: The revision, or the one that the database is at, is not known.
    """
    _change(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """The revision that the tables are at; None when there are none."""
    engine = create_engine_for(url, timeout_seconds=_QUERY_TIMEOUT_SECONDS)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def newest() -> str | None:
    """The revision that this release of MesoGuide expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str) -> bool:
    """Says whether this release knows a revision, and so can bring its tables up to date."""
    return revision in {
        each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()
    }


def is_current(url: str) -> bool:
    """Says whether the tables are at the revision that this release expects."""
    return current(url) == newest()


def require_current(url: str) -> None:
    """Refuses to go on with tables of another release.

    Raises:
        MigrationNeeded: The tables are missing, older or newer; the message says how to mend it.
    """
    found = current(url)
    if found != newest():
        raise MigrationNeeded(
            f"the clinic database is at revision {found or 'none'} and this release expects "
            f"{newest()}: run `mesoguide db upgrade`"
        )


def revise(url: str, message: str) -> None:
    """Writes a new migration from what the models have and the database has not."""
    _change(url, lambda config: command.revision(config, message, autogenerate=True))


def is_missing_table(error: SQLAlchemyError) -> bool:
    """Says whether a statement failed because a table or column is not there."""
    cause = getattr(error, "orig", None)
    if getattr(cause, "pgcode", None) in _POSTGRESQL_MISSING:
        return True
    return str(cause).startswith(_SQLITE_MISSING)


def _change(url: str, change: Callable[[Config], object]) -> None:
    with _locked_connection(url) as connection:
        config = _config()
        config.attributes["connection"] = connection
        try:
            change(config)
        except CommandError as error:
            raise MigrationFailed(
                f"the clinic database was not changed: {error}. If a newer release of MesoGuide "
                "was used before, install that one again"
            ) from error


@contextmanager
def _locked_connection(url: str) -> Iterator[Connection]:
    """One transaction around the whole change, which no other process can run beside."""
    engine = create_engine_for(url, timeout_seconds=LOCK_TIMEOUT_SECONDS)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection = connection.execution_options(sqlite_begin="IMMEDIATE")
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    lock = text("SELECT pg_advisory_xact_lock(:key)")
                    connection.execute(lock, {"key": WRITE_LOCK})
                yield connection
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
