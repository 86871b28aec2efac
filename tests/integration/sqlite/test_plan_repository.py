"""Finding plans in the clinic's words."""

from __future__ import annotations

import pytest
from clinic_fixtures import Import
from plan_factories import FAT_ARMS, FAT_THIGHS, make_entry
from sqlalchemy.orm import Session

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.plan_views import plan_view, staff_plan_view


@pytest.fixture
def plans(session: Session, import_entries: Import) -> PlanRepository:
    import_entries(make_entry(), make_entry(**FAT_THIGHS), make_entry(**FAT_ARMS))
    return PlanRepository(session)


def test_all_plans_come_by_code(plans: PlanRepository) -> None:
    assert [plan.code for plan in plans.all()] == ["FAT-ARM-01", "FAT-THI-01", "HAIR-01"]


@pytest.mark.parametrize("typed", ["HAIR-01", "hair 01", "Hair01", " hair-01 "])
def test_code_is_found_in_any_spelling(plans: PlanRepository, typed: str) -> None:
    plan = plans.by_code(typed)

    assert plan is not None
    assert plan.code == "HAIR-01"


@pytest.mark.parametrize("typed", ["", "%", "' OR 1=1 --", "HAIR-02", "H" * 9999, "HAIR_%"])
def test_unknown_or_hostile_code_finds_nothing(plans: PlanRepository, typed: str) -> None:
    assert plans.by_code(typed) is None


def test_plans_for_a_concern_are_only_those(plans: PlanRepository) -> None:
    found = plans.for_concern(Concern.EXCESS_FAT)

    assert [plan.code for plan in found] == ["FAT-ARM-01", "FAT-THI-01"]


def test_area_narrows_the_plans_for_a_concern(plans: PlanRepository) -> None:
    found = plans.for_concern(Concern.EXCESS_FAT, BodyArea.LEGS)

    assert [plan.code for plan in found] == ["FAT-THI-01"]


def test_plan_found_by_one_area_keeps_all_its_areas(plans: PlanRepository) -> None:
    (plan,) = plans.for_concern(Concern.EXCESS_FAT, BodyArea.LEGS)

    assert plan.body_areas == ("thighs", "legs")


def test_concern_without_plans_gives_none(plans: PlanRepository) -> None:
    assert plans.for_concern(Concern.WRINKLES) == []


def test_areas_for_a_concern_are_all_that_its_plans_cover(plans: PlanRepository) -> None:
    assert plans.areas_for(Concern.EXCESS_FAT) == [BodyArea.ARMS, BodyArea.LEGS, BodyArea.THIGHS]


def test_removed_plan_takes_its_areas_along(plans: PlanRepository, session: Session) -> None:
    plan = plans.by_code("FAT-THI-01")
    assert plan is not None

    plans.remove(plan)
    session.flush()

    assert plans.areas_for(Concern.EXCESS_FAT) == [BodyArea.ARMS]


def test_repository_commits_nothing(plans: PlanRepository, session: Session) -> None:
    plan = plans.by_code("HAIR-01")
    assert plan is not None
    plans.remove(plan)
    session.rollback()

    assert plans.by_code("HAIR-01") is not None


def test_view_of_an_example_has_no_price(plans: PlanRepository) -> None:
    assert all(plan_view(plan).price is None for plan in plans.all())


def test_staff_see_the_price_of_an_example(plans: PlanRepository) -> None:
    plan = plans.by_code("HAIR-01")
    assert plan is not None
    price = staff_plan_view(plan).price

    assert price is not None
    assert price.per_session_minor == 25000


def test_patients_see_only_sources_marked_to_be_shown(plans: PlanRepository) -> None:
    plan = plans.by_code("HAIR-01")
    assert plan is not None

    assert [source.name for source in plan_view(plan).sources] == ["Trial A"]
    assert len(staff_plan_view(plan).all_sources) == 2


def test_views_outlive_their_session(plans: PlanRepository, session: Session) -> None:
    views = [plan_view(plan) for plan in plans.all()]
    session.close()

    assert views[1].body_areas == (BodyArea.THIGHS, BodyArea.LEGS)
