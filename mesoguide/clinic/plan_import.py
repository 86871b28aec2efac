"""Bringing a plans file into the database, as often as one likes.

What decides is what the file said at the last import, not what the row says now: a clinic that
changes a row by hand keeps its change until the file itself says something new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.database import lock_for_writing
from mesoguide.clinic.models import Plan
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository
from mesoguide.clinic.plan_codes import compared_code
from mesoguide.clinic.plan_content import (
    STAFF_FIELDS,
    PlanContent,
    content_of,
    read_plans,
    visible_part,
)
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import PlanInUse

_STAFF_COLUMNS = (*STAFF_FIELDS, "sources")


@dataclass(frozen=True)
class ImportReport:
    """What an import did, as codes of plans.

    Attributes:
        added: New plans.
        updated: Plans of which the file says something new.
        unchanged: Plans of which the file says what it said before.
        approval_cleared: Plans among the updated that have to be approved again.
        missing: Plans that the file does not have; they stay unless removed.
        removed: The missing plans that were deleted because `prune` was asked for.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    approval_cleared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def import_plans(
    session: Session,
    path: Path,
    *,
    who: str = "import",
    prune: bool = False,
    now: datetime | None = None,
) -> ImportReport:
    """Imports a file in the caller's transaction, which the caller commits.

    Args:
        session: A session that has not read anything yet, so that two imports can take turns.
        path: The plans file.
        who: Name for the audit trail.
        prune: Whether to delete plans that the file does not have.
        now: The moment for the audit trail, aware.

    Raises:
        PlanContentError: The file is broken; nothing was changed.
        PlanInUse: A plan to be deleted has patients on it; nothing was changed.
    """
    contents = read_plans(path)
    lock_for_writing(session)
    work = _Import(session, who=who, now=now or utc_now())
    for content in contents:
        work.take(content)
    work.settle_missing({compared_code(content.code) for content in contents}, prune=prune)
    session.flush()
    return work.report()


class _Import:
    """One run: the rows that are there, and what became of each."""

    def __init__(self, session: Session, *, who: str, now: datetime) -> None:
        self._plans = PlanRepository(session)
        self._courses = PatientPlanRepository(session)
        self._rows = {compared_code(row.code): row for row in self._plans.all()}
        self._audit = AuditLog(session, who=who, at=now)
        self._now = now
        self._done: dict[str, list[str]] = {}

    def take(self, content: PlanContent) -> None:
        row = self._rows.get(compared_code(content.code))
        if row is None:
            self._add(content)
        elif row.content_hash == content.content_hash():
            self._note("unchanged", row.code)
        else:
            self._update(row, content)

    def settle_missing(self, in_file: set[str | None], *, prune: bool) -> None:
        for key, row in self._rows.items():
            if key in in_file:
                continue
            self._note("missing", row.code)
            if prune:
                self._remove(row)

    def report(self) -> ImportReport:
        return ImportReport(**{outcome: tuple(codes) for outcome, codes in self._done.items()})

    def _note(self, outcome: str, code: str) -> None:
        self._done.setdefault(outcome, []).append(code)

    def _add(self, content: PlanContent) -> None:
        row = Plan(version=1, created_at=self._now, **content_of(content))
        self._stamp(row, content)
        self._plans.add(row)
        self._audit.record("plan_added", row.code, content_hash=row.content_hash)
        self._note("added", row.code)

    def _update(self, row: Plan, content: PlanContent) -> None:
        before, seen_before = content_of(row), visible_part(row)
        # Only remarks are new: what patients see stays, even where the clinic changed it by hand.
        remarks_only = row.visible_hash == content.visible_hash()
        for column, value in content_of(content).items():
            if before[column] != value and (column in _STAFF_COLUMNS or not remarks_only):
                setattr(row, column, value)
        row.version += 1
        self._stamp(row, content)
        self._audit.record("plan_updated", row.code, changed=_changes(before, content_of(row)))
        self._note("updated", row.code)
        if visible_part(row) != seen_before:
            self._clear_approval(row)

    def _stamp(self, row: Plan, content: PlanContent) -> None:
        row.content_hash = content.content_hash()
        row.visible_hash = content.visible_hash()
        row.updated_at = self._now

    def _clear_approval(self, row: Plan) -> None:
        if row.approved_by is None:
            return
        self._audit.record("approval_cleared", row.code, **_approval(row))
        row.approved_by = row.approved_on = None
        self._note("approval_cleared", row.code)

    def _remove(self, row: Plan) -> None:
        if patients := self._courses.count_on(row):
            raise PlanInUse(row.code, patients)
        details = {"content": content_of(row), **_approval(row)}
        self._audit.record("plan_removed", row.code, **details)
        self._plans.remove(row)
        self._note("removed", row.code)


def _approval(row: Plan) -> dict[str, str | None]:
    on = row.approved_on
    return {"approved_by": row.approved_by, "approved_on": on.isoformat() if on else None}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        column: [before[column], after[column]]
        for column in before
        if before[column] != after[column]
    }
