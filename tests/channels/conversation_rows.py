"""Conversations as Rasa's tracker store leaves them in a database, for tests that need no bot."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

#: As SQLTrackerStore makes it; a sequence of ours, so that the same statement fits both databases.
EVENTS_TABLE = """
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY,
    sender_id VARCHAR(255) NOT NULL,
    type_name VARCHAR(255) NOT NULL,
    timestamp FLOAT,
    intent_name VARCHAR(255),
    action_name VARCHAR(255),
    data TEXT
)
"""
_INSERT = (
    "INSERT INTO events (id, sender_id, type_name, timestamp, data) "
    "VALUES (:id, :sender_id, :type_name, :timestamp, :data)"
)


class Writer:
    """Writes events in the order of its calls, a second apart."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._ids = count(1)
        with sessions.begin() as session:
            session.execute(text(EVENTS_TABLE))

    def user(self, conversation: str, message_id: str, said: str, **metadata: Any) -> float:
        """A visitor's message; gives back its time."""
        event = {"message_id": message_id, "text": said, "metadata": metadata, "parse_data": {}}
        return self._write(conversation, "user", event)

    def bot(self, conversation: str, said: str, *payloads: str, **metadata: Any) -> float:
        """A message of the bot with buttons that are titled by their payload."""
        buttons = [{"title": f"title of {payload}", "payload": payload} for payload in payloads]
        event = {"text": said, "data": {"buttons": buttons}, "metadata": metadata}
        return self._write(conversation, "bot", event)

    def action(self, conversation: str, name: str) -> float:
        """What is no message."""
        return self._write(conversation, "action", {"name": name})

    def _write(self, conversation: str, kind: str, event: dict[str, Any]) -> float:
        number = next(self._ids)
        at = 1_795_000_000.25 + number
        row = {
            "id": number,
            "sender_id": conversation,
            "type_name": kind,
            "timestamp": at,
            "data": json.dumps({"event": kind, "timestamp": at, **event}),
        }
        with self._sessions.begin() as session:
            session.execute(text(_INSERT), row)
        return at
