"""What staff do with patients' courses, each with an entry in the audit trail.

The entries name a course by its number; no reference and no verifier is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.models import Plan
from mesoguide.clinic.patient_plan_models import PatientPlan
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository
from mesoguide.clinic.patient_references import (
    FEWEST_FIGURES,
    SHORTEST_REFERENCE,
    is_usable_reference,
)
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.verifiers import LONGEST_PIN, SHORTEST_PIN, compared_verifier
from mesoguide.exceptions import PatientPlanNotFound, PatientPlanRefused, PlanNotFound

_VERIFIER_FORMS = {
    VerifierKind.DATE_OF_BIRTH: "is no date of birth: type it like 3 May 1980, the day first",
    VerifierKind.PIN: f"is no PIN: type {SHORTEST_PIN} to {LONGEST_PIN} figures",
}


@dataclass(frozen=True)
class NextVisit:
    """When a patient comes next.

    Attributes:
        on: The day where the clinic is.
        at: The moment, aware; None while only the day is known.
    """

    on: date
    at: datetime | None = None


@dataclass(frozen=True)
class Visits:
    """How far a course is."""

    done: int
    planned: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.planned or self.planned < 1:
            raise PatientPlanRefused(
                f"{self.done} of {self.planned} visits cannot be: plan 1 visit or more, of which "
                "no more than all are done"
            )


class PatientPlanDesk:
    """One member of staff at work, in one session; committing is the caller's business.

    Make it before the session has read anything.
    """

    def __init__(self, session: Session, digests: KeyedDigests, *, who: str, at: datetime) -> None:
        lock_for_writing(session)
        self._courses = PatientPlanRepository(session)
        self._plans = PlanRepository(session)
        self._attempts = PlanAttempts(session)
        self._audit = AuditLog(session, who=who, at=at)
        self._digests = digests
        self._at = at

    def add(
        self,
        *,
        reference: str,
        verifier: str,
        kind: VerifierKind,
        plan_code: str,
        visits: Visits,
        next_visit: NextVisit | None = None,
    ) -> int:
        """Keeps a course and gives its number.

        Raises:
            PlanNotFound: No plan has the code.
            PatientPlanRefused: The reference is taken or unusable, or the verifier cannot be read.
        """
        digest = self._free_digest(reference)
        course = PatientPlan(
            reference_digest=digest,
            verifier_hash=self._hash(digest, verifier, kind),
            verifier_kind=kind.value,
            plan_id=self._plan(plan_code).id,
            visits_done=visits.done,
            visits_planned=visits.planned,
            next_visit_on=next_visit and next_visit.on,
            next_visit_at=next_visit and next_visit.at,
            created_at=self._at,
            updated_at=self._at,
        )
        self._courses.add(course)
        self._record("added", course, plan=plan_code)
        return int(course.id)

    def update(
        self,
        course: PatientPlan,
        *,
        visits: Visits,
        next_visit: NextVisit | None,
        plan_code: str | None = None,
        verifier: tuple[VerifierKind, str] | None = None,
    ) -> tuple[str, ...]:
        """Changes a course and gives the names of the columns that changed.

        Raises:
            PlanNotFound: No plan has the code.
            PatientPlanRefused: The verifier cannot be read.
        """
        new: dict[str, Any] = {
            "visits_done": visits.done,
            "visits_planned": visits.planned,
            "next_visit_on": next_visit and next_visit.on,
            "next_visit_at": next_visit and next_visit.at,
        }
        if plan_code is not None:
            new["plan_id"] = self._plan(plan_code).id
        if verifier is not None:
            kind, typed = verifier
            new["verifier_hash"] = self._hash(course.reference_digest, typed, kind)
            new["verifier_kind"] = kind.value
        changed = tuple(name for name, value in new.items() if getattr(course, name) != value)
        if changed:
            for name in changed:
                setattr(course, name, new[name])
            course.updated_at = self._at
            self._record("updated", course, changed=list(changed))
        return changed

    def unlock(self, course: PatientPlan) -> int:
        """Lets wrong tries on a course count no longer; gives how many did."""
        tries = self._attempts.unlock_reference(course.reference_digest)
        self._record("unlocked", course, tries=tries)
        return tries

    def unlock_conversation(self, conversation_id: str) -> int:
        """Lets wrong tries in a conversation count no longer; gives how many did."""
        tries = self._attempts.unlock_conversation(conversation_id)
        self._audit.record("conversation_unlocked", "conversation", tries=tries)
        return tries

    def remove(self, course: PatientPlan) -> None:
        """Deletes a course with the tries to see it."""
        self._record("removed", course)
        self._attempts.forget_reference(course.reference_digest)
        self._courses.remove(course)

    def course(self, *, number: int | None = None, reference: str | None = None) -> PatientPlan:
        """The course with a number, or with a reference in any spelling.

        Raises:
            PatientPlanNotFound: There is none.
        """
        if number is not None:
            found = self._courses.by_id(number)
        else:
            found = self._courses.by_digest(self._digests.reference(reference))
        if found is None:
            # The reference itself stays out of the message, which may be logged.
            named = f"the number {number}" if number is not None else "this reference"
            raise PatientPlanNotFound(
                f"no patient's plan has {named}: see the numbers with `mesoguide patient-plan list`"
            )
        return found

    def _free_digest(self, reference: str) -> str:
        if not is_usable_reference(reference):
            raise PatientPlanRefused(
                f"a reference needs {SHORTEST_REFERENCE} or more letters and figures, "
                f"{FEWEST_FIGURES} figures or more and a letter among them, such as MG-7K4P-2QX9"
            )
        digest = self._digests.reference(reference)
        if self._courses.by_digest(digest) is not None:
            raise PatientPlanRefused("another patient has this reference: choose another one")
        return digest

    def _hash(self, digest: str, verifier: str, kind: VerifierKind) -> str:
        compared = compared_verifier(verifier, kind, today=self._at.date())
        if compared is None:
            raise PatientPlanRefused(f"what was typed {_VERIFIER_FORMS[kind]}")
        return self._digests.hash_verifier(digest, compared)

    def _plan(self, code: str) -> Plan:
        plan = self._plans.by_code(code)
        if plan is None:
            raise PlanNotFound(code)
        return plan

    def _record(self, what: str, course: PatientPlan, **details: Any) -> None:
        self._audit.record(f"patient_plan_{what}", f"patient plan {course.id}", **details)
