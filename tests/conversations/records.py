"""What one conversation has left in the databases, read and aged by tests."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

SECONDS_A_MINUTE = 60
#: How a table's rows are found by conversation.
TABLES = {
    "callback_requests",
    "feedback",
    "unanswered_asks",
    "safety_alerts",
    "plan_attempts",
}


class ConversationRows:
    """The rows of one conversation."""

    def __init__(self, conversation_id: str, tracker_url: str, clinic_url: str) -> None:
        self.conversation_id = conversation_id
        self._tracker = _engine(tracker_url)
        self._clinic = _engine(clinic_url)

    def events(self) -> list[dict[str, Any]]:
        """Return every event that the tracker store holds, in order."""
        query = text("SELECT data FROM events WHERE sender_id = :sender ORDER BY id")
        with self._tracker.connect() as connection:
            rows = connection.execute(query, {"sender": self.conversation_id}).scalars()
            return [json.loads(row) for row in rows]

    def let_time_pass(self, minutes: int) -> None:
        """Make everything that was said so much older."""
        seconds = minutes * SECONDS_A_MINUTE
        read = text("SELECT id, data FROM events WHERE sender_id = :sender")
        write = text("UPDATE events SET data = :data, timestamp = :at WHERE id = :id")
        with self._tracker.begin() as connection:
            for row in connection.execute(read, {"sender": self.conversation_id}).all():
                event = json.loads(row.data)
                event["timestamp"] = event["timestamp"] - seconds
                values = {"id": row.id, "data": json.dumps(event), "at": event["timestamp"]}
                connection.execute(write, values)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table of the clinic's database."""
        if table == "events":
            return self.events()
        if table not in TABLES:
            raise ValueError(f"{table} is not one of {sorted(TABLES)}")
        query = text(f"SELECT * FROM {table} WHERE conversation_id = :id ORDER BY id")  # noqa: S608
        with self._clinic.connect() as connection:
            found = connection.execute(
                query.bindparams(bindparam("id", self.conversation_id))
            ).mappings()
            return [dict(row) for row in found]

    def faults(self, expected: dict[str, int | list[dict[str, Any]]]) -> list[str]:
        """Compare the rows with what a step says is stored."""
        found = []
        for table, wanted in expected.items():
            rows = self.rows(table)
            count = wanted if isinstance(wanted, int) else len(wanted)
            if len(rows) != count:
                found.append(f"{table} holds {len(rows)} rows of this conversation, not {count}")
            elif not isinstance(wanted, int):
                found += _differences(table, rows, wanted)
        return found


def _differences(table: str, rows: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[str]:
    return [
        f"{table}.{column} is {row.get(column)!r}, expected {value!r}"
        for row, expected in zip(rows, wanted, strict=True)
        for column, value in expected.items()
        if row.get(column) != value
    ]


def _engine(url: str) -> Engine:
    return create_engine(url, future=True, poolclass=NullPool)
