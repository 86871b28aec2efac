"""What Rasa keeps of a conversation: the `events` table of its SQL tracker store.

The table is Rasa's, maybe in a database of its own; only the columns that are needed are named.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone

from sqlalchemy import Float, String, column, delete, func, inspect, select, table
from sqlalchemy.orm import Session

EVENTS = table("events", column("sender_id", String), column("timestamp", Float))

#: Which events a turn reads (mesoguide/tracking/checkpoints.py): numbers, but of a conversation.
CHECKPOINTS = table("conversation_checkpoints", column("sender_id", String))


class ConversationEvents:
    """Counts and deletes events in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, conversation_id: str) -> int:
        """Events of a conversation; none before Rasa has made its table."""
        if not self._exists():
            return 0
        query = select(func.count()).where(EVENTS.c.sender_id == conversation_id)
        return int(self._session.execute(query.select_from(EVENTS)).scalar_one())

    def delete(self, conversation_ids: Collection[str]) -> int:
        """Deletes all events of conversations and gives their number."""
        if not self._exists():
            return 0
        if self._exists(CHECKPOINTS.name):
            ours = CHECKPOINTS.c.sender_id.in_(conversation_ids)
            self._session.execute(delete(CHECKPOINTS).where(ours))
        mine = EVENTS.c.sender_id.in_(conversation_ids)
        return int(self._session.execute(delete(EVENTS).where(mine)).rowcount)

    def last_times(self) -> dict[str, datetime]:
        """When each conversation was last written to."""
        if not self._exists():
            return {}
        query = select(EVENTS.c.sender_id, func.max(EVENTS.c.timestamp)).group_by(
            EVENTS.c.sender_id
        )
        return {
            conversation: datetime.fromtimestamp(seconds or 0.0, timezone.utc)
            for conversation, seconds in self._session.execute(query)
        }

    def _exists(self, name: str = EVENTS.name) -> bool:
        return bool(inspect(self._session.connection()).has_table(name))
