"""What people did and nobody has answered yet, as one session sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    UNSENT,
    EventStatus,
    MessengerEvent,
    MessengerReply,
)
from mesoguide.messenger.event_values import EventKind

_EVENTS = MessengerEvent.__table__.c
_REPLIES = MessengerReply.__table__.c


@dataclass(frozen=True)
class PendingEvent:
    """Something that a person did and that is to be answered.

    Attributes:
        key: what it is known by, also the message id in Rasa's events.
        text: what was typed, or the title of what was pressed; without personal details.
        payload: what stands behind a button, if that can be an intent.
        replaces: the key of an earlier message that was edited or taken back.
        details_removed: whether personal details were taken out of the text.
        attempts: how often an answer was tried before.
        not_before: until when it waits.
    """

    id: int
    key: str
    kind: EventKind
    text: str
    payload: str
    replaces: str | None
    details_removed: bool
    sent_at: datetime
    attempts: int
    not_before: datetime | None


class TurnQueue:
    """Finds and settles events; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_for(self, conversation_id: str) -> PendingEvent | None:
        """Return what is to be answered next, also when it has to wait."""
        query = self._pending(conversation_id).order_by(_EVENTS.id).limit(1)
        row = self._session.execute(query).scalars().first()
        if row is None:
            return None
        return PendingEvent(
            id=row.id,
            key=row.key,
            kind=EventKind(row.kind),
            text=row.text or "",
            payload=row.payload or "",
            replaces=row.replaces,
            details_removed=row.details_removed,
            sent_at=row.sent_at,
            attempts=row.attempts,
            not_before=row.not_before,
        )

    def is_followed_by(self, event: PendingEvent, conversation_id: str, kind: EventKind) -> bool:
        """Tell whether what comes next is of a kind."""
        query = self._pending(conversation_id).where(_EVENTS.id > event.id)
        row = self._session.execute(query.order_by(_EVENTS.id).limit(1)).scalars().first()
        return row is not None and row.kind == kind.value

    def settle(self, event: PendingEvent, status: EventStatus) -> bool:
        """Write down what became of an event; False when another process has done so.

        From now on it has no text: what was said is in Rasa's events.
        """
        return self._change(event, status=status.value, text=None, payload=None, not_before=None)

    def try_again(self, event: PendingEvent, *, not_before: datetime, counts: bool) -> None:
        """Let an event wait for another try; `counts` unless the event is not to blame."""
        self._change(event, attempts=event.attempts + counts, not_before=not_before)

    def forget_settled(self, before: datetime) -> int:
        """Delete what is only kept so that a late delivery is known, and gives their number."""
        old = self._run(
            delete(MessengerEvent).where(
                _EVENTS.status != EventStatus.PENDING.value, _EVENTS.received_at < before
            )
        )
        sent = (_REPLIES.status.not_in(UNSENT), _REPLIES.created_at < before)
        return old + self._run(delete(MessengerReply).where(*sent))

    def _pending(self, conversation_id: str) -> Any:
        mine = _EVENTS.conversation_id == conversation_id
        return select(MessengerEvent).where(mine, _EVENTS.status == EventStatus.PENDING.value)

    def _change(self, event: PendingEvent, **values: Any) -> bool:
        pending = (_EVENTS.id == event.id, _EVENTS.status == EventStatus.PENDING.value)
        return self._run(update(MessengerEvent).where(*pending).values(**values)) > 0

    def _run(self, statement: Any) -> int:
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return int(done.rowcount)
