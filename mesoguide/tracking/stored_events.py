"""Rasa's events and their rows: reading an event, writing one, and telling which are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rasa.shared.core.events import Event

from mesoguide.tracking.checkpoints import Checkpoint
from mesoguide.tracking.compaction import compact
from mesoguide.tracking.event_rows import EventRow

_MARK = "mesoguide_stored_as"

#: Row by the identity of the event: Rasa's events are equal when they say the same.
Rows = dict[int, int]


class StoredAs(NamedTuple):
    """Where an event is stored."""

    store: object
    sender_id: str
    row: int


class StoredEvents:
    """Marks the events that one store has written or read.

    The mark is on the event itself: Rasa copies trackers at every action, and their events with
    them, so that a tracker can always be told from what the store has of it.
    """

    def __init__(self) -> None:
        self._store = object()

    def restored(self, sender_id: str, rows: Iterable[EventRow]) -> list[Event]:
        """Read events from their rows."""
        found = []
        for row in rows:
            # Rasa once had an event of topics, which it leaves out as well.
            if (event := Event.from_parameters(json.loads(row.data))) is not None:
                self.mark(event, sender_id, row.id)
                found.append(event)
        return found

    def mark(self, event: Event, sender_id: str, row: int) -> None:
        """Note in which row an event is stored."""
        setattr(event, _MARK, StoredAs(self._store, sender_id, row))

    def rows(self, events: Iterable[Event], sender_id: str) -> Rows:
        """Return the rows of those events that are stored in a conversation."""
        marks: Iterable[tuple[Event, StoredAs | None]] = (
            (event, getattr(event, _MARK, None)) for event in events
        )
        return {
            id(event): mark.row
            for event, mark in marks
            if mark and (mark.store, mark.sender_id) == (self._store, sender_id)
        }


def checkpoint(events: Sequence[Event], rows: Rows) -> Checkpoint | None:
    """Return what the next turn reads of a conversation, where that changed with this one.

    Args:
        events: the conversation as it is in memory after the turn.
        rows: the rows of all its events.
    """
    compacted = compact(events)
    if compacted is None:
        return None
    first = compacted.recent[0]
    kept = tuple(rows[id(event)] for event in compacted.older)
    return Checkpoint(rows[id(first)], first.timestamp, kept)


def written(event: Event, sender_id: str) -> dict[str, Any]:
    """Return the row of a new event, with the columns that Rasa fills."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": ((data.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
