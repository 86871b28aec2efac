"""What was deleted cannot be read from SQLite's file either, whatever build of SQLite it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from record_factories import START, make_alert
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_deletion import ConversationDeletion
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository

WORDS = "my tongue is swelling and my name is Anna"


@pytest.fixture
def engine(clinic_url: str) -> Iterator[Engine]:
    """An engine on a SQLite that leaves deleted text in its file unless it is told otherwise."""
    engine = create_engine_for(clinic_url, timeout_seconds=5)
    event.listen(engine, "connect", _keep_deleted)
    yield engine
    engine.dispose()


def _keep_deleted(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA secure_delete = OFF")


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return session_factory(engine)


def test_deleted_text_is_overwritten(
    clinic_url: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    path = Path(str(make_url(clinic_url).database))
    with sessions.begin() as session:
        SafetyAlertRepository(session).add(make_alert(message=WORDS), at=START)
    # The last connection that closes brings everything from the journal into the file.
    engine.dispose()
    assert WORDS.encode() in path.read_bytes()

    ConversationDeletion(sessions, None, now=lambda: START).delete(
        ["talk-1"], requested_by=DeletedFor.PATIENT
    )
    engine.dispose()

    assert WORDS.encode() not in path.read_bytes()
    assert not path.with_name(f"{path.name}-wal").exists()
