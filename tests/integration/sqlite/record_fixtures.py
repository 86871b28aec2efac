"""Fixtures of records that hold for every kind of database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime

import pytest
from record_factories import SECRET_KEY, Clock
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.database import create_engine_for, session_factory

# As Rasa's SQLTrackerStore makes it.
_EVENTS = """
CREATE TABLE events (
    id {key}, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,
    intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT
)
"""
_KEYS = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "SERIAL PRIMARY KEY"}

AddEvents = Callable[..., None]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["one database", "two databases"])
def tracker_engine(
    request: pytest.FixtureRequest, engine: Engine, empty_url: str
) -> Iterator[Engine]:
    """Where Rasa keeps conversations: in the clinic's database, or in one of its own."""
    if request.param == "one database":
        yield engine
        return
    own = create_engine_for(empty_url, timeout_seconds=5)
    yield own
    own.dispose()


@pytest.fixture
def events_table(tracker_engine: Engine) -> None:
    with tracker_engine.begin() as connection:
        connection.execute(text(_EVENTS.format(key=_KEYS[tracker_engine.dialect.name])))


@pytest.fixture
def tracker_sessions(engine: Engine, tracker_engine: Engine) -> sessionmaker[Session] | None:
    return None if tracker_engine is engine else session_factory(tracker_engine)


@pytest.fixture
def add_events(events_table: None, tracker_engine: Engine) -> AddEvents:
    """Writes events of one or several conversations as Rasa does, a number of them for each."""

    def add(conversations: str | list[str], number: int, *, at: datetime) -> None:
        senders = [conversations] if isinstance(conversations, str) else conversations
        common = {"at": at.timestamp(), "data": json.dumps({"text": "hi"})}
        with tracker_engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO events (sender_id, type_name, timestamp, data) "
                    "VALUES (:sender, 'user', :at, :data)"
                ),
                [{"sender": sender, **common} for sender in senders] * number,
            )

    return add


@pytest.fixture
async def records(
    sessions: sessionmaker[Session], clock: Clock
) -> AsyncIterator[ConversationRecords]:
    """Records of a clinic that keeps conversations in the same database."""
    records = ConversationRecords(sessions, timeout_seconds=5, secret_key=SECRET_KEY, now=clock)
    yield records
    records.close()
