"""The tables behind "my plan": courses of patients, and who tried to see one.

Neither a reference nor a date of birth is in them, only what both are compared with.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
)
from sqlalchemy.orm import relationship

from mesoguide.clinic.conversation_models import LONGEST_CONVERSATION_ID
from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.declarative import Base, one_of
from mesoguide.clinic.utc_datetime import UtcDateTime

_DIGEST = 64


class PatientPlan(Base):
    """One patient's course."""

    __tablename__ = "patient_plans"

    id: int = Column(Integer, primary_key=True)
    reference_digest: str = Column(String(_DIGEST), nullable=False, unique=True)
    verifier_hash: str = Column(String(255), nullable=False)
    verifier_kind: str = Column(String(20), nullable=False)
    plan_id: int = Column(Integer, ForeignKey("plans.id"), nullable=False, index=True)
    visits_done: int = Column(Integer, nullable=False)
    visits_planned: int = Column(Integer, nullable=False)
    next_visit_on: date | None = Column(Date)
    next_visit_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False)

    plan = relationship("Plan", lazy="raise")

    __table_args__ = (
        one_of("verifier_kind", VerifierKind),
        CheckConstraint("visits_done >= 0 AND visits_done <= visits_planned", name="visits_range"),
        CheckConstraint("visits_planned >= 1", name="visits_planned_positive"),
        CheckConstraint(
            "next_visit_at IS NULL OR next_visit_on IS NOT NULL", name="next_visit_has_day"
        ),
    )


class PlanAttempt(Base):
    """One try to see a course, also of a reference that does not exist.

    It counts towards a lock until the lock has ended, the right answer was given, or staff unlock.
    A deleted conversation leaves its counting tries behind without its id: deleting must not open
    a lock.
    """

    __tablename__ = "plan_attempts"

    id: int = Column(Integer, primary_key=True)
    reference_digest: str = Column(String(_DIGEST), nullable=False)
    conversation_id: str | None = Column(String(LONGEST_CONVERSATION_ID))
    at: datetime = Column(UtcDateTime, nullable=False, index=True)
    succeeded: bool = Column(Boolean, nullable=False)
    counts_for_reference: bool = Column(Boolean, nullable=False)
    counts_for_conversation: bool = Column(Boolean, nullable=False)

    __table_args__ = (
        Index(
            "ix_plan_attempts_reference_digest_counts", "reference_digest", "counts_for_reference"
        ),
        Index(
            "ix_plan_attempts_conversation_id_counts", "conversation_id", "counts_for_conversation"
        ),
        CheckConstraint(
            "NOT succeeded OR NOT (counts_for_reference OR counts_for_conversation)",
            name="success_counts_for_nothing",
        ),
        CheckConstraint(
            "conversation_id IS NOT NULL OR NOT counts_for_conversation",
            name="counted_conversation_given",
        ),
    )
