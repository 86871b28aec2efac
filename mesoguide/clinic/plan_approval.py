"""Approving a plan: from then on it is the clinic's own, and its price is shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from mesoguide.clinic.audit import AuditLog, person_name
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.models import LONGEST_NAME, Plan
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import ApprovalRefused, PlanNotFound

_EAST_OF_UTC = timedelta(days=1)


def approve(session: Session, code: str, by: str, on: date, *, now: datetime | None = None) -> Plan:
    """Records who stands for a plan; the caller commits.

    Args:
        session: A session that has not read anything yet.
        code: The plan's code in any spelling.
        by: The name of the clinician who has read the plan.
        on: The day on which they approved it.
        now: The moment for the audit trail, aware.

    Raises:
        PlanNotFound: No plan has the code.
        ApprovalRefused: The name is blank or no name, or the day is in the future.
    """
    moment = now or utc_now()
    name = _name(by)
    # Where the sun rises first it is tomorrow already.
    if on > (moment + _EAST_OF_UTC).date():
        raise ApprovalRefused(f"{on.isoformat()} is in the future: give the day of the approval")
    plan = _plan(session, code)
    if (plan.approved_by, plan.approved_on) == (name, on):
        return plan
    plan.approved_by, plan.approved_on, plan.updated_at = name, on, moment
    AuditLog(session, who=name, at=moment).record(
        "plan_approved", plan.code, approved_on=on.isoformat(), version=plan.version
    )
    return plan


def revoke(session: Session, code: str, by: str, *, now: datetime | None = None) -> Plan:
    """Withdraws an approval: the plan is an example again, without a price; the caller commits.

    Raises:
        PlanNotFound: No plan has the code.
        ApprovalRefused: The name is blank or no name, or the plan is not approved.
    """
    moment = now or utc_now()
    name = _name(by)
    plan = _plan(session, code)
    if plan.approved_by is None or plan.approved_on is None:
        raise ApprovalRefused(f"plan {plan.code} is not approved: there is nothing to revoke")
    AuditLog(session, who=name, at=moment).record(
        "approval_revoked",
        plan.code,
        approved_by=plan.approved_by,
        approved_on=plan.approved_on.isoformat(),
    )
    plan.approved_by, plan.approved_on, plan.updated_at = None, None, moment
    return plan


def _name(typed: str) -> str:
    name = person_name(typed)
    if name is None:
        raise ApprovalRefused(
            f"{typed[:60]!r} is not a person's name: give one of 1 to {LONGEST_NAME} characters, "
            "such as --by 'Dr Ana Silva'"
        )
    return name


def _plan(session: Session, code: str) -> Plan:
    lock_for_writing(session)
    plan = PlanRepository(session).by_code(code)
    if plan is None:
        raise PlanNotFound(code)
    return plan
