"""Every row of the clinic database that hangs on a conversation: counted, dated and deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import (
    CallbackRequest,
    Feedback,
    SafetyAlert,
    UnansweredAsk,
    UnansweredQuestion,
)
from mesoguide.clinic.conversation_values import RequestStatus
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.messenger_models import MessengerEvent, MessengerPerson, MessengerReply
from mesoguide.clinic.messenger_rows import MessengerRows
from mesoguide.clinic.patient_plan_models import PlanAttempt
from mesoguide.clinic.unanswered_repository import UnansweredRepository

_DATED = (
    (CallbackRequest, CallbackRequest.created_at),
    (Feedback, Feedback.updated_at),
    (UnansweredAsk, UnansweredAsk.at),
    (SafetyAlert, SafetyAlert.created_at),
    (PlanAttempt, PlanAttempt.at),
    (MessengerPerson, MessengerPerson.seen_at),
    (MessengerEvent, MessengerEvent.received_at),
    (MessengerReply, MessengerReply.created_at),
)
_REQUESTS = CallbackRequest.__table__.c
_TRIES = PlanAttempt.__table__.c
_OWN = (CallbackRequest, Feedback, SafetyAlert)


class ConversationRows:
    """Works on the rows of conversations in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, conversation_id: str) -> dict[str, int]:
        """Rows of a conversation, by table."""
        return {
            str(model.__tablename__): self._count(model, model.conversation_id == conversation_id)
            for model, _ in _DATED
        }

    def open_requests(self, conversation_ids: Collection[str]) -> int:
        """Requests of conversations that staff have not dealt with."""
        waiting = CallbackRequest.status == RequestStatus.NEW.value
        mine = _REQUESTS.conversation_id.in_(conversation_ids)
        return self._count(CallbackRequest, and_(waiting, mine))

    def last_times(self) -> dict[str, datetime]:
        """When each conversation last left something behind."""
        latest: dict[str, datetime] = {}
        for model, moment in _DATED:
            query = select(model.conversation_id, func.max(moment)).group_by(model.conversation_id)
            for conversation, at in self._session.execute(query):
                if conversation is not None:
                    latest[conversation] = max(at, latest.get(conversation, at))
        return latest

    def delete(
        self, conversation_ids: Collection[str], *, keep_unanswered: bool = False
    ) -> dict[str, int]:
        """Deletes the rows of conversations and gives their number, by table.

        Call it before the session has read anything.

        Args:
            conversation_ids: The conversations.
            keep_unanswered: Whether messages that wait for an answer stay, and the way to answer.
        """
        lock_for_writing(self._session)
        counts = {str(model.__tablename__): self._delete(model, conversation_ids) for model in _OWN}
        asks, questions = UnansweredRepository(self._session).forget(conversation_ids)
        counts[str(UnansweredAsk.__tablename__)] = asks
        counts[str(UnansweredQuestion.__tablename__)] = questions
        counts[str(PlanAttempt.__tablename__)] = self._release_attempts(conversation_ids)
        messenger = MessengerRows(self._session)
        return {**counts, **messenger.forget(conversation_ids, keep_unanswered=keep_unanswered)}

    def _release_attempts(self, conversation_ids: Collection[str]) -> int:
        """Deletes tries, or takes the conversation off those that a lock still needs."""
        mine = _TRIES.conversation_id.in_(conversation_ids)
        unlinked = (
            update(PlanAttempt)
            .where(mine, _TRIES.counts_for_reference.is_(True))
            .values(conversation_id=None, counts_for_conversation=False)
            .execution_options(synchronize_session=False)
        )
        released = int(self._session.execute(unlinked).rowcount)
        return released + self._delete(PlanAttempt, conversation_ids)

    def _count(self, model: Any, which: Any) -> int:
        query = select(func.count()).select_from(model).where(which)
        return int(self._session.execute(query).scalar_one())

    def _delete(self, model: Any, conversation_ids: Collection[str]) -> int:
        mine = model.conversation_id.in_(conversation_ids)
        done = self._session.execute(
            delete(model).where(mine).execution_options(synchronize_session=False)
        )
        return int(done.rowcount)
