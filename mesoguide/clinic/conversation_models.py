"""The tables that conversations fill: requests, votes, questions, alerts, and what was deleted.

Rows of a conversation carry its id, by which they are found and deleted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import relationship

from mesoguide.clinic.conversation_values import (
    AlertKind,
    ContactKind,
    DeletedFor,
    PatientStatus,
    QuestionStatus,
    RequestStatus,
    UnansweredReason,
    VisitRequest,
)
from mesoguide.clinic.declarative import LONGEST_NAME, Base, one_of
from mesoguide.clinic.utc_datetime import UtcDateTime

LONGEST_CONVERSATION_ID = 255
"""Characters; the width of Rasa's own column."""

LONGEST_CHANNEL = 40
LONGEST_EMAIL = 254
"""RFC 5321, 4.5.3.1.3, less the two brackets."""

LONGEST_PHONE = 16
"""E.164: a plus sign and at most 15 digits."""

LONGEST_REFERENCE = 255
_DIGEST = 64


def _conversation_id(*, nullable: bool = False) -> Column:
    return Column(String(LONGEST_CONVERSATION_ID), nullable=nullable, index=True)


def _both(first: str, second: str, *, name: str) -> CheckConstraint:
    return CheckConstraint(f"({first} IS NULL) = ({second} IS NULL)", name=name)


class CallbackRequest(Base):
    """A call back or an appointment that staff have to arrange."""

    __tablename__ = "callback_requests"

    id: int = Column(Integer, primary_key=True)
    digest: str = Column(String(_DIGEST), nullable=False)
    kind: str = Column(String(20), nullable=False)
    conversation_id: str = _conversation_id()
    channel: str = Column(String(LONGEST_CHANNEL), nullable=False)
    name: str | None = Column(String(LONGEST_NAME))
    phone: str | None = Column(String(LONGEST_PHONE))
    email: str | None = Column(String(LONGEST_EMAIL))
    best_time: str | None = Column(Text)
    topic: str | None = Column(Text)
    patient_status: str | None = Column(String(20))
    visit_request: str | None = Column(String(20))
    promised: str | None = Column(Text)
    status: str = Column(String(20), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    handled_by: str | None = Column(String(LONGEST_NAME))
    handled_at: datetime | None = Column(UtcDateTime)

    __table_args__ = (
        # What staff have dealt with may be asked for again.
        Index(
            "uq_callback_requests_digest",
            "digest",
            unique=True,
            sqlite_where=text("status = 'new'"),
            postgresql_where=text("status = 'new'"),
        ),
        one_of("kind", ContactKind),
        one_of("patient_status", PatientStatus),
        one_of("visit_request", VisitRequest),
        one_of("status", RequestStatus),
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="contact_given"),
        CheckConstraint("phone LIKE '+%' AND length(phone) >= 8", name="phone_e164"),
        CheckConstraint("email LIKE '%_@_%'", name="email_has_parts"),
        CheckConstraint("(status = 'done') = (handled_at IS NOT NULL)", name="handled_when_done"),
        _both("handled_by", "handled_at", name="handled_both"),
    )


class Feedback(Base):
    """A visitor's vote on an answer."""

    __tablename__ = "feedback"

    id: int = Column(Integer, primary_key=True)
    conversation_id: str = _conversation_id()
    answer_id: str = Column(String(LONGEST_REFERENCE), nullable=False)
    channel: str = Column(String(LONGEST_CHANNEL), nullable=False)
    helpful: bool = Column(Boolean, nullable=False)
    reason: str | None = Column(Text)
    responses: list[str] = Column(JSON, nullable=False)
    claims: list[str] = Column(JSON, nullable=False)
    question: str | None = Column(Text)
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    updated_at: datetime = Column(UtcDateTime, nullable=False)

    __table_args__ = (
        UniqueConstraint("conversation_id", "answer_id", name="uq_feedback_conversation_id_answer"),
    )


class UnansweredQuestion(Base):
    """A question without an answer, however often and wherever it was asked."""

    __tablename__ = "unanswered_questions"

    id: int = Column(Integer, primary_key=True)
    question: str = Column(Text, nullable=False)
    compared: str = Column(Text, nullable=False)
    # PostgreSQL cannot index a long text.
    compared_digest: str = Column(String(_DIGEST), nullable=False, unique=True)
    channel: str = Column(String(LONGEST_CHANNEL), nullable=False)
    reason: str = Column(String(20), nullable=False)
    nearest: list[str] = Column(JSON, nullable=False)
    times_asked: int = Column(Integer, nullable=False)
    first_asked_at: datetime = Column(UtcDateTime, nullable=False)
    last_asked_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    status: str = Column(String(20), nullable=False)
    decided_by: str | None = Column(String(LONGEST_NAME))
    decided_at: datetime | None = Column(UtcDateTime)

    asks: list[UnansweredAsk] = relationship(
        "UnansweredAsk", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )

    __table_args__ = (
        one_of("reason", UnansweredReason),
        one_of("status", QuestionStatus),
        CheckConstraint("length(compared) >= 1", name="compared_given"),
        CheckConstraint("times_asked >= 1", name="times_asked_positive"),
        CheckConstraint("first_asked_at <= last_asked_at", name="asked_range"),
        _both("decided_by", "decided_at", name="decided_both"),
    )


class UnansweredAsk(Base):
    """One conversation's share in an unanswered question."""

    __tablename__ = "unanswered_asks"

    id: int = Column(Integer, primary_key=True)
    question_id: int = Column(
        Integer,
        ForeignKey("unanswered_questions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )
    conversation_id: str = _conversation_id()
    at: datetime = Column(UtcDateTime, nullable=False)


class SafetyAlert(Base):
    """A message that staff must hear of."""

    __tablename__ = "safety_alerts"

    id: int = Column(Integer, primary_key=True)
    conversation_id: str = _conversation_id()
    channel: str = Column(String(LONGEST_CHANNEL), nullable=False)
    kind: str = Column(String(20), nullable=False)
    message: str = Column(Text, nullable=False)
    signs: list[str] = Column(JSON, nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    acknowledged_by: str | None = Column(String(LONGEST_NAME))
    acknowledged_at: datetime | None = Column(UtcDateTime)

    __table_args__ = (
        one_of("kind", AlertKind),
        _both("acknowledged_by", "acknowledged_at", name="acknowledged_both"),
    )


class DeletionReceipt(Base):
    """Proof that something was deleted; it does not say whose conversation it was."""

    __tablename__ = "deletion_receipts"

    id: int = Column(Integer, primary_key=True)
    code: str = Column(String(20), nullable=False, unique=True)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    requested_by: str = Column(String(20), nullable=False)
    counts: dict[str, Any] = Column(JSON, nullable=False)

    __table_args__ = (one_of("requested_by", DeletedFor),)


class DeletedConversation(Base):
    """A conversation that was deleted on somebody's wish: a digest of its id, and when.

    The ids are random, so the digest says nothing to whoever has no copy of the conversation.
    """

    __tablename__ = "deleted_conversations"

    digest: str = Column(String(_DIGEST), primary_key=True)
    deleted_at: datetime = Column(UtcDateTime, nullable=False, index=True)
