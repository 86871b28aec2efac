"""Plans on a terminal, for staff: a table, one plan in full, and JSON for other programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from mesoguide.clinic.values import IntRange, Price, StaffPlanView


def plans_table(plans: Iterable[StaffPlanView]) -> Table:
    """A line for each plan."""
    table = Table(title="Plans")
    for heading in ("Code", "Name", "Concern", "Areas", "Visits", "Approved"):
        table.add_column(heading, no_wrap=heading in ("Code", "Concern"))
    for staff in plans:
        plan = staff.plan
        table.add_row(
            escape(plan.code),
            escape(plan.name),
            plan.concern.value,
            ", ".join(area.value for area in plan.body_areas),
            str(plan.sessions),
            _approval(staff),
        )
    return table


def plan_table(staff: StaffPlanView) -> Table:
    """Everything about one plan, the price and the reviewers' remarks included."""
    table = Table("Field", "Value", title=f"{escape(staff.plan.code)}, {_approval(staff)}")
    for field in dataclasses.fields(staff.plan):
        if field.name not in ("code", "price", "sources", "approved_by", "approved_on"):
            _add(table, field.name, getattr(staff.plan, field.name))
    for name in ("price", "all_sources", "source_note", "published_schedules", "review"):
        _add(table, name, getattr(staff, name))
    _add(table, "created_at", staff.created_at)
    _add(table, "updated_at", staff.updated_at)
    return table


def plan_json(staff: StaffPlanView) -> dict[str, Any]:
    """One plan as plain JSON values, flat: what staff see beside what patients see."""
    values = dataclasses.asdict(staff)
    plan = values.pop("plan")
    merged = {**plan, **values, "is_approved": staff.plan.is_approved}
    read_back: dict[str, Any] = json.loads(json.dumps(merged, default=str))
    return read_back


def _approval(staff: StaffPlanView) -> str:
    plan = staff.plan
    if plan.approved_by is None or plan.approved_on is None:
        return "no: an example"
    return f"by {escape(plan.approved_by)} on {plan.approved_on.isoformat()}"


def _add(table: Table, name: str, value: object) -> None:
    table.add_row(name.replace("_", " "), escape(_written(value)), end_section=True)


def _written(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Price):
        return f"{value.per_session} a visit, {value.course_min} to {value.course_max} a course"
    if isinstance(value, IntRange):
        return str(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_written(entry)}" for key, entry in value.items())
    if isinstance(value, tuple):
        return "\n".join(f"- {_written(entry)}" for entry in value)
    return str(getattr(value, "value", value))
