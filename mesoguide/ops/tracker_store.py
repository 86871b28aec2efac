"""Where conversations are kept: Rasa's SQL tracker store at the address that the settings name.

Rasa takes database parts from ``endpoints.yml``; ours come from the environment with a default, so
that nothing has to be set to try MesoGuide.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from mesoguide.clinic.conversation_deletion import overwrite_deleted
from mesoguide.ops.settings import Settings, load_settings

logger = logging.getLogger(__name__)

DELETED_SLOT = "conversation_deleted"
"""Slot that an action sets to the receipt's code when it has deleted the conversation."""

# Rasa reads and counts the events of one conversation in the order of their ids at every turn.
_INDEX = text("CREATE INDEX IF NOT EXISTS ix_events_sender_id_id ON events (sender_id, id)")


class ConversationStore(SQLTrackerStore):
    """Keeps every event of every conversation in SQLite or PostgreSQL, until it is deleted."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the store; creates the folder of a SQLite file.

        Args:
            domain: the domain, for restoring slots.
            host: ignored; the settings name the database.
            event_broker: passed on to Rasa.
            kwargs: passed on to Rasa.
        """
        settings = load_settings()
        url = conversations_url(settings)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(
            domain=domain,
            dialect=url.get_backend_name(),
            host=url.render_as_string(hide_password=False),
            event_broker=event_broker,
            **kwargs,
        )
        self._make_index()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the turn's events; of a conversation that was deleted in it, nothing.

        An action deletes the rows while Rasa holds the conversation in memory. Rasa's own way would
        find no rows and write everything again.
        """
        if not was_deleted(tracker):
            await super().save(tracker)
            return
        with self.session_scope() as session:
            overwrite_deleted(session)
            session.execute(
                delete(self.SQLEvent)
                .where(self.SQLEvent.sender_id == tracker.sender_id)
                .execution_options(synchronize_session=False)
            )
            session.commit()

    def _make_index(self) -> None:
        try:
            with self.engine.begin() as connection:
                connection.execute(_INDEX)
        except (IntegrityError, OperationalError, ProgrammingError) as error:
            # Another process makes it at this moment, or the user may not; it is only for speed.
            logger.warning("no index on the events: %s", type(error).__name__)


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
