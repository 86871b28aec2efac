"""Conversations are kept at the address that the settings name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.ops.tracker_store import ConversationStore, conversations_url
from tests.unit.ops.conftest import MakeSettings


def open_store() -> ConversationStore:
    return ConversationStore(Domain.empty())


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in a folder that does not exist yet, apart from everything else that is written."""
    path = tmp_path / "elsewhere" / "deep" / "conversations.db"
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_folder_of_the_file_is_made(database: Path) -> None:
    open_store().engine.dispose()

    assert database.is_file()


def test_file_lies_in_the_var_folder_unless_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path / "var"))

    open_store().engine.dispose()

    assert (tmp_path / "var" / "conversations.db").is_file()


async def test_conversation_is_written_to_the_file(database: Path) -> None:
    store = open_store()
    tracker = DialogueStateTracker("visitor", [])
    tracker.update(UserUttered("hello", {"name": "greet"}))

    await store.save(tracker)
    store.engine.dispose()

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT sender_id, type_name FROM events").fetchall() == [
            ("visitor", "user")
        ]


async def test_conversation_is_read_again_by_the_next_process(database: Path) -> None:
    first = open_store()
    tracker = DialogueStateTracker("visitor", [])
    tracker.update(UserUttered("hello", {"name": "greet"}))
    await first.save(tracker)
    first.engine.dispose()

    second = open_store()
    found = await second.retrieve("visitor")
    second.engine.dispose()

    assert found is not None
    assert found.latest_message.text == "hello"


def test_part_of_endpoints_yml_is_not_taken_for_the_address(database: Path) -> None:
    store = ConversationStore(Domain.empty(), host="elsewhere.example", db="other.db")
    store.engine.dispose()

    assert database.is_file()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_known_by_both_its_names(make_settings: MakeSettings, scheme: str) -> None:
    url = conversations_url(make_settings(DATABASE_URL=f"{scheme}://u:s3cret@h/d"))

    assert url.render_as_string(hide_password=False) == "postgresql://u:s3cret@h/d"
