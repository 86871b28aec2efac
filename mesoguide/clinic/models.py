"""The clinic database's tables; the constraints hold whatever writes to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    func,
    text,
)
from sqlalchemy.orm import relationship

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.conversation_models import (
    CallbackRequest,
    DeletedConversation,
    DeletionReceipt,
    Feedback,
    SafetyAlert,
    UnansweredAsk,
    UnansweredQuestion,
)
from mesoguide.clinic.declarative import CONSTRAINT_NAMES, LONGEST_NAME, Base, one_of
from mesoguide.clinic.messenger_models import MessengerEvent, MessengerPerson, MessengerReply
from mesoguide.clinic.patient_plan_models import PatientPlan, PlanAttempt
from mesoguide.clinic.plan_codes import LONGEST_PLAN_CODE
from mesoguide.clinic.utc_datetime import UtcDateTime, utc_now

__all__ = [
    "CONSTRAINT_NAMES",
    "LONGEST_ACTION",
    "LONGEST_NAME",
    "AuditEntry",
    "Base",
    "CallbackRequest",
    "DeletedConversation",
    "DeletionReceipt",
    "Feedback",
    "MessengerEvent",
    "MessengerPerson",
    "MessengerReply",
    "PatientPlan",
    "Plan",
    "PlanArea",
    "PlanAttempt",
    "SafetyAlert",
    "UnansweredAsk",
    "UnansweredQuestion",
]

LONGEST_ACTION = 40


def _range(name: str, *, least: int, most: int | None = None) -> CheckConstraint:
    limit = "" if most is None else f" AND {name}_max <= {most}"
    return CheckConstraint(
        f"{name}_min >= {least} AND {name}_min <= {name}_max{limit}", name=f"{name}_range"
    )


def _whole_number(column: str) -> CheckConstraint:
    # SQLite keeps a fraction in an integer column unless told not to.
    return CheckConstraint(
        f"{column} >= 0 AND {column} = CAST({column} AS INTEGER)", name=f"{column}_whole"
    )


class Plan(Base):
    """A treatment plan of the clinic: an example until somebody has approved it."""

    __tablename__ = "plans"

    id: int = Column(Integer, primary_key=True)
    code: str = Column(String(LONGEST_PLAN_CODE), nullable=False)
    name: str = Column(String(LONGEST_NAME), nullable=False)
    concern: str = Column(String(40), nullable=False, index=True)
    requires_consultation: bool = Column(Boolean, nullable=False)
    sessions_min: int = Column(Integer, nullable=False)
    sessions_max: int = Column(Integer, nullable=False)
    interval_days_min: int = Column(Integer, nullable=False)
    interval_days_max: int = Column(Integer, nullable=False)
    maintenance_days_min: int | None = Column(Integer)
    maintenance_days_max: int | None = Column(Integer)
    maintenance_note: str | None = Column(Text)
    session_minutes_min: int = Column(Integer, nullable=False)
    session_minutes_max: int = Column(Integer, nullable=False)
    anaesthetic_options: list[str] = Column(JSON, nullable=False)
    downtime_days_min: int = Column(Integer, nullable=False)
    downtime_days_max: int = Column(Integer, nullable=False)
    downtime_text: str = Column(Text, nullable=False)
    discomfort_min: int = Column(Integer, nullable=False)
    discomfort_max: int = Column(Integer, nullable=False)
    discomfort_basis: str = Column(Text, nullable=False)
    aftercare: list[str] = Column(JSON, nullable=False)
    not_suitable_for: list[str] = Column(JSON, nullable=False)
    price_currency: str | None = Column(String(3))
    price_per_session_minor: int | None = Column(Integer)
    price_course_min_minor: int | None = Column(Integer)
    price_course_max_minor: int | None = Column(Integer)
    evidence: str = Column(Text, nullable=False)
    approval_note: str = Column(Text, nullable=False)
    plain_note: str = Column(Text, nullable=False)
    caution: str | None = Column(Text)
    sources: list[dict[str, Any]] = Column(JSON, nullable=False)
    in_article: bool = Column(Boolean, nullable=False)
    # For staff alone:
    source_note: dict[str, str] | None = Column(JSON(none_as_null=True))
    review: str | None = Column(Text)
    published_schedules: list[dict[str, Any]] | None = Column(JSON(none_as_null=True))
    # What the file said at the last import, to tell its changes from the clinic's own.
    content_hash: str = Column(String(64), nullable=False, server_default="")
    visible_hash: str = Column(String(64), nullable=False, server_default="")
    approved_by: str | None = Column(String(LONGEST_NAME))
    approved_on: date | None = Column(Date)
    version: int = Column(Integer, nullable=False, default=1, server_default="1")
    created_at: datetime = Column(
        UtcDateTime, nullable=False, default=utc_now, server_default=func.current_timestamp()
    )
    updated_at: datetime = Column(
        UtcDateTime, nullable=False, default=utc_now, server_default=func.current_timestamp()
    )

    areas: list[PlanArea] = relationship(
        "PlanArea",
        order_by="PlanArea.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise",  # a repository loads what is needed; nothing is fetched by surprise
    )

    __table_args__ = (
        Index(
            "uq_plans_code_compared",
            text("lower(replace(replace(code, '-', ''), ' ', ''))"),
            unique=True,
        ),
        CheckConstraint("length(code) >= 1", name="code_given"),
        CheckConstraint("length(trim(name)) >= 1", name="name_given"),
        one_of("concern", Concern),
        _range("sessions", least=1),
        _range("interval_days", least=1),
        _range("maintenance_days", least=1),
        _range("session_minutes", least=1),
        _range("downtime_days", least=0),
        _range("discomfort", least=0, most=10),
        CheckConstraint(
            "(maintenance_days_min IS NULL) = (maintenance_days_max IS NULL)",
            name="maintenance_days_both",
        ),
        _whole_number("price_per_session_minor"),
        _whole_number("price_course_min_minor"),
        _whole_number("price_course_max_minor"),
        CheckConstraint(
            "price_course_min_minor <= price_course_max_minor", name="price_course_range"
        ),
        CheckConstraint(
            "(price_currency IS NULL) = (price_per_session_minor IS NULL)"
            " AND (price_currency IS NULL) = (price_course_min_minor IS NULL)"
            " AND (price_currency IS NULL) = (price_course_max_minor IS NULL)",
            name="price_all_or_nothing",
        ),
        CheckConstraint(
            "length(price_currency) = 3 AND price_currency = upper(price_currency)",
            name="price_currency_iso",
        ),
        CheckConstraint("(approved_by IS NULL) = (approved_on IS NULL)", name="approval_both"),
        CheckConstraint("length(trim(approved_by)) >= 1", name="approved_by_given"),
        CheckConstraint("version >= 1", name="version_positive"),
    )

    @property
    def body_areas(self) -> tuple[str, ...]:
        """The areas in the file's order."""
        return tuple(area.body_area for area in self.areas)

    @body_areas.setter
    def body_areas(self, values: tuple[str, ...]) -> None:
        self.areas = [
            PlanArea(body_area=value, position=position) for position, value in enumerate(values)
        ]


class PlanArea(Base):
    """One area of the body that a plan covers."""

    __tablename__ = "plan_areas"

    plan_id: int = Column(Integer, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)
    body_area: str = Column(String(40), primary_key=True, index=True)
    position: int = Column(Integer, nullable=False, server_default="0")

    __table_args__ = (one_of("body_area", BodyArea),)


class AuditEntry(Base):
    """Who did what to which plan, and when; rows are only ever added."""

    __tablename__ = "audit_entries"

    id: int = Column(Integer, primary_key=True)
    at: datetime = Column(UtcDateTime, nullable=False, index=True)
    who: str = Column(String(LONGEST_NAME), nullable=False)
    action: str = Column(String(LONGEST_ACTION), nullable=False)
    subject: str = Column(String(LONGEST_NAME), nullable=False)
    details: dict[str, Any] = Column(JSON, nullable=False)

    __table_args__ = (
        CheckConstraint("length(trim(who)) >= 1", name="who_given"),
        CheckConstraint("length(trim(action)) >= 1", name="action_given"),
    )
