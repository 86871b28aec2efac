"""A conversation that was deleted within a turn stays deleted, though Rasa has it in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import inspect, text

from mesoguide.clinic import schema
from mesoguide.clinic.conversation_records import ConversationRecords, open_conversation_records
from mesoguide.clinic.conversation_values import AlertKind, DeletedFor, SafetyAlertRaised
from mesoguide.ops.settings import load_settings
from mesoguide.ops.tracker_store import DELETED_SLOT, ConversationStore, was_deleted

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {
            DELETED_SLOT: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            }
        },
    }
)


@pytest.fixture
def addresses(tmp_path: Path) -> tuple[str, str]:
    """Where the clinic's data and where conversations are kept."""
    return f"sqlite:///{tmp_path / 'clinic.db'}", f"sqlite:///{tmp_path / 'conversations.db'}"


@pytest.fixture
def environment(
    addresses: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", addresses[0])
    monkeypatch.setenv("TRACKER_DATABASE_URL", addresses[1])
    schema.upgrade(addresses[0])


@pytest.fixture
def store(environment: None) -> Iterator[ConversationStore]:
    store = ConversationStore(DOMAIN)
    yield store
    store.engine.dispose()


@pytest.fixture
async def records(environment: None) -> AsyncIterator[ConversationRecords]:
    records = open_conversation_records(load_settings())
    yield records
    records.close()


def session_start() -> tuple[Event, ...]:
    """As Rasa does: the action runs and makes its events before it is itself written down."""
    started = SessionStarted()
    return ActionExecuted("action_session_start"), started


def turn() -> tuple[Event, ...]:
    """The events of a turn, which carry the time at which they are made."""
    return (
        UserUttered("hello", {"name": "greet"}),
        ActionExecuted("utter_greet"),
        BotUttered("Hello."),
        ActionExecuted("action_listen"),
    )


def say(tracker: DialogueStateTracker, *events: Event) -> None:
    for event in events:
        tracker.update(event, DOMAIN)


async def begin(store: ConversationStore, sender: str = "visitor") -> DialogueStateTracker:
    """Two saved turns of a conversation, which stays in memory."""
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    say(tracker, *session_start())
    for _ in range(2):
        say(tracker, *turn())
        await store.save(tracker)
    return tracker


async def delete_in_a_turn(
    store: ConversationStore, records: ConversationRecords, tracker: DialogueStateTracker
) -> None:
    """What happens when somebody confirms: the action deletes, then Rasa saves the turn."""
    say(tracker, UserUttered("yes, delete it", {"name": "greet"}))
    receipt = await records.delete_conversation(tracker.sender_id, requested_by=DeletedFor.PATIENT)
    say(tracker, SlotSet(DELETED_SLOT, receipt.code), BotUttered("Done."))
    say(tracker, ActionExecuted("action_listen"))
    await store.save(tracker)


def rows(store: ConversationStore, sender: str = "visitor") -> int:
    with store.engine.connect() as connection:
        count = text("SELECT count(*) FROM events WHERE sender_id = :sender")
        return int(connection.execute(count, {"sender": sender}).scalar_one())


async def test_deleted_conversation_leaves_no_row(
    store: ConversationStore, records: ConversationRecords
) -> None:
    tracker = await begin(store)
    assert rows(store) == 10
    await records.add_safety_alert(
        SafetyAlertRaised("visitor", "widget", AlertKind.EMERGENCY, "help")
    )

    await delete_in_a_turn(store, records, tracker)

    assert rows(store) == 0
    assert sum((await records.stored_for("visitor")).values()) == 0


async def test_rasa_alone_would_write_everything_again(
    store: ConversationStore, records: ConversationRecords
) -> None:
    tracker = await begin(store)
    say(tracker, UserUttered("yes, delete it", {"name": "greet"}))
    receipt = await records.delete_conversation("visitor", requested_by=DeletedFor.PATIENT)
    say(tracker, SlotSet(DELETED_SLOT, receipt.code))

    rasas = SQLTrackerStore(DOMAIN, host=load_settings().tracker_database_url)
    await rasas.save(tracker)
    rasas.engine.dispose()

    assert rows(store) == 12


async def test_turn_that_is_saved_twice_leaves_no_row(
    store: ConversationStore, records: ConversationRecords
) -> None:
    tracker = await begin(store)

    await delete_in_a_turn(store, records, tracker)
    await store.save(tracker)

    assert rows(store) == 0


async def test_next_message_begins_a_new_conversation(
    store: ConversationStore, records: ConversationRecords
) -> None:
    await delete_in_a_turn(store, records, await begin(store))

    assert await store.retrieve("visitor") is None
    assert await store.retrieve_full_tracker("visitor") is None
    fresh = await store.get_or_create_tracker("visitor")
    assert fresh.get_slot(DELETED_SLOT) is None
    say(fresh, *turn())
    await store.save(fresh)

    assert 4 <= rows(store) <= 6
    found = await store.retrieve("visitor")
    assert found is not None
    assert [e.text for e in found.events if isinstance(e, UserUttered)] == ["hello"]


async def test_earlier_sessions_of_the_conversation_go_too(
    store: ConversationStore, records: ConversationRecords
) -> None:
    await begin(store)
    # After an hour's silence Rasa starts a session; it holds that one alone in memory.
    earlier = await store.retrieve("visitor")
    assert earlier is not None
    say(earlier, *session_start(), *turn())
    await store.save(earlier)
    latest = await store.retrieve("visitor")
    assert latest is not None
    assert len(latest.events) < rows(store)

    await delete_in_a_turn(store, records, latest)

    assert rows(store) == 0


async def test_conversations_of_others_stay(
    store: ConversationStore, records: ConversationRecords
) -> None:
    await begin(store, "other")

    await delete_in_a_turn(store, records, await begin(store))

    assert rows(store, "other") == 10


async def test_conversation_that_was_not_deleted_is_saved(store: ConversationStore) -> None:
    tracker = await begin(store)
    say(tracker, *turn())

    await store.save(tracker)

    assert rows(store) == 14


@pytest.mark.parametrize(
    ("events", "deleted"),
    [
        ((UserUttered("x"), SlotSet(DELETED_SLOT, "7K4P-2QX9")), True),
        ((UserUttered("x"), SlotSet(DELETED_SLOT, "7K4P-2QX9"), BotUttered("Done.")), True),
        ((SlotSet(DELETED_SLOT, "7K4P-2QX9"), UserUttered("x")), False),
        ((UserUttered("x"), SlotSet(DELETED_SLOT, None)), False),
        (
            (UserUttered("x"), SlotSet(DELETED_SLOT, "7K4P-2QX9"), SlotSet(DELETED_SLOT, None)),
            False,
        ),
        ((UserUttered("x"), SlotSet("concern", "hair_loss")), False),
        ((), False),
    ],
    ids=["set", "then-more", "earlier-turn", "cleared", "set-and-cleared", "other-slot", "empty"],
)
def test_slot_counts_in_the_turn_that_set_it(events: tuple[Event, ...], deleted: bool) -> None:
    tracker = DialogueStateTracker("visitor", DOMAIN.slots)
    say(tracker, *events)

    assert was_deleted(tracker) is deleted


# ---- The checkpoint ----


def checkpoints(store: ConversationStore) -> int:
    with store.engine.connect() as connection:
        count = text("SELECT count(*) FROM conversation_checkpoints")
        return int(connection.execute(count).scalar_one())


async def test_deleted_conversation_leaves_no_checkpoint(
    store: ConversationStore, records: ConversationRecords
) -> None:
    tracker = await begin(store)
    assert checkpoints(store) == 1

    await delete_in_a_turn(store, records, tracker)

    assert checkpoints(store) == 0


async def test_deletion_by_staff_takes_the_checkpoint_along(
    store: ConversationStore, records: ConversationRecords
) -> None:
    await begin(store)
    await begin(store, "other")

    await records.delete_conversation("visitor", requested_by=DeletedFor.STAFF)

    assert checkpoints(store) == 1


# ---- The index ----


def indexed(store: ConversationStore) -> list[list[str | None]]:
    return [index["column_names"] for index in inspect(store.engine).get_indexes("events")]


def test_events_of_a_conversation_are_indexed_in_their_order(store: ConversationStore) -> None:
    assert ["sender_id", "id"] in indexed(store)


async def test_index_is_added_to_a_table_that_has_none(store: ConversationStore) -> None:
    await begin(store)
    with store.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_events_sender_id_id"))

    again = ConversationStore(DOMAIN)

    assert ["sender_id", "id"] in indexed(again)
    assert rows(again) == 10
    again.engine.dispose()


def test_second_start_leaves_the_index_as_it_is(store: ConversationStore) -> None:
    again = ConversationStore(DOMAIN)

    assert indexed(again).count(["sender_id", "id"]) == 1
    again.engine.dispose()
