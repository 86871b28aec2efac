"""Removes the words of a message that a person took back or edited, from both databases."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.messenger_models import MessengerEvent
from mesoguide.messenger.withdrawn_messages import (
    blank_in_events,
    blank_in_records,
    texts_in_events,
)

_EVENTS = MessengerEvent.__table__.c


class Withdrawal:
    """Works off the event loop, under the conversation's lock, which the caller holds."""

    def __init__(self, clinic: DatabaseWorker, tracker: DatabaseWorker) -> None:
        self._clinic = clinic
        self._tracker = tracker

    async def remove(self, conversation_id: str, key: str) -> None:
        """Remove a message with all its edits.

        Staff's lists come first: after a failure between the two the words can still be found in
        the events, and are removed at the next try.
        """
        keys = await self._clinic.read(lambda session: _with_edits(session, key))
        texts = await self._tracker.read(
            lambda session: texts_in_events(session, conversation_id, keys)
        )

        def blank(session: Session) -> None:
            for text in texts:
                blank_in_records(session, conversation_id, text)

        if texts:
            await self._clinic.write(blank)
            await self._tracker.write(
                lambda session: blank_in_events(session, conversation_id, keys)
            )


def _with_edits(session: Session, key: str) -> list[str]:
    edits = session.execute(select(_EVENTS.key).where(_EVENTS.replaces == key)).scalars().all()
    return [key, *edits]
