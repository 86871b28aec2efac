"""The plans as actions ask for them: off the event loop, and never waiting for long."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.database import POOL_SIZE
from mesoguide.clinic.models import Plan
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.plan_views import plan_view
from mesoguide.clinic.schema import is_missing_table
from mesoguide.clinic.values import PlanView
from mesoguide.exceptions import ClinicDataUnavailable

logger = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")


class PlanCatalogue:
    """Answers questions about plans, or raises ClinicDataUnavailable within the timeout.

    One catalogue serves the whole process. Its threads are few: when a stuck database holds all
    of them, further questions are refused at once and wait for nobody.
    """

    def __init__(
        self, session_factory: sessionmaker[Session], *, timeout_seconds: float = 3.0
    ) -> None:
        self._session_factory = session_factory
        self._timeout_seconds = timeout_seconds
        self._executor = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="plan-catalogue")
        self._lock = threading.Lock()
        self._abandoned = 0

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
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, question: Callable[[PlanRepository], _Answer]) -> _Answer:
        if self._abandoned >= POOL_SIZE:
            raise ClinicDataUnavailable(
                "every connection to the clinic database is stuck: see that the database answers"
            )
        work = self._executor.submit(self._answer, question)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(work), self._timeout_seconds)
        except asyncio.TimeoutError as error:
            logger.error("the clinic database gave no answer in %s s", self._timeout_seconds)
            raise ClinicDataUnavailable(
                f"the clinic database gave no answer in {self._timeout_seconds} seconds"
            ) from error
        except SQLAlchemyError as error:
            logger.error("the clinic database failed: %s", _explained(error))
            raise ClinicDataUnavailable(_explained(error)) from error
        except ValueError as error:
            # A row that was edited by hand and cannot be read, such as broken JSON.
            logger.error("a plan in the clinic database cannot be read: %s", error)
            raise ClinicDataUnavailable(
                f"a plan in the clinic database cannot be read: {error}"
            ) from error
        finally:
            self._watch(work)

    def _answer(self, question: Callable[[PlanRepository], _Answer]) -> _Answer:
        with self._session_factory() as session:
            return question(PlanRepository(session))

    def _watch(self, work: Future[_Answer]) -> None:
        """Counts a thread that nobody waits for any more, until it ends."""
        if work.done():
            return
        with self._lock:
            self._abandoned += 1
        work.add_done_callback(self._recover)

    def _recover(self, work: Future[_Answer]) -> None:
        with self._lock:
            self._abandoned -= 1


def _views(rows: list[Plan]) -> tuple[PlanView, ...]:
    return tuple(plan_view(row) for row in rows)


def _explained(error: SQLAlchemyError) -> str:
    if is_missing_table(error):
        return "its tables are missing or out of date: run `mesoguide db upgrade`"
    return f"{type(error).__name__}: {getattr(error, 'orig', None) or error}"
