"""Rasa's contract for tracker stores, and what ours adds to it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, check_if_tracker_store_async
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, inspect, text

from mesoguide.exceptions import ClinicDataUnavailable, ConversationChanged
from mesoguide.ops.tracker_store import UNAVAILABLE, ConversationStore
from mesoguide.tracking.compaction import TURNS_AT_MOST, TURNS_KEPT
from tests.integration.tracking.conftest import OpenStore
from tests.integration.tracking.random_conversations import (
    DOMAIN,
    TURNS,
    TURNS_WITH_STARTS,
    Turn,
    last_turns,
    state,
    tracker,
    turn_events,
    written,
)

ON_REAL_DATABASES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
_senders = (f"visitor-{number}" for number in itertools.count())
LONG: list[Turn] = [[("slot", "topic", f"{n}"), ("bot", "utter_greet", None)] for n in range(100)]


@pytest.fixture
def rasas(database_url: str, tmp_path: Path) -> Iterator[SQLTrackerStore]:
    """Rasa's own store, on a database of its own."""
    store = SQLTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'rasa.db'}")
    yield store
    store.engine.dispose()


async def talk(store: Any, sender: str, turns: Sequence[Turn], *, begin: int = 0) -> None:
    """Store a conversation turn by turn, each restored from the one before."""
    for number, steps in enumerate(turns, begin):
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in turn_events(number, steps):
            tracker.update(event)
        await store.save(tracker)


async def found(store: Any, sender: str) -> DialogueStateTracker:
    """A conversation that must be there."""
    restored = await store.retrieve(sender)
    assert restored is not None
    return restored


def rows(store: ConversationStore, sender: str) -> int:
    with store.engine.connect() as connection:
        count = text("SELECT count(*) FROM events WHERE sender_id = :sender")
        return int(connection.execute(count, {"sender": sender}).scalar_one())


# ---- Rasa's contract ----


def test_every_method_of_the_contract_is_async(store: ConversationStore) -> None:
    assert check_if_tracker_store_async(store)


async def test_unknown_conversation_is_none(store: ConversationStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")


async def test_new_conversation_listens(store: ConversationStore) -> None:
    fresh = await store.get_or_create_tracker("visitor")

    assert [event.as_dict()["name"] for event in fresh.events] == ["action_listen"]
    assert await store.exists("visitor")


async def test_conversations_are_listed_once_each(store: ConversationStore) -> None:
    await talk(store, "anna", [[], []])
    await talk(store, "ben", [[]])

    assert sorted(await store.keys()) == ["anna", "ben"]


async def test_conversation_from_elsewhere_is_stored_once(store: ConversationStore) -> None:
    mine = tracker(list(turn_events(0, [])))
    await store.save(mine)
    for event in turn_events(1, []):
        mine.update(event)
    again = tracker(list(mine.events))

    await store.save(again)
    await store.save(tracker(list(again.events)))

    assert rows(store, "visitor") == 7


async def test_copy_of_a_conversation_is_stored_once(store: ConversationStore) -> None:
    await talk(store, "visitor", LONG[: TURNS_AT_MOST + 5])
    before = rows(store, "visitor")
    copy = (await found(store, "visitor")).copy()
    copy.update(BotUttered("one more"))

    await store.save(copy)
    await store.save(copy)

    assert rows(store, "visitor") == before + 1


async def test_events_are_published_once_they_are_stored(store: ConversationStore) -> None:
    class Broker(EventBroker):
        def publish(self, event: dict[str, Any]) -> None:
            published.append((event["sender_id"], event["event"], rows(store, "visitor")))

    published: list[tuple[str, str, int]] = []
    store.event_broker = Broker()
    mine = tracker([SlotSet("topic", "cost"), SlotSet("topic", "pain")])

    await store.save(mine)
    await store.save(mine)

    assert published == [("visitor", "slot", 2)] * 2


@given(turns=TURNS_WITH_STARTS)
@ON_REAL_DATABASES
def test_conversation_is_restored_as_rasas_store_restores_it(
    store: ConversationStore, rasas: SQLTrackerStore, turns: list[Turn]
) -> None:
    async def compare() -> None:
        sender = next(_senders)
        await talk(store, sender, turns)
        whole = await store.retrieve_full_tracker(sender)
        assert whole is not None
        await rasas.save(tracker(list(whole.events), sender))
        ours, theirs = await found(store, sender), await found(rasas, sender)
        assert written(ours.events) == written(theirs.events)
        assert state(ours) == state(theirs)

    asyncio.run(compare())


@given(turns=TURNS)
@ON_REAL_DATABASES
def test_long_conversation_is_restored_as_rasas_store_restores_it(
    store: ConversationStore, rasas: SQLTrackerStore, turns: list[Turn]
) -> None:
    async def compare() -> None:
        sender = next(_senders)
        repeated = [turns[number % len(turns)] for number in range(TURNS_AT_MOST + 3 + len(turns))]
        await talk(store, sender, repeated)
        whole = await store.retrieve_full_tracker(sender)
        assert whole is not None
        await rasas.save(tracker(list(whole.events), sender))
        ours, theirs = await found(store, sender), await found(rasas, sender)
        assert len(ours.events) < len(theirs.events)
        assert state(ours) == state(theirs)
        assert last_turns(ours.events, TURNS_KEPT) == last_turns(theirs.events, TURNS_KEPT)

    asyncio.run(compare())


# ---- Bounded work ----


async def test_what_is_read_is_bounded_and_the_whole_is_kept(store: ConversationStore) -> None:
    read = []
    for begin in range(0, 90, 6):
        await talk(store, "visitor", LONG[begin : begin + 6], begin=begin)
        read.append(len((await found(store, "visitor")).events))

    # Four events a turn; the start, a slot and a reply besides.
    assert max(read) <= 4 * TURNS_AT_MOST + 4
    whole = await store.retrieve_full_tracker("visitor")
    assert whole is not None
    assert len(whole.events) == rows(store, "visitor") == 4 * 90 + 3


async def test_checkpoint_holds_no_words(store: ConversationStore) -> None:
    await talk(store, "visitor", LONG[:40])

    with store.engine.connect() as connection:
        query = text("SELECT sender_id, first_id, kept_ids FROM conversation_checkpoints")
        ((sender, first, kept),) = connection.execute(query).all()
    assert (sender, first > 0) == ("visitor", True)
    assert set(kept) <= set("[], 0123456789")


async def test_new_session_begins_without_the_old_one(store: ConversationStore) -> None:
    await talk(store, "visitor", [*LONG[:40], [("session",)], []])

    restored = await found(store, "visitor")

    assert [event.text for event in restored.events if isinstance(event, UserUttered)] == [
        "message 40",
        "message 41",
    ]
    assert isinstance(restored.events[0], SessionStarted)


async def test_checkpoint_that_does_not_fit_is_not_used(store: ConversationStore) -> None:
    await talk(store, "visitor", LONG[:40])
    whole = await store.retrieve_full_tracker("visitor")
    assert whole is not None
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE conversation_checkpoints SET first_timestamp = 1"))

    restored = await found(store, "visitor")

    assert state(restored) == state(whole)
    assert len(restored.events) > 4 * 39


# ---- Databases of earlier releases ----


async def test_conversation_of_an_earlier_release_goes_on(
    database_url: str, open_store: OpenStore
) -> None:
    url = database_url.replace("postgresql://", "postgresql+psycopg2://")
    earlier = SQLTrackerStore(DOMAIN, host=url)
    await talk(earlier, "visitor", LONG[:45])
    theirs = await found(earlier, "visitor")
    earlier.engine.dispose()

    store = open_store()
    ours = await found(store, "visitor")
    assert written(ours.events) == written(theirs.events)
    await talk(store, "visitor", LONG[45:46], begin=45)

    assert len((await found(store, "visitor")).events) < len(theirs.events) / 2


async def test_tables_are_completed_once_by_many_that_start_at_once(
    open_store: OpenStore, caplog: pytest.LogCaptureFixture
) -> None:
    stores = await asyncio.gather(*(asyncio.to_thread(open_store) for _ in range(4)))

    indexes = [index["name"] for index in inspect(stores[0].engine).get_indexes("events")]

    assert sorted(indexes) == ["ix_events_sender_id_id", "ix_events_sender_id_type_name_id"]
    assert caplog.records == []


# ---- Two processes, and no database ----


async def test_turn_that_somebody_else_overtook_is_refused(open_store: OpenStore) -> None:
    first, second = open_store(), open_store()
    await talk(first, "visitor", [[]])
    slow, quick = await found(first, "visitor"), await found(second, "visitor")
    quick.update(UserUttered("quick"))
    slow.update(UserUttered("slow"))
    await second.save(quick)
    before = rows(first, "visitor")

    with pytest.raises(ConversationChanged):
        await first.save(slow)

    assert rows(first, "visitor") == before


async def test_new_conversation_that_two_processes_begin_is_kept_once(
    open_store: OpenStore,
) -> None:
    first, second = open_store(), open_store()
    slow = await first.get_or_create_tracker("visitor", append_action_listen=False)
    await talk(second, "visitor", [[], []])
    for event in turn_events(0, []):
        slow.update(event)

    with pytest.raises(ConversationChanged):
        await first.save(slow)


async def test_message_whose_earlier_turn_was_stored_late_is_not_stored_again(
    open_store: OpenStore,
) -> None:
    first, second = open_store(), open_store()
    await talk(first, "visitor", [[]])
    given_up = await found(first, "visitor")
    given_up.update(UserUttered("hello", message_id="message-1"))
    await first.save(given_up)
    again = await found(second, "visitor")
    again.update(UserUttered("hello", message_id="message-1"))
    before = rows(first, "visitor")

    with pytest.raises(ConversationChanged):
        await second.save(again)

    assert rows(first, "visitor") == before
    other = await found(second, "visitor")
    other.update(UserUttered("hello", message_id="message-2"))
    await second.save(other)
    assert rows(first, "visitor") == before + 1


async def test_turns_written_at_once_by_many_are_each_kept_whole(open_store: OpenStore) -> None:
    stores = [open_store() for _ in range(4)]

    await asyncio.gather(
        *(talk(store, f"visitor-{n}", LONG[:10]) for n, store in enumerate(stores))
    )

    assert [rows(stores[0], f"visitor-{n}") for n in range(4)] == [3 + 4 * 10] * 4


async def test_deleted_conversation_is_not_written_again(store: ConversationStore) -> None:
    await talk(store, "visitor", [[], []])
    held = await found(store, "visitor")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))
    held.update(UserUttered("one more"))

    with pytest.raises(ConversationChanged):
        await store.save(held)

    assert rows(store, "visitor") == 0


async def test_store_opens_without_its_database_and_works_when_it_is_back(
    postgres_server: Any,
    open_store: OpenStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = postgres_server.create_database()
    away = postgres_server.url(name).replace(name, f"{name}_away")
    monkeypatch.setenv("TRACKER_DATABASE_URL", away)
    caplog.set_level(logging.ERROR)

    store = open_store()
    with pytest.raises(ClinicDataUnavailable):
        await store.retrieve("visitor")
    with pytest.raises(ClinicDataUnavailable):
        await store.save(tracker([UserUttered("zanzibarquux")]))
    server = create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} RENAME TO {name}_away"))
    server.dispose()
    await talk(store, "visitor", [[]])

    assert (await found(store, "visitor")).latest_message.text == "message 0"
    assert UNAVAILABLE in caplog.text
    assert "zanzibarquux" not in caplog.text
