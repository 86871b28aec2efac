"""What waits and what went wrong, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import desc, func, select
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    UNSENT,
    EventStatus,
    MessengerEvent,
    MessengerReply,
    ReplyStatus,
)
from mesoguide.messenger.page_events import POLICY

_EVENTS = MessengerEvent.__table__.c
_REPLIES = MessengerReply.__table__.c
_MOST_SHOWN = 20


@dataclass(frozen=True)
class Failure:
    """A message that will never be sent.

    Attributes:
        conversation_id: whose it was; it is found under this id in other lists.
        reason: without a word of it.
    """

    conversation_id: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class QueueStatus:
    """The channel's queue; what was settled is counted for some days.

    Attributes:
        unanswered: messages of people that wait.
        unsent: messages to people that wait.
        oldest: since when the oldest of either waits.
        failed: messages to people that Meta refused.
        expired: messages of people, or to them, for which the 24 hours were over.
        failures: the latest of the failed and expired messages to people.
        warnings: what Meta said about the page, the latest first.
    """

    unanswered: int
    unsent: int
    oldest: datetime | None
    failed: int
    expired: int
    failures: tuple[Failure, ...]
    warnings: tuple[tuple[datetime, str], ...]


def queue_status(session: Session) -> QueueStatus:
    """Count the queue."""
    events = _counts(session, MessengerEvent, _EVENTS)
    replies = _counts(session, MessengerReply, _REPLIES)
    pending = _EVENTS.status == EventStatus.PENDING.value
    waits = (
        session.execute(select(func.min(MessengerEvent.received_at)).where(pending)).scalar(),
        session.execute(
            select(func.min(MessengerReply.created_at)).where(_REPLIES.status.in_(UNSENT))
        ).scalar(),
    )
    return QueueStatus(
        unanswered=events.get(EventStatus.PENDING.value, 0),
        unsent=sum(replies.get(status, 0) for status in UNSENT),
        oldest=min((moment for moment in waits if moment is not None), default=None),
        failed=replies.get(ReplyStatus.FAILED.value, 0),
        expired=replies.get(ReplyStatus.EXPIRED.value, 0)
        + events.get(EventStatus.EXPIRED.value, 0),
        failures=_failures(session),
        warnings=_warnings(session),
    )


def _counts(session: Session, model: type, columns: Any) -> dict[str, int]:
    status = columns.status
    query = select(status, func.count()).select_from(model).group_by(status)
    return {name: int(number) for name, number in session.execute(query)}


def _failures(session: Session) -> tuple[Failure, ...]:
    settled = (ReplyStatus.FAILED.value, ReplyStatus.EXPIRED.value)
    query = select(MessengerReply).where(_REPLIES.status.in_(settled))
    rows = session.execute(query.order_by(desc(_REPLIES.id)).limit(_MOST_SHOWN)).scalars()
    return tuple(Failure(row.conversation_id, row.created_at, row.failure or "") for row in rows)


def _warnings(session: Session) -> tuple[tuple[datetime, str], ...]:
    query = select(MessengerEvent).where(_EVENTS.kind == POLICY)
    rows = session.execute(query.order_by(desc(_EVENTS.id)).limit(_MOST_SHOWN)).scalars()
    return tuple((row.sent_at, row.text or "") for row in rows)
