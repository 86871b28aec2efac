"""Checkpoints: from which event on a conversation is read, and which older events besides.

A checkpoint holds numbers of rows and no word of anybody. It only saves reading: whenever it does
not fit the events, the whole session is read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

#: Beside Rasa's table of events, in the same database.
CHECKPOINTS = Table(
    "conversation_checkpoints",
    MetaData(),
    Column("sender_id", String(255), primary_key=True),
    Column("first_id", Integer, nullable=False),
    Column("first_timestamp", Float),
    Column("kept_ids", Text, nullable=False),
)
_COLUMNS = CHECKPOINTS.c


@dataclass(frozen=True)
class Checkpoint:
    """Which events of a conversation are read.

    Attributes:
        first_id: row of the first event that is read as are all after it.
        first_timestamp: its time, by which a row that has taken over its number is told apart.
        kept_ids: rows of older events that still hold, oldest first.
    """

    first_id: int
    first_timestamp: float | None
    kept_ids: tuple[int, ...] = ()


class Checkpoints:
    """Reads and writes checkpoints in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, sender_id: str) -> Checkpoint | None:
        """Return the checkpoint of a conversation, if it has one."""
        query = select(_COLUMNS.first_id, _COLUMNS.first_timestamp, _COLUMNS.kept_ids)
        row = self._session.execute(query.where(_COLUMNS.sender_id == sender_id)).first()
        if row is None:
            return None
        return Checkpoint(row.first_id, row.first_timestamp, tuple(json.loads(row.kept_ids)))

    def put(self, sender_id: str, checkpoint: Checkpoint) -> None:
        """Set the checkpoint of a conversation."""
        values = {
            "first_id": checkpoint.first_id,
            "first_timestamp": checkpoint.first_timestamp,
            "kept_ids": json.dumps(checkpoint.kept_ids),
        }
        mine = _COLUMNS.sender_id == sender_id
        if not self._session.execute(update(CHECKPOINTS).where(mine).values(**values)).rowcount:
            self._session.execute(insert(CHECKPOINTS).values(sender_id=sender_id, **values))

    def delete(self, sender_ids: Sequence[str]) -> None:
        """Delete the checkpoints of conversations."""
        self._session.execute(delete(CHECKPOINTS).where(_COLUMNS.sender_id.in_(sender_ids)))
