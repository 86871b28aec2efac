"""Patients' courses, which are found by the digest of their reference."""

from __future__ import annotations

from typing import Any

from sqlalchemy import desc, func, select
from sqlalchemy.orm import Session, selectinload

from mesoguide.clinic.conversation_values import PatientPlanView, VerifierKind
from mesoguide.clinic.models import Plan
from mesoguide.clinic.patient_plan_models import PatientPlan
from mesoguide.clinic.plan_views import plan_view


class PatientPlanRepository:
    """Finds and keeps courses in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def verifier(self, reference_digest: str) -> tuple[VerifierKind, str] | None:
        """The kind and hash of what a course is opened with."""
        query = select(PatientPlan.verifier_kind, PatientPlan.verifier_hash).where(
            PatientPlan.reference_digest == reference_digest
        )
        found = self._session.execute(query).first()
        return None if found is None else (VerifierKind(found[0]), str(found[1]))

    def by_digest(self, reference_digest: str) -> PatientPlan | None:
        """The course with a reference, its plan loaded."""
        query = _with_plans().where(PatientPlan.reference_digest == reference_digest)
        row: PatientPlan | None = self._session.execute(query).scalars().first()
        return row

    def by_id(self, number: int) -> PatientPlan | None:
        """The course with a number, its plan loaded."""
        query = _with_plans().where(PatientPlan.id == number)
        row: PatientPlan | None = self._session.execute(query).scalars().first()
        return row

    def newest(self) -> list[PatientPlan]:
        """Every course, the latest one first."""
        query = _with_plans().order_by(desc(PatientPlan.created_at), desc(PatientPlan.id))
        rows: list[PatientPlan] = self._session.execute(query).scalars().all()
        return rows

    def count_on(self, plan: Plan) -> int:
        """Count the courses that are on a plan."""
        query = select(func.count()).where(PatientPlan.plan_id == plan.id)
        return int(self._session.execute(query).scalar_one())

    def add(self, course: PatientPlan) -> None:
        """Keeps a new course; a reference that exists already fails when this is flushed."""
        self._session.add(course)
        self._session.flush()

    def remove(self, course: PatientPlan) -> None:
        """Deletes a course."""
        self._session.delete(course)
        self._session.flush()


def patient_plan_view(row: PatientPlan) -> PatientPlanView:
    """Builds what the patient may see; the row's plan and its areas must be loaded."""
    return PatientPlanView(
        plan=plan_view(row.plan),
        visits_done=row.visits_done,
        visits_planned=row.visits_planned,
        next_visit_on=row.next_visit_on,
        next_visit_at=row.next_visit_at,
        updated_at=row.updated_at,
    )


def _with_plans() -> Any:
    return select(PatientPlan).options(selectinload(PatientPlan.plan).selectinload(Plan.areas))
