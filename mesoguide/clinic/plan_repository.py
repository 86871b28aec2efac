"""The plans table in the clinic's words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session, selectinload

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.models import Plan, PlanArea
from mesoguide.clinic.plan_codes import compared_code

_HYPHEN, _SPACE, _NOTHING = (literal_column(text) for text in ("'-'", "' '", "''"))


class PlanRepository:
    """Finds and keeps plans in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Plan]:
        """Every plan, by code."""
        return self._plans(_plans_with_areas())

    def by_code(self, code: str) -> Plan | None:
        """The plan with a code, whose case, spaces and hyphens do not matter."""
        wanted = compared_code(code)
        if wanted is None:
            return None
        query = _plans_with_areas().where(_compared_as_stored() == wanted)
        return next(iter(self._plans(query)), None)

    def for_concern(self, concern: Concern, body_area: BodyArea | None = None) -> list[Plan]:
        """The plans for a concern, by code; with an area, only those that cover it."""
        query = _plans_with_areas().where(Plan.concern == concern.value)
        if body_area is not None:
            query = query.join(Plan.areas).where(PlanArea.body_area == body_area.value)
        return self._plans(query)

    def areas_for(self, concern: Concern) -> list[BodyArea]:
        """The areas that any plan for a concern covers, in the order of `BodyArea`."""
        query = (
            select(PlanArea.body_area)
            .join(Plan, Plan.id == PlanArea.plan_id)
            .where(Plan.concern == concern.value)
            .distinct()
        )
        covered = set(self._session.execute(query).scalars())
        return [area for area in BodyArea if area.value in covered]

    def add(self, plan: Plan) -> None:
        """Keeps a new plan; a code that exists already fails when the session is flushed."""
        self._session.add(plan)

    def remove(self, plan: Plan) -> None:
        """Deletes a plan with its areas."""
        self._session.delete(plan)

    def _plans(self, query: Any) -> list[Plan]:
        rows: list[Plan] = self._session.execute(query).scalars().all()
        return rows


def _compared_as_stored() -> Any:
    """Return a plan's code as codes are compared, word for word as the index on it has it.

    With parameters in place of the literals SQLite cannot use the index and reads every plan.
    """
    bare = func.replace(func.replace(Plan.code, _HYPHEN, _NOTHING), _SPACE, _NOTHING)
    return func.lower(bare)


def _plans_with_areas() -> Any:
    return select(Plan).options(selectinload(Plan.areas)).order_by(Plan.code)
