"""Tables and indexes of the database of conversations, made or completed when a server starts.

Conversations may lie in another database than the clinic's, which Alembic knows nothing of, and
the table of events is Rasa's. So this only ever adds, and may be done at any time and twice.
"""

from __future__ import annotations

import logging

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.schema import CreateTable

from mesoguide.clinic.database import WRITE_LOCK
from mesoguide.tracking.checkpoints import CHECKPOINTS
from mesoguide.tracking.event_rows import EVENTS

logger = logging.getLogger(__name__)

#: A conversation is read in the order of its rows; the messages of one kind are read backwards.
INDEXES = {
    "ix_events_sender_id_id": "sender_id, id",
    "ix_events_sender_id_type_name_id": "sender_id, type_name, id",
}


def complete(engine: Engine) -> None:
    """Make what is missing.

    Raises:
        SQLAlchemyError: the database cannot be reached, or refuses the tables.
    """
    with engine.begin() as connection:
        _wait_in_line(connection)
        for table in (EVENTS, CHECKPOINTS):
            connection.execute(CreateTable(table, if_not_exists=True))
    there = {index["name"] for index in inspect(engine).get_indexes(EVENTS.name)}
    for name in INDEXES.keys() - there:
        _make_index(engine, f"CREATE INDEX IF NOT EXISTS {name} ON events ({INDEXES[name]})")


def _make_index(engine: Engine, statement: str) -> None:
    """Make an index; without it everything works, only slower."""
    try:
        with engine.begin() as connection:
            _wait_in_line(connection)
            connection.execute(text(statement))
    except (OperationalError, ProgrammingError) as error:
        # The user may not, or another process takes longer over it than we wait.
        logger.warning("an index of the events could not be made: %s", type(error).__name__)


def _wait_in_line(connection: Connection) -> None:
    """Wait for other processes that start now; years of events take longer to index than a turn.

    On SQLite the first statement that changes anything waits by itself.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
