"""What the clinic layer hands out: plain values that outlive the database session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.money import format_amount


@dataclass(frozen=True)
class IntRange:
    """A range of whole numbers, both ends included."""

    min: int
    max: int

    def __post_init__(self) -> None:
        if self.min > self.max:
            raise ValueError(f"a range cannot run from {self.min} down to {self.max}")

    def __str__(self) -> str:
        return str(self.min) if self.min == self.max else f"{self.min} to {self.max}"


@dataclass(frozen=True)
class Price:
    """A plan's price in minor units of an ISO 4217 currency, such as cents of USD."""

    currency: str
    per_session_minor: int
    course_min_minor: int
    course_max_minor: int

    @property
    def per_session(self) -> str:
        """One visit's price as people write it, such as "USD 250"."""
        return format_amount(self.per_session_minor, self.currency)

    @property
    def course_min(self) -> str:
        """The least that a course costs, such as "USD 750"."""
        return format_amount(self.course_min_minor, self.currency)

    @property
    def course_max(self) -> str:
        """The most that a course costs, such as "USD 1,000"."""
        return format_amount(self.course_max_minor, self.currency)


@dataclass(frozen=True)
class Source:
    """A publication or page behind a plan."""

    name: str
    year: int | None
    url: str | None


@dataclass(frozen=True)
class PlanView:
    """A plan as patients may see it.

    The price is None unless the clinic has approved the plan, so that nobody can show it by
    mistake. `sources` holds only those marked to be shown. A `caution` comes first in every reply
    that speaks of the plan.
    """

    code: str
    name: str
    concern: Concern
    body_areas: tuple[BodyArea, ...]
    requires_consultation: bool
    sessions: IntRange
    interval_days: IntRange
    maintenance_days: IntRange | None
    maintenance_note: str | None
    session_minutes: IntRange
    anaesthetic_options: tuple[str, ...]
    downtime_days: IntRange
    downtime_text: str
    discomfort: IntRange
    discomfort_basis: str
    aftercare: tuple[str, ...]
    not_suitable_for: tuple[str, ...]
    price: Price | None
    evidence: str
    approval_note: str
    plain_note: str
    caution: str | None
    sources: tuple[Source, ...]
    in_article: bool
    approved_by: str | None
    approved_on: date | None
    version: int

    def __post_init__(self) -> None:
        if self.price is not None and not self.is_approved:
            raise ValueError(f"plan {self.code} is not approved, so it cannot carry a price")

    @property
    def is_approved(self) -> bool:
        """Says whether the clinic has put its name to this plan; if not, it is an example."""
        return self.approved_by is not None and self.approved_on is not None


@dataclass(frozen=True)
class StaffPlanView:
    """A plan as staff see it: the patients' view and what is kept from patients."""

    plan: PlanView
    price: Price | None
    all_sources: tuple[Mapping[str, object], ...]
    source_note: Mapping[str, str] | None
    review: str | None
    published_schedules: tuple[Mapping[str, object], ...]
    content_hash: str
    created_at: datetime
    updated_at: datetime
