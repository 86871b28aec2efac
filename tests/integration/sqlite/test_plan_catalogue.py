"""What actions ask: plain answers, or one named failure in time, whatever the database does."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from clinic_fixtures import STUCK_SECONDS, UNBLOCKED_SECONDS, Import, Pulse
from plan_factories import FAT_ARMS, make_entry
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.database import POOL_SIZE, create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.exceptions import ClinicDataUnavailable

Stuck = Callable[[str], AbstractContextManager[None]]


@contextmanager
def catalogue_at(
    url: str, *, timeout_seconds: float, database_timeout_seconds: float
) -> Iterator[PlanCatalogue]:
    engine = create_engine_for(url, timeout_seconds=database_timeout_seconds)
    catalogue = PlanCatalogue(session_factory(engine), timeout_seconds=timeout_seconds)
    yield catalogue
    catalogue.close()
    engine.dispose()


@pytest.fixture
def two_plans(import_entries: Import) -> None:
    import_entries(make_entry(), make_entry(**FAT_ARMS))


async def test_all_plans_are_listed(two_plans: None, catalogue: PlanCatalogue) -> None:
    assert [plan.code for plan in await catalogue.plans()] == ["FAT-ARM-01", "HAIR-01"]


async def test_plan_is_found_by_a_typed_code(two_plans: None, catalogue: PlanCatalogue) -> None:
    plan = await catalogue.by_code("hair 01")

    assert plan is not None
    assert plan.code == "HAIR-01"


async def test_unknown_code_is_no_failure(two_plans: None, catalogue: PlanCatalogue) -> None:
    assert await catalogue.by_code("NONE-01") is None


async def test_plans_are_found_by_concern_and_area(
    two_plans: None, catalogue: PlanCatalogue
) -> None:
    found = await catalogue.for_concern(Concern.EXCESS_FAT, BodyArea.ARMS)

    assert [plan.code for plan in found] == ["FAT-ARM-01"]


async def test_area_without_a_plan_finds_nothing(two_plans: None, catalogue: PlanCatalogue) -> None:
    assert await catalogue.for_concern(Concern.EXCESS_FAT, BodyArea.FACE) == ()


async def test_areas_for_a_concern_are_listed(two_plans: None, catalogue: PlanCatalogue) -> None:
    assert await catalogue.areas_for(Concern.EXCESS_FAT) == (BodyArea.ARMS,)


async def test_many_people_at_once_all_get_an_answer(
    two_plans: None, catalogue: PlanCatalogue
) -> None:
    answers = await asyncio.gather(*(catalogue.plans() for _ in range(100)))

    assert {len(answer) for answer in answers} == {2}


async def test_change_in_the_database_is_seen_at_once(
    two_plans: None, catalogue: PlanCatalogue, sessions: sessionmaker[Session]
) -> None:
    await catalogue.plans()
    with sessions.begin() as session:
        session.execute(text("UPDATE plans SET sessions_max = 9 WHERE code = 'HAIR-01'"))

    plan = await catalogue.by_code("HAIR-01")

    assert plan is not None
    assert plan.sessions.max == 9


async def test_missing_tables_are_unavailable_and_staff_are_told_how_to_mend(
    empty_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        catalogue_at(empty_url, timeout_seconds=5, database_timeout_seconds=5) as catalogue,
        caplog.at_level(logging.ERROR),
        pytest.raises(ClinicDataUnavailable, match="mesoguide db upgrade"),
    ):
        await catalogue.plans()

    assert "run `mesoguide db upgrade`" in caplog.text


async def test_row_edited_into_nonsense_is_unavailable(
    two_plans: None, catalogue: PlanCatalogue, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.execute(text("""UPDATE plans SET aftercare = '{"a": 1}'"""))

    with pytest.raises(ClinicDataUnavailable, match=r"plan .* aftercare must be a JSON list"):
        await catalogue.plans()


async def test_database_that_gives_up_waiting_is_unavailable(clinic_url: str, stuck: Stuck) -> None:
    with (
        catalogue_at(clinic_url, timeout_seconds=5, database_timeout_seconds=0.2) as catalogue,
        stuck(clinic_url),
        pytest.raises(ClinicDataUnavailable),
    ):
        await catalogue.plans()


async def test_stuck_database_is_unavailable_within_the_timeout(
    clinic_url: str, stuck: Stuck
) -> None:
    with (
        catalogue_at(
            clinic_url, timeout_seconds=0.2, database_timeout_seconds=STUCK_SECONDS
        ) as catalogue,
        stuck(clinic_url),
    ):
        started = time.monotonic()
        with pytest.raises(ClinicDataUnavailable, match=r"no answer in 0.2 seconds"):
            await catalogue.plans()
        waited = time.monotonic() - started

    assert waited < UNBLOCKED_SECONDS


async def test_stuck_database_does_not_hold_up_the_event_loop(
    clinic_url: str, stuck: Stuck, pulse: Pulse
) -> None:
    with (
        catalogue_at(
            clinic_url, timeout_seconds=0.3, database_timeout_seconds=STUCK_SECONDS
        ) as catalogue,
        stuck(clinic_url),
    ):
        async with pulse:
            answers = await asyncio.gather(
                *(catalogue.plans() for _ in range(20)), return_exceptions=True
            )

    assert {type(answer) for answer in answers} == {ClinicDataUnavailable}
    assert pulse.is_steady


async def test_questions_are_refused_at_once_while_every_thread_is_stuck(
    clinic_url: str, stuck: Stuck
) -> None:
    with (
        catalogue_at(
            clinic_url, timeout_seconds=0.2, database_timeout_seconds=STUCK_SECONDS
        ) as catalogue,
        stuck(clinic_url),
    ):
        await asyncio.gather(*(catalogue.plans() for _ in range(POOL_SIZE)), return_exceptions=True)
        started = time.monotonic()
        with pytest.raises(ClinicDataUnavailable, match=r"every connection .* stuck"):
            await catalogue.plans()

    assert time.monotonic() - started < UNBLOCKED_SECONDS


async def test_answers_come_again_when_the_database_does(clinic_url: str, stuck: Stuck) -> None:
    with catalogue_at(clinic_url, timeout_seconds=0.2, database_timeout_seconds=0.3) as catalogue:
        with stuck(clinic_url):
            await asyncio.gather(
                *(catalogue.plans() for _ in range(2 * POOL_SIZE)), return_exceptions=True
            )
        answer = await _first_answer(catalogue, within_seconds=5)

    assert answer == ()


async def test_person_who_leaves_does_not_cost_a_thread(clinic_url: str, stuck: Stuck) -> None:
    with catalogue_at(clinic_url, timeout_seconds=5, database_timeout_seconds=0.3) as catalogue:
        with stuck(clinic_url):
            for _ in range(3 * POOL_SIZE):
                question = asyncio.create_task(catalogue.plans())
                await asyncio.sleep(0)
                question.cancel()
        answer = await _first_answer(catalogue, within_seconds=5)

    assert answer == ()


async def _first_answer(catalogue: PlanCatalogue, *, within_seconds: float) -> object:
    deadline = time.monotonic() + within_seconds
    while True:
        try:
            return await catalogue.plans()
        except ClinicDataUnavailable:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.02)
