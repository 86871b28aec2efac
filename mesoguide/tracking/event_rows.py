"""Rows of Rasa's table of events: reading what a turn needs, and adding to the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from mesoguide.tracking.checkpoints import Checkpoint

#: Rasa's own table, so that whatever reads Rasa's databases reads ours.
EVENTS = SQLTrackerStore.SQLEvent.__table__
_COLUMNS = EVENTS.c
_SESSION_STARTED = "session_started"


@dataclass(frozen=True)
class EventRow:
    """One stored event, as JSON."""

    id: int
    timestamp: float | None
    data: str


class EventRows:
    """Works on events in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self, sender_id: str, checkpoint: Checkpoint) -> list[EventRow] | None:
        """Return what a checkpoint says is read; nothing if it does not fit the events."""
        recent = self._read(_of(sender_id).where(_COLUMNS.id >= checkpoint.first_id))
        starts = [(row.id, row.timestamp) for row in recent[:1]]
        if starts != [(checkpoint.first_id, checkpoint.first_timestamp)]:
            return None
        if not checkpoint.kept_ids:
            return recent
        kept = self._read(_of(sender_id).where(_COLUMNS.id.in_(checkpoint.kept_ids)))
        return [*kept, *recent] if len(kept) == len(checkpoint.kept_ids) else None

    def latest_session(self, sender_id: str) -> list[EventRow]:
        """Return the events from the last start of a session on, or all where there is none."""
        return self._read(_of(sender_id).where(_COLUMNS.id >= self._session_start(sender_id)))

    def everything(self, sender_id: str) -> list[EventRow]:
        """Return all events of a conversation."""
        return self._read(_of(sender_id))

    def session_length(self, sender_id: str) -> int:
        """Count the events of the latest session."""
        query = select(func.count()).select_from(EVENTS).where(_COLUMNS.sender_id == sender_id)
        query = query.where(_COLUMNS.id >= self._session_start(sender_id))
        return int(self._session.execute(query).scalar_one())

    def last(self, sender_id: str) -> EventRow | None:
        """Return the last event of a conversation."""
        newest = select(func.max(_COLUMNS.id)).where(_COLUMNS.sender_id == sender_id)
        rows = self._read(_of(sender_id).where(_COLUMNS.id == newest.scalar_subquery()))
        return rows[0] if rows else None

    def last_id(self, sender_id: str) -> int:
        """Return the row of the last event of a conversation; 0 if it has none."""
        newest = select(func.max(_COLUMNS.id)).where(_COLUMNS.sender_id == sender_id)
        return int(self._session.execute(newest).scalar_one() or 0)

    def append(self, sender_id: str, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Add events and return the numbers of their rows."""
        before = self.last_id(sender_id)
        self._session.execute(insert(EVENTS), rows)
        query = select(_COLUMNS.id).where(_COLUMNS.sender_id == sender_id, _COLUMNS.id > before)
        return list(self._session.execute(query.order_by(_COLUMNS.id)).scalars())

    def delete(self, sender_id: str) -> None:
        """Delete all events of a conversation."""
        self._session.execute(delete(EVENTS).where(_COLUMNS.sender_id == sender_id))

    def exists(self, sender_id: str) -> bool:
        """Tell whether a conversation has any event."""
        query = select(_COLUMNS.id).where(_COLUMNS.sender_id == sender_id).limit(1)
        return self._session.execute(query).first() is not None

    def sender_ids(self) -> list[str]:
        """List all conversations."""
        return list(self._session.execute(select(_COLUMNS.sender_id).distinct()).scalars())

    def one_writer_at_a_time(self, sender_id: str) -> None:
        """Wait until no other transaction writes to this conversation.

        A transaction on SQLite that begins at once (``BEGIN IMMEDIATE``) is alone anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            self._session.execute(lock, {"key": _lock_key(sender_id)})

    def _session_start(self, sender_id: str) -> int:
        started = _COLUMNS.type_name == _SESSION_STARTED
        query = select(func.max(_COLUMNS.id)).where(_COLUMNS.sender_id == sender_id, started)
        return int(self._session.execute(query).scalar_one() or 0)

    def _read(self, query: Select) -> list[EventRow]:
        return [EventRow(*row) for row in self._session.execute(query.order_by(_COLUMNS.id))]


def _of(sender_id: str) -> Select:
    columns = (_COLUMNS.id, _COLUMNS.timestamp, _COLUMNS.data)
    return select(*columns).where(_COLUMNS.sender_id == sender_id)


def _lock_key(sender_id: str) -> int:
    """Return a number of 64 bits, signed, as PostgreSQL's advisory locks have them."""
    digest = hashlib.blake2b(sender_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
