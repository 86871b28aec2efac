"""The plans as actions ask for them: off the event loop, and never waiting for long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.models import Plan
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.plan_views import plan_view
from mesoguide.clinic.values import PlanView

_Answer = TypeVar("_Answer")


class PlanCatalogue:
    """Answers questions about plans, or raises ClinicDataUnavailable within the timeout.

    One catalogue serves the whole process.
    """

    def __init__(
        self, session_factory: sessionmaker[Session], *, timeout_seconds: float = 3.0
    ) -> None:
        self._worker = DatabaseWorker(
            session_factory,
            timeout_seconds=timeout_seconds,
            name="plan-catalogue",
            unreadable=_unreadable,
        )

    async def plans(self) -> tuple[PlanView, ...]:
        """Every plan, by code."""
        return await self._ask(lambda plans: _views(plans.all()))

    async def for_concern(
        self, concern: Concern, body_area: BodyArea | None = None
    ) -> tuple[PlanView, ...]:
        """The plans for a concern, by code; with an area, only those that cover it."""
        return await self._ask(lambda plans: _views(plans.for_concern(concern, body_area)))

    async def by_code(self, code: str) -> PlanView | None:
        """The plan with a code, whose case, spaces and hyphens do not matter."""

        def find(plans: PlanRepository) -> PlanView | None:
            row = plans.by_code(code)
            return None if row is None else plan_view(row)

        return await self._ask(find)

    async def areas_for(self, concern: Concern) -> tuple[BodyArea, ...]:
        """The areas that any plan for a concern covers, in the order of `BodyArea`."""
        return await self._ask(lambda plans: tuple(plans.areas_for(concern)))

    def close(self) -> None:
        """Takes no more questions; a thread that is still at work ends by itself."""
        self._worker.close()

    async def _ask(self, question: Callable[[PlanRepository], _Answer]) -> _Answer:
        return await self._worker.read(lambda session: question(PlanRepository(session)))


def _views(rows: list[Plan]) -> tuple[PlanView, ...]:
    return tuple(plan_view(row) for row in rows)


def _unreadable(error: ValueError) -> str:
    return f"a plan in the clinic database cannot be read: {error}"
