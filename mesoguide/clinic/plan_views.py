"""Turning rows of the plans table into plain values.

A row that somebody edited by hand may hold anything that the constraints let through; what cannot
be read raises ValueError with the plan's code.
"""

from __future__ import annotations

from collections.abc import Mapping

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.models import Plan
from mesoguide.clinic.values import IntRange, PlanView, Price, Source, StaffPlanView


def plan_view(row: Plan) -> PlanView:
    """Builds what patients may see; the row's areas must be loaded."""
    is_approved = row.approved_by is not None and row.approved_on is not None
    return PlanView(
        code=row.code,
        name=row.name,
        concern=Concern(row.concern),
        body_areas=tuple(BodyArea(value) for value in row.body_areas),
        requires_consultation=row.requires_consultation,
        sessions=IntRange(row.sessions_min, row.sessions_max),
        interval_days=IntRange(row.interval_days_min, row.interval_days_max),
        maintenance_days=_maintenance(row),
        maintenance_note=row.maintenance_note,
        session_minutes=IntRange(row.session_minutes_min, row.session_minutes_max),
        anaesthetic_options=_texts(row, "anaesthetic_options"),
        downtime_days=IntRange(row.downtime_days_min, row.downtime_days_max),
        downtime_text=row.downtime_text,
        discomfort=IntRange(row.discomfort_min, row.discomfort_max),
        discomfort_basis=row.discomfort_basis,
        aftercare=_texts(row, "aftercare"),
        not_suitable_for=_texts(row, "not_suitable_for"),
        price=_price(row) if is_approved else None,
        evidence=row.evidence,
        approval_note=row.approval_note,
        plain_note=row.plain_note,
        caution=row.caution,
        sources=tuple(_source(entry) for entry in _mappings(row, "sources") if entry.get("show")),
        in_article=row.in_article,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        version=row.version,
    )


def staff_plan_view(row: Plan) -> StaffPlanView:
    """Builds what staff see, the price and the reviewers' remarks among it."""
    return StaffPlanView(
        plan=plan_view(row),
        price=_price(row),
        all_sources=_mappings(row, "sources"),
        source_note=row.source_note,
        review=row.review,
        published_schedules=_mappings(row, "published_schedules"),
        content_hash=row.content_hash,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _maintenance(row: Plan) -> IntRange | None:
    if row.maintenance_days_min is None or row.maintenance_days_max is None:
        return None
    return IntRange(row.maintenance_days_min, row.maintenance_days_max)


def _price(row: Plan) -> Price | None:
    if (
        row.price_currency is None
        or row.price_per_session_minor is None
        or row.price_course_min_minor is None
        or row.price_course_max_minor is None
    ):
        return None
    return Price(
        currency=row.price_currency,
        per_session_minor=row.price_per_session_minor,
        course_min_minor=row.price_course_min_minor,
        course_max_minor=row.price_course_max_minor,
    )


def _source(entry: Mapping[str, object]) -> Source:
    year, url = entry.get("year"), entry.get("url")
    return Source(
        name=str(entry.get("name", "")),
        year=year if isinstance(year, int) else None,
        url=url if isinstance(url, str) else None,
    )


def _texts(row: Plan, column: str) -> tuple[str, ...]:
    values = getattr(row, column)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"plan {row.code}: {column} must be a JSON list of texts")
    return tuple(values)


def _mappings(row: Plan, column: str) -> tuple[Mapping[str, object], ...]:
    values = getattr(row, column) or []
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise ValueError(f"plan {row.code}: {column} must be a JSON list of objects")
    return tuple(values)
