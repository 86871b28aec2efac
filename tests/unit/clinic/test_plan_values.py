"""Plain values guard what patients may see."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timezone

import pytest

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.utc_datetime import UtcDateTime
from mesoguide.clinic.values import IntRange, PlanView, Price

PRICE = Price(
    currency="USD", per_session_minor=25000, course_min_minor=75000, course_max_minor=100000
)


@pytest.fixture
def plan() -> PlanView:
    return PlanView(
        code="HAIR-01",
        name="Hair course",
        concern=Concern.HAIR_LOSS,
        body_areas=(BodyArea.SCALP,),
        requires_consultation=True,
        sessions=IntRange(3, 4),
        interval_days=IntRange(21, 30),
        maintenance_days=None,
        maintenance_note=None,
        session_minutes=IntRange(20, 30),
        anaesthetic_options=(),
        downtime_days=IntRange(0, 3),
        downtime_text="Red.",
        discomfort=IntRange(2, 8),
        discomfort_basis="one trial",
        aftercare=(),
        not_suitable_for=(),
        price=None,
        evidence="mixed",
        approval_note="Off-label.",
        plain_note="Some people see no gain.",
        caution=None,
        sources=(),
        in_article=True,
        approved_by=None,
        approved_on=None,
        version=1,
    )


def test_example_cannot_carry_a_price(plan: PlanView) -> None:
    with pytest.raises(ValueError, match="HAIR-01 is not approved"):
        dataclasses.replace(plan, price=PRICE)


def test_approved_plan_carries_a_price(plan: PlanView) -> None:
    approved = dataclasses.replace(
        plan, approved_by="Dr A", approved_on=date(2026, 1, 2), price=PRICE
    )

    assert approved.is_approved
    assert approved.price == PRICE


@pytest.mark.parametrize(
    "approval",
    [{"approved_by": "Dr A"}, {"approved_on": date(2026, 1, 2)}],
    ids=["no-date", "no-name"],
)
def test_half_an_approval_is_none(plan: PlanView, approval: dict[str, object]) -> None:
    assert not dataclasses.replace(plan, **approval).is_approved


def test_view_cannot_be_changed(plan: PlanView) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.price = PRICE


@pytest.mark.parametrize(
    ("span", "written"), [(IntRange(3, 4), "3 to 4"), (IntRange(3, 3), "3")], ids=["range", "one"]
)
def test_range_is_written_with_to(span: IntRange, written: str) -> None:
    assert str(span) == written


def test_range_cannot_run_backwards() -> None:
    with pytest.raises(ValueError, match="from 4 down to 3"):
        IntRange(4, 3)


def test_price_is_written_in_whole_units() -> None:
    assert (PRICE.per_session, PRICE.course_min, PRICE.course_max) == (
        "USD 250",
        "USD 750",
        "USD 1,000",
    )


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 2), None)


def test_moment_from_sqlite_is_utc() -> None:
    naive = datetime(2026, 1, 2, 3, tzinfo=timezone.utc).replace(tzinfo=None)

    assert UtcDateTime().process_result_value(naive, None) == datetime(
        2026, 1, 2, 3, tzinfo=timezone.utc
    )
