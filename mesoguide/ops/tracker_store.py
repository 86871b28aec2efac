"""Where conversations are kept: Rasa's SQL tracker store at the address that the settings name.

Rasa takes database parts from ``endpoints.yml``; ours come from the environment with a default, so
that nothing has to be set to try MesoGuide.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import URL, make_url

from mesoguide.ops.settings import Settings, load_settings


class ConversationStore(SQLTrackerStore):
    """Keeps every event of every conversation in SQLite or PostgreSQL."""

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


def conversations_url(settings: Settings) -> URL:
    """Read the address; SQLAlchemy does not know PostgreSQL by the short name that hosts use."""
    return make_url(settings.tracker_database_url.replace("postgres://", "postgresql://", 1))
