"""How long it takes to find a plan or a patient's course as both tables grow."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.bench import Bench, Section
from benchmarks.figures import milliseconds
from benchmarks.systems import MESOGUIDE
from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.models import PatientPlan, Plan
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository
from mesoguide.clinic.plan_repository import PlanRepository

SIZES = (100, 1_000, 10_000)
LOOKUPS = 300
TIMEOUT_SECONDS = 60.0
_PLANS, _COURSES = Plan.__table__, PatientPlan.__table__


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Add plans and courses, and look for one of each."""
    settings = bench.settings(name)
    engine = create_engine_for(settings.database_url, timeout_seconds=TIMEOUT_SECONDS)
    sessions, figures = session_factory(engine), {}
    try:
        for size in SIZES:
            bench.progress.say(f"looking up one of {size:,} plans and courses")
            with sessions.begin() as session:
                fill(session, size)
            with sessions() as session:
                figures[str(size)] = lookups(session, size)
    finally:
        engine.dispose()
    return figures


def fill(session: Session, size: int) -> None:
    """Copy the first plan until there are as many, and put one patient on each."""
    first = dict(session.execute(select(_PLANS).order_by(_PLANS.c.id).limit(1)).mappings().one())
    first.pop("id")
    there = session.execute(select(func.count()).select_from(_PLANS)).scalar_one()
    numbers = range(there, size)
    if not numbers:
        return
    session.execute(insert(_PLANS), [{**first, "code": code(number)} for number in numbers])
    on = session.execute(select(_PLANS.c.id).where(_PLANS.c.code == code(size - 1))).scalar_one()
    now = datetime.now(timezone.utc)
    course = {
        "verifier_hash": "none opens with this",
        "verifier_kind": VerifierKind.DATE_OF_BIRTH.value,
        "plan_id": on,
        "visits_done": 1,
        "visits_planned": 4,
        "created_at": now,
        "updated_at": now,
    }
    session.execute(insert(_COURSES), [{**course, "reference_digest": digest(n)} for n in numbers])


def lookups(session: Session, size: int) -> dict[str, Any]:
    """Time each kind of lookup of the row that was added last; the session remembers nothing."""
    plans, courses = PlanRepository(session), PatientPlanRepository(session)
    found: dict[str, Callable[[], object]] = {
        "plan_by_code": lambda: plans.by_code(code(size - 1)),
        "course_by_reference": lambda: courses.by_digest(digest(size - 1)),
    }
    return {name: milliseconds(_timed(session, look)) for name, look in found.items()}


def code(number: int) -> str:
    """Return a plan's code."""
    return f"BENCH-{number}"


def digest(number: int) -> str:
    """Return what stands for a reference's digest."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def _timed(session: Session, look: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(LOOKUPS):
        session.expunge_all()
        began = time.perf_counter()
        row = look()
        seconds.append(time.perf_counter() - began)
        if row is None:
            raise LookupError("what was stored a moment ago was not found")
    return seconds


SECTION = Section("plan_growth", (MESOGUIDE,), measure)
