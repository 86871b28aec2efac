"""Tracker stores on empty databases of both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mesoguide.ops.tracker_store import ConversationStore
from tests.integration.tracking.random_conversations import DOMAIN
from tests.postgres import PostgresServer

OpenStore = Callable[[], ConversationStore]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'conversations.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(server.create_database())


@pytest.fixture
def open_store(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenStore]:
    """Open stores on it, as several processes would; all are closed at the end."""
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", database_url)
    opened: list[ConversationStore] = []

    def open_one() -> ConversationStore:
        opened.append(ConversationStore(DOMAIN))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> ConversationStore:
    """A store on it."""
    return open_store()
