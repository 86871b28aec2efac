"""How much waits in the clinic's database: requests, alerts, questions, Messenger's two queues."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import CallbackRequest, SafetyAlert, UnansweredQuestion
from mesoguide.clinic.conversation_values import QuestionStatus, RequestStatus
from mesoguide.clinic.messenger_models import UNSENT, EventStatus, MessengerEvent, MessengerReply

Count = Callable[[Session], int]

#: Name of a queue to what counts it.
_QUEUES: dict[str, Count] = {}


def register(queue: str, count: Count) -> None:
    """Have a queue counted, under a name that is a label of a figure."""
    _QUEUES[queue] = count


def depths(session: Session) -> dict[str, int]:
    """Count what waits, by queue."""
    return {queue: count(session) for queue, count in _QUEUES.items()}


def rows_where(model: type, *conditions: object) -> Count:
    """Return what counts a table's rows under conditions; none while there is no such table."""

    def count(session: Session) -> int:
        if not inspect(session.connection()).has_table(model.__tablename__):  # type: ignore[attr-defined]
            return 0
        query = select(func.count()).select_from(model).where(*conditions)
        return int(session.execute(query).scalar_one())

    return count


register(
    "callback_requests",
    rows_where(CallbackRequest, CallbackRequest.status == RequestStatus.NEW.value),
)
register("safety_alerts", rows_where(SafetyAlert, SafetyAlert.acknowledged_at.is_(None)))  # type: ignore[union-attr]
register(
    "unanswered_questions",
    rows_where(UnansweredQuestion, UnansweredQuestion.status == QuestionStatus.NEW.value),
)
register(
    "messenger_inbox",
    rows_where(MessengerEvent, MessengerEvent.status == EventStatus.PENDING.value),
)
register("messenger_outbox", rows_where(MessengerReply, MessengerReply.status.in_(UNSENT)))  # type: ignore[attr-defined]
