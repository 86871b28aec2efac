"""Votes on answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import (
    LONGEST_CHANNEL,
    LONGEST_REFERENCE,
    Feedback,
)
from mesoguide.clinic.conversation_values import FeedbackGiven
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.stored_text import stored_labels, stored_line, stored_text

_VOTES = Feedback.__table__.c


class FeedbackRepository:
    """Keeps votes in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, given: FeedbackGiven, *, at: datetime) -> bool:
        """Keeps a vote; a second one on the same answer changes the first.

        Gives whether the vote is new, or the other way than before.

        A reason stays when the same vote comes again without one. Call it before the session has
        read anything.
        """
        lock_for_writing(self._session)
        answer_id = stored_line(given.answer_id, longest=LONGEST_REFERENCE) or "unknown"
        reason = stored_text(given.reason)
        row = self._of(given.conversation_id, answer_id)
        is_news = row is None or row.helpful != given.helpful
        if row is None:
            row = Feedback(
                conversation_id=given.conversation_id, answer_id=answer_id, created_at=at
            )
            self._session.add(row)
        elif row.helpful == given.helpful:
            reason = reason or row.reason
        row.channel = stored_line(given.channel, longest=LONGEST_CHANNEL) or "unknown"
        row.helpful, row.reason, row.updated_at = given.helpful, reason, at
        row.responses = stored_labels(given.responses)
        row.claims = stored_labels(given.claims)
        row.question = stored_text(given.question)
        self._session.flush()
        return is_news

    def newest(self, *, helpful: bool | None = None, limit: int | None = None) -> list[Feedback]:
        """Votes, newest first; with `helpful`, only those that say so."""
        query = select(Feedback).order_by(desc(Feedback.updated_at), desc(Feedback.id))
        if helpful is not None:
            query = query.where(_VOTES.helpful.is_(helpful))
        rows: list[Feedback] = self._session.execute(query.limit(limit)).scalars().all()
        return rows

    def _of(self, conversation_id: str, answer_id: str) -> Feedback | None:
        query = select(Feedback).where(
            Feedback.conversation_id == conversation_id, Feedback.answer_id == answer_id
        )
        row: Feedback | None = self._session.execute(query).scalars().first()
        return row
