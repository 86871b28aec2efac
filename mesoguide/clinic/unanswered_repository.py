"""Questions that got no answer, each once with the number of times it was asked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, desc, func, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import (
    LONGEST_CHANNEL,
    UnansweredAsk,
    UnansweredQuestion,
)
from mesoguide.clinic.conversation_values import QuestionStatus, UnansweredAsked
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.stored_text import (
    compared_question,
    stored_labels,
    stored_line,
)

_ASKS = UnansweredAsk.__table__.c
_QUESTIONS = UnansweredQuestion.__table__.c


class UnansweredRepository:
    """Keeps questions in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, asked: UnansweredAsked, *, at: datetime) -> int:
        """Keeps a question and gives the number of times that it was asked; 0 for a blank one.

        What staff took for answered waits again when it is asked again; what they dismissed does
        not. Call it before the session has read anything.
        """
        question = stored_line(asked.question)
        if question is None:
            return 0
        lock_for_writing(self._session)
        row = self._same(question) or self._new(question, asked, at)
        row.times_asked += 1
        row.last_asked_at = max(at, row.last_asked_at)
        row.reason = asked.reason.value
        row.nearest = stored_labels(asked.nearest)
        if row.status == QuestionStatus.ANSWERED.value:
            row.status, row.decided_by, row.decided_at = QuestionStatus.NEW.value, None, None
        self._session.flush()
        self._session.add(
            UnansweredAsk(question_id=row.id, conversation_id=asked.conversation_id, at=at)
        )
        self._session.flush()
        return int(row.times_asked)

    def newest(
        self, status: QuestionStatus | None = None, *, limit: int | None = None
    ) -> list[UnansweredQuestion]:
        """Questions, the one that was asked last first; with a status, only those."""
        query = select(UnansweredQuestion).order_by(
            desc(UnansweredQuestion.last_asked_at), desc(UnansweredQuestion.id)
        )
        if status is not None:
            query = query.where(UnansweredQuestion.status == status.value)
        rows: list[UnansweredQuestion] = self._session.execute(query.limit(limit)).scalars().all()
        return rows

    def by_id(self, number: int) -> UnansweredQuestion | None:
        """The question with a number."""
        row: UnansweredQuestion | None = self._session.get(UnansweredQuestion, number)
        return row

    def forget(self, conversation_ids: Collection[str]) -> tuple[int, int]:
        """Removes conversations' shares; gives the shares and the questions that are gone."""
        mine = _ASKS.conversation_id.in_(conversation_ids)
        touched = self._numbers(select(UnansweredAsk.question_id).where(mine).distinct())
        asks = self._session.execute(
            delete(UnansweredAsk).where(mine).execution_options(synchronize_session=False)
        ).rowcount
        asked = set(self._numbers(select(UnansweredAsk.question_id).distinct()))
        gone = [number for number in touched if number not in asked]
        self._delete_questions(gone)
        for number in set(touched) - set(gone):
            self._count_again(number)
        return asks, len(gone)

    def _same(self, question: str) -> UnansweredQuestion | None:
        query = select(UnansweredQuestion).where(
            UnansweredQuestion.compared_digest == _digest(compared_question(question))
        )
        row: UnansweredQuestion | None = self._session.execute(query).scalars().first()
        return row

    def _new(self, question: str, asked: UnansweredAsked, at: datetime) -> UnansweredQuestion:
        compared = compared_question(question)
        row = UnansweredQuestion(
            question=question,
            compared=compared,
            compared_digest=_digest(compared),
            channel=stored_line(asked.channel, longest=LONGEST_CHANNEL) or "unknown",
            times_asked=0,
            first_asked_at=at,
            last_asked_at=at,
            status=QuestionStatus.NEW.value,
        )
        self._session.add(row)
        return row

    def _count_again(self, number: int) -> None:
        asks = UnansweredAsk.question_id == number
        columns = (func.count(), func.min(UnansweredAsk.at), func.max(UnansweredAsk.at))
        times, first, last = self._session.execute(select(*columns).where(asks)).one()
        self._session.execute(
            update(UnansweredQuestion)
            .where(UnansweredQuestion.id == number)
            .values(times_asked=times, first_asked_at=first, last_asked_at=last)
            .execution_options(synchronize_session=False)
        )

    def _delete_questions(self, numbers: Collection[int]) -> None:
        self._session.execute(
            delete(UnansweredQuestion)
            .where(_QUESTIONS.id.in_(numbers))
            .execution_options(synchronize_session=False)
        )

    def _numbers(self, query: object) -> list[int]:
        numbers: list[int] = self._session.execute(query).scalars().all()
        return numbers


def _digest(compared: str) -> str:
    return hashlib.sha256(compared.encode()).hexdigest()
