"""Rasa's tracker store: conversations in SQLite or PostgreSQL, at the address of the settings.

The whole history is kept in Rasa's own table. A turn reads a bounded part of it (a checkpoint says
which), works off the event loop, and never falls back to memory: when the database is away, the
turn fails and whoever wrote is told so.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_deletion import overwrite_deleted
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import DatabaseWorker, explained
from mesoguide.exceptions import ClinicDataUnavailable, ConversationChanged
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.tracking import schema
from mesoguide.tracking.checkpoints import Checkpoint, Checkpoints
from mesoguide.tracking.event_rows import EventRow, EventRows
from mesoguide.tracking.stored_events import Rows, StoredEvents, checkpoint, written

logger = logging.getLogger(__name__)

DELETED_SLOT = "conversation_deleted"
"""Slot that an action sets to the receipt's code when it has deleted the conversation."""

#: Event name of the log line that staff are alerted by.
UNAVAILABLE = "conversations_unavailable"

_Answer = TypeVar("_Answer")
_Question = Callable[[Session], _Answer]


class ConversationStore(TrackerStore, SerializedTrackerAsText):
    """Keeps every event of every conversation until it is deleted."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the store; makes the tables, if the database is there already.

        Args:
            domain: the domain, for restoring slots.
            host: ignored, as is all else of ``endpoints.yml``; the settings name the database.
            event_broker: told of every event once it is stored.
            kwargs: ignored.

        Raises:
            DatabaseUrlInvalid: the address cannot be read.
            DatabaseUnwritable: the SQLite file or its folder cannot be made or written.
        """
        super().__init__(domain, event_broker)
        settings = load_settings()
        timeout = settings.database_timeout_seconds
        self.engine = create_engine_for(settings.tracker_database_url, timeout_seconds=timeout)
        self._sessions = session_factory(self.engine)
        # On SQLite a writer takes its turn at the start, not after having read.
        self._writers = session_factory(self.engine.execution_options(sqlite_begin="IMMEDIATE"))
        self._worker = DatabaseWorker(
            self._sessions, timeout_seconds=timeout, name="conversations", unreadable=_unreadable
        )
        self._stored = StoredEvents()
        self._has_tables = False
        try:
            self._make_tables()
        except SQLAlchemyError as error:
            # The server starts all the same: it says what is wrong, and works when this is mended.
            logger.error("%s at the start: %s", UNAVAILABLE, explained(error))

    # ---- Rasa's contract ----

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the latest session of a conversation, as far as a turn has to read it.

        Raises:
            ClinicDataUnavailable: the database cannot be read in time.
        """
        return await self._restored(sender_id, lambda session: _to_read(session, sender_id))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return a conversation with all its events and sessions.

        Raises:
            ClinicDataUnavailable: the database cannot be read in time.
        """
        return await self._restored(
            conversation_id, lambda session: EventRows(session).everything(conversation_id)
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the turn's events; of a conversation that was deleted in it, nothing.

        An action deletes the rows while Rasa holds the conversation in memory, and the events of
        earlier turns must not come back with those of the last.

        Raises:
            ClinicDataUnavailable: they could not be written in time, or whoever waits for this
                cannot know that they were.
            ConversationChanged: somebody else wrote to the conversation meanwhile.
        """
        if was_deleted(tracker):
            await self._write(lambda session: _forget(session, tracker.sender_id))
            return
        events, sender_id = list(tracker.events), tracker.sender_id
        stored = self._stored.rows(events, sender_id)
        if len(stored) == len(events):
            return
        rows = await self._write(lambda session: _append(session, sender_id, events, stored))
        new = [event for event in events if id(event) in rows and id(event) not in stored]
        for event in new:
            self._stored.mark(event, sender_id, rows[id(event)])
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, sender_id)

    async def keys(self) -> Iterable[str]:
        """List all conversations."""
        return await self._read(lambda session: EventRows(session).sender_ids())

    async def exists(self, conversation_id: str) -> bool:
        """Tell whether anything is stored of a conversation."""
        return await self._read(lambda session: EventRows(session).exists(conversation_id))

    def close(self) -> None:
        """Take no more work and close the connections."""
        self._worker.close()
        self.engine.dispose()

    # ---- Work in threads ----

    async def _restored(
        self, sender_id: str, question: _Question[list[EventRow]]
    ) -> DialogueStateTracker | None:
        def ask(session: Session) -> DialogueStateTracker | None:
            events = self._stored.restored(sender_id, question(session))
            if not events:
                return None
            return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

        return await self._read(ask)

    async def _read(self, question: _Question[_Answer]) -> _Answer:
        def ask() -> _Answer:
            self._make_tables()
            with self._sessions() as session:
                return question(session)

        return await _alerting(self._worker.run(ask))

    async def _write(self, work: _Question[_Answer]) -> _Answer:
        def do() -> _Answer:
            self._make_tables()
            with self._writers.begin() as session:
                return work(session)

        return await _alerting(self._worker.run(do))

    def _make_tables(self) -> None:
        if not self._has_tables:
            schema.complete(self.engine)
            self._has_tables = True


def was_deleted(tracker: DialogueStateTracker) -> bool:
    """Say whether this turn deleted the conversation: the slot was set after the last message."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, SlotSet) and event.key == DELETED_SLOT:
            return bool(event.value)
    return False


def conversations_url(settings: Settings) -> URL:
    """Read the address; SQLAlchemy does not know PostgreSQL by the short name that hosts use."""
    return make_url(settings.tracker_database_url.replace("postgres://", "postgresql://", 1))


def _to_read(session: Session, sender_id: str) -> list[EventRow]:
    """Read what the checkpoint names; without one that fits, the whole session."""
    events, known = EventRows(session), Checkpoints(session).of(sender_id)
    found = None if known is None else events.since(sender_id, known)
    return events.latest_session(sender_id) if found is None else found


def _append(session: Session, sender_id: str, events: Sequence[Event], stored: Rows) -> Rows:
    """Write the events that are new and the checkpoint, if it moves; return the rows of all."""
    rows = EventRows(session)
    rows.one_writer_at_a_time(sender_id)
    if stored:
        _check_unchanged(rows.last_id(sender_id) == max(stored.values()))
        _check_unchanged(not _said_before(events, stored))
        new = [event for event in events if id(event) not in stored]
    else:
        new = list(events[_already_stored(rows, sender_id, events) :])
    if not new:
        return stored
    numbers = rows.append(sender_id, [written(event, sender_id) for event in new])
    all_rows = {**stored, **dict(zip(map(id, new), numbers, strict=True))}
    if moved := _moved_checkpoint(events, new, all_rows):
        Checkpoints(session).put(sender_id, moved)
    return all_rows


def _said_before(events: Sequence[Event], stored: Rows) -> bool:
    """Tell whether a new message is stored already, under the id that the visitor's browser gave.

    An earlier turn for it was given up and stored all the same, after this one had asked whether
    the message is new and before it read the conversation.
    """
    messages = [each for each in events if isinstance(each, UserUttered) and each.message_id]
    before = {each.message_id for each in messages if id(each) in stored}
    return any(each.message_id in before for each in messages if id(each) not in stored)


def _already_stored(rows: EventRows, sender_id: str, events: Sequence[Event]) -> int:
    """Count the leading events of a tracker from elsewhere that are stored, as Rasa does."""
    count = rows.session_length(sender_id)
    last = rows.last(sender_id) if count else None
    if last is not None:
        _check_unchanged(
            count <= len(events) and events[count - 1].as_dict().get("timestamp") == last.timestamp
        )
    return count


def _check_unchanged(unchanged: bool) -> None:
    if not unchanged:
        logger.error("conversation_changed: another process wrote to it during a turn")
        raise ConversationChanged("the conversation was written to by somebody else meanwhile")


def _moved_checkpoint(
    events: Sequence[Event], new: Sequence[Event], rows: Rows
) -> Checkpoint | None:
    """Return the checkpoint to set: at the start of a session, or when it has grown long."""
    if len(rows) == len(events) and (compacted := checkpoint(events, rows)):
        return compacted
    started = [event for event in new if isinstance(event, SessionStarted)]
    if not started:
        return None
    return Checkpoint(rows[id(started[-1])], started[-1].timestamp)


def _forget(session: Session, sender_id: str) -> None:
    """Delete a conversation for good."""
    overwrite_deleted(session)
    EventRows(session).delete(sender_id)
    Checkpoints(session).delete([sender_id])


async def _alerting(work: Awaitable[_Answer]) -> _Answer:
    """Let staff know when conversations can be neither read nor written."""
    try:
        return await work
    except ConversationChanged:
        raise
    except ClinicDataUnavailable as error:
        logger.error("%s: %s", UNAVAILABLE, error)
        raise


def _unreadable(error: ValueError) -> str:
    # The error's own words may quote what a visitor wrote.
    return f"a conversation cannot be read: {type(error).__name__}"
