"""Plans as a file has them: `content/plans.yml`, checked field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.content_reader import Section, load_yaml
from mesoguide.clinic.models import LONGEST_NAME, Plan
from mesoguide.clinic.money import is_currency_code, minor_units
from mesoguide.clinic.plan_codes import LONGEST_PLAN_CODE, compared_code, is_plan_code
from mesoguide.clinic.values import IntRange, Price
from mesoguide.exceptions import PlanContentError

_MOST_SESSIONS = 100
_MOST_DAYS = 3650
_MOST_MINUTES = 24 * 60
_MOST_MONEY = 1_000_000
_DISCOMFORT_SCALE = "0-10"
_MOST_DISCOMFORT = 10

STAFF_FIELDS = ("source_note", "review", "published_schedules")
"""Fields that no patient sees; `sources` is judged entry by entry."""


@dataclass(frozen=True)
class PlanContent:
    """One plan of a file; the fields are named and valued as the columns of `models.Plan`."""

    code: str
    name: str
    concern: str
    body_areas: tuple[str, ...]
    requires_consultation: bool
    sessions_min: int
    sessions_max: int
    interval_days_min: int
    interval_days_max: int
    maintenance_days_min: int | None
    maintenance_days_max: int | None
    maintenance_note: str | None
    session_minutes_min: int
    session_minutes_max: int
    anaesthetic_options: list[str]
    downtime_days_min: int
    downtime_days_max: int
    downtime_text: str
    discomfort_min: int
    discomfort_max: int
    discomfort_basis: str
    aftercare: list[str]
    not_suitable_for: list[str]
    price_currency: str | None
    price_per_session_minor: int | None
    price_course_min_minor: int | None
    price_course_max_minor: int | None
    evidence: str
    approval_note: str
    plain_note: str
    caution: str | None
    sources: list[dict[str, Any]]
    in_article: bool
    source_note: dict[str, str] | None
    review: str | None
    published_schedules: list[dict[str, Any]] | None

    def content_hash(self) -> str:
        """A fingerprint of all that the file says, whatever its layout and order of keys."""
        return _fingerprint(content_of(self))

    def visible_hash(self) -> str:
        """A fingerprint of what patients may see of it."""
        return _fingerprint(visible_part(self))


def content_of(plan: PlanContent | Plan) -> dict[str, Any]:
    """The fields that a file can set, of a plan in a file or in the database."""
    return {field.name: getattr(plan, field.name) for field in fields(PlanContent)}


def visible_part(plan: PlanContent | Plan) -> dict[str, Any]:
    """What patients may see, of a plan in a file or in the database."""
    content = content_of(plan)
    for name in STAFF_FIELDS:
        del content[name]
    content["sources"] = [
        [source.get("name"), source.get("year"), source.get("url")]
        for source in plan.sources
        if source.get("show")
    ]
    return content


def _fingerprint(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_plans(path: Path) -> tuple[PlanContent, ...]:
    """Reads every plan of a file, or none.

    Raises:
        PlanContentError: Anything in the file is missing, misspelt, doubled or out of range.
    """
    top = Section(load_yaml(path), file=str(path), plan="")
    top.raw("meta", default=None)
    entries = top.raw("plans")
    top.nothing_else()
    if not isinstance(entries, list) or not entries:
        raise top.wrong("plans", "expected a list with at least one plan")
    plans = tuple(
        _read_plan(entry, file=str(path), number=number)
        for number, entry in enumerate(entries, start=1)
    )
    _refuse_doubles(plans, file=str(path))
    return plans


def _refuse_doubles(plans: tuple[PlanContent, ...], *, file: str) -> None:
    seen: set[str | None] = set()
    for plan in plans:
        key = compared_code(plan.code)
        if key in seen:
            raise PlanContentError(
                file=file, plan=plan.code, field="code", expected="another plan has this code"
            )
        seen.add(key)


def _read_plan(entry: object, *, file: str, number: int) -> PlanContent:
    code = _read_code(Section(entry, file=file, plan=f"number {number}"))
    plan = Section(entry, file=file, plan=code)
    plan.raw("code")
    _refuse_approval(plan)
    sessions = _read_span(plan, "sessions", most=_MOST_SESSIONS)
    interval = _read_span(plan, "interval_days", most=_MOST_DAYS)
    minutes = _read_span(plan, "session_minutes", most=_MOST_MINUTES)
    maintenance = _read_maintenance(plan)
    downtime, downtime_text = _read_downtime(plan.section("downtime"))
    discomfort, basis = _read_discomfort(plan.section("discomfort"))
    price = _read_price(plan)
    content = PlanContent(
        code=code,
        name=plan.text("name", longest=LONGEST_NAME),
        concern=_read_concern(plan),
        body_areas=_read_areas(plan),
        requires_consultation=plan.flag("requires_consultation"),
        sessions_min=sessions.min,
        sessions_max=sessions.max,
        interval_days_min=interval.min,
        interval_days_max=interval.max,
        maintenance_days_min=maintenance.min if maintenance else None,
        maintenance_days_max=maintenance.max if maintenance else None,
        maintenance_note=plan.optional_text("maintenance_note"),
        session_minutes_min=minutes.min,
        session_minutes_max=minutes.max,
        anaesthetic_options=list(plan.texts("anaesthetic_options")),
        downtime_days_min=downtime.min,
        downtime_days_max=downtime.max,
        downtime_text=downtime_text,
        discomfort_min=discomfort.min,
        discomfort_max=discomfort.max,
        discomfort_basis=basis,
        aftercare=list(plan.texts("aftercare")),
        not_suitable_for=list(plan.texts("not_suitable_for")),
        price_currency=price.currency if price else None,
        price_per_session_minor=price.per_session_minor if price else None,
        price_course_min_minor=price.course_min_minor if price else None,
        price_course_max_minor=price.course_max_minor if price else None,
        evidence=plan.text("evidence"),
        approval_note=plan.text("approval_note"),
        plain_note=plan.text("plain_note"),
        # Left out by oversight, a warning would be lost: "none" has to be written as null.
        caution=plan.optional_text("caution", may_be_left_out=False),
        sources=[_read_source(source) for source in plan.sections("sources")],
        in_article=plan.flag("in_article"),
        source_note=_read_source_note(plan),
        review=plan.optional_text("review"),
        published_schedules=[
            _read_schedule(study)
            for study in plan.sections("published_schedules", may_be_left_out=True)
        ],
    )
    plan.nothing_else()
    return content


def _read_code(plan: Section) -> str:
    code = plan.text("code")
    if not is_plan_code(code):
        raise plan.wrong(
            "code",
            f"expected capitals, figures and hyphens, at most {LONGEST_PLAN_CODE}, "
            f"such as HAIR-01, got {code[:60]!r}",
        )
    return code


def _refuse_approval(plan: Section) -> None:
    """An approval in a file would outlive the text that it was given for."""
    status = plan.raw("status", default="example")
    if status != "example":
        raise plan.wrong("status", f"expected example, got {status!r}: see approved_by")
    for key in ("approved_by", "approved_on"):
        if plan.raw(key, default=None) is not None:
            raise plan.wrong(
                key,
                "expected null: a file cannot approve a plan. Import it, read it with "
                "`mesoguide plans show`, then approve it with `mesoguide plans approve`",
            )


def _read_concern(plan: Section) -> str:
    concern = Concern.parse(plan.raw("concern"))
    if concern is None or concern.value != plan.raw("concern"):
        known = ", ".join(member.value for member in Concern)
        raise plan.wrong("concern", f"expected one of {known}, got {plan.raw('concern')!r}")
    return concern.value


def _read_areas(plan: Section) -> tuple[str, ...]:
    values = plan.texts("body_areas")
    known = [member.value for member in BodyArea]
    for number, value in enumerate(values, start=1):
        if value not in known:
            raise plan.wrong(
                f"body_areas[{number}]", f"expected one of {', '.join(known)}, got {value[:60]!r}"
            )
    return values


def _read_span(plan: Section, key: str, *, most: int) -> IntRange:
    section = plan.section(key)
    span = section.span(most=most)
    section.nothing_else()
    return span


def _read_maintenance(plan: Section) -> IntRange | None:
    """Both ends null mean that no top-up is planned."""
    section = plan.section("maintenance_interval_days")
    if section.raw("min") is None and section.raw("max") is None:
        section.nothing_else()
        return None
    return _read_span(plan, "maintenance_interval_days", most=_MOST_DAYS)


def _read_downtime(section: Section) -> tuple[IntRange, str]:
    days = section.span("days_min", "days_max", least=0, most=_MOST_DAYS)
    text = section.text("text")
    section.nothing_else()
    return days, text


def _read_discomfort(section: Section) -> tuple[IntRange, str]:
    scores = section.span(least=0, most=_MOST_DISCOMFORT)
    scale, basis = section.raw("scale"), section.text("basis")
    if scale != _DISCOMFORT_SCALE:
        raise section.wrong("scale", f"expected {_DISCOMFORT_SCALE}, got {scale!r}")
    section.nothing_else()
    return scores, basis


def _read_price(plan: Section) -> Price | None:
    """Amounts are whole currency units in the file; null means that no price is told."""
    if plan.raw("price") is None:
        return None
    section = plan.section("price")
    currency = section.text("currency")
    if not is_currency_code(currency):
        raise section.wrong("currency", f"expected a code such as USD, got {currency[:60]!r}")
    per_session = section.integer("per_session", least=0, most=_MOST_MONEY)
    course = section.span("course_min", "course_max", least=0, most=_MOST_MONEY)
    section.nothing_else()
    return Price(
        currency=currency,
        per_session_minor=minor_units(per_session, currency),
        course_min_minor=minor_units(course.min, currency),
        course_max_minor=minor_units(course.max, currency),
    )


def _read_source(section: Section) -> dict[str, Any]:
    """A source that does not say `show: true` stays with staff."""
    year = section.raw("year")
    source = {
        "name": section.text("name"),
        "year": None if year is None else section.integer("year", least=1900, most=2100),
        "url": section.optional_text("url"),
        "verified": section.text("verified"),
        "show": section.flag("show", default=False),
        "note": section.optional_text("note"),
    }
    if source["url"] is not None and not str(source["url"]).startswith(("https://", "http://")):
        raise section.wrong("url", "expected an address that begins with https:// or http://")
    section.nothing_else()
    return source


def _read_source_note(plan: Section) -> dict[str, str] | None:
    if plan.raw("source_note", default=None) is None:
        return None
    section = plan.section("source_note")
    note = {key: section.text(key) for key in ("article", "published")}
    section.nothing_else()
    return note


def _read_schedule(section: Section) -> dict[str, Any]:
    sessions = section.raw("sessions")
    if isinstance(sessions, bool) or not isinstance(sessions, int | str | None):
        raise section.wrong("sessions", f"expected a number, a text or null, got {sessions!r}")
    schedule = {
        "study": section.text("study"),
        "sessions": sessions,
        "schedule": section.text("schedule"),
        "note": section.optional_text("note"),
    }
    section.nothing_else()
    return schedule
