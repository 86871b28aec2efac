"""The database refuses what the code assumes cannot be there."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from mesoguide.clinic.concerns import BodyArea, Concern

pytestmark = pytest.mark.usefixtures("hair_plan")


def execute(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("assignment", "constraint"),
    [
        ("sessions_min = 5", "ck_plans_sessions_range"),
        ("sessions_min = 0", "ck_plans_sessions_range"),
        ("interval_days_max = 1", "ck_plans_interval_days_range"),
        ("session_minutes_min = -1", "ck_plans_session_minutes_range"),
        ("downtime_days_min = -1", "ck_plans_downtime_days_range"),
        ("discomfort_max = 11", "ck_plans_discomfort_range"),
        ("maintenance_days_min = NULL", "ck_plans_maintenance_days_both"),
        ("maintenance_days_min = 999", "ck_plans_maintenance_days_range"),
        ("concern = 'baldness'", "ck_plans_concern_known"),
        ("name = '  '", "ck_plans_name_given"),
        ("approved_by = 'Dr A'", "ck_plans_approval_both"),
        ("approved_on = '2026-01-02'", "ck_plans_approval_both"),
        ("approved_by = ' ', approved_on = '2026-01-02'", "ck_plans_approved_by_given"),
        ("price_currency = NULL", "ck_plans_price_all_or_nothing"),
        ("price_currency = 'usd'", "ck_plans_price_currency_iso"),
        ("price_per_session_minor = -1", "ck_plans_price_per_session_minor_whole"),
        ("price_course_max_minor = 1", "ck_plans_price_course_range"),
        ("version = 0", "ck_plans_version_positive"),
    ],
    ids=lambda value: value.split(" ")[0] if "=" not in value else value,
)
def test_nonsense_in_a_plan_is_refused_by_name(
    engine: Engine, assignment: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        execute(engine, f"UPDATE plans SET {assignment}")  # noqa: S608 - the cases above


def test_fraction_of_a_cent_never_reaches_a_reader(engine: Engine) -> None:
    try:
        execute(engine, "UPDATE plans SET price_per_session_minor = 250.5")
    except DBAPIError as error:
        assert "price_per_session_minor_whole" in str(error)  # noqa: PT017 - SQLite refuses
    with engine.connect() as connection:
        amount = connection.execute(text("SELECT price_per_session_minor FROM plans")).scalar_one()

    assert type(amount) is int


@pytest.mark.parametrize("concern", list(Concern), ids=lambda member: member.value)
def test_every_concern_is_accepted(engine: Engine, concern: Concern) -> None:
    execute(engine, f"UPDATE plans SET concern = '{concern.value}'")  # noqa: S608 - our enum


@pytest.mark.parametrize("area", list(BodyArea), ids=lambda member: member.value)
def test_every_area_is_accepted(engine: Engine, area: BodyArea) -> None:
    execute(engine, f"UPDATE plan_areas SET body_area = '{area.value}'")  # noqa: S608 - our enum


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE plan_areas SET body_area = 'knee'", "ck_plan_areas_body_area_known"),
        ("UPDATE plan_areas SET plan_id = 999", "(?i)foreign key"),
        ("UPDATE audit_entries SET who = ' '", "ck_audit_entries_who_given"),
    ],
    ids=["unknown-area", "area-of-no-plan", "nameless-entry"],
)
def test_nonsense_beside_a_plan_is_refused(engine: Engine, statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        execute(engine, statement)


def test_second_spelling_of_a_code_is_refused(engine: Engine) -> None:
    columns = (
        "name, concern, requires_consultation, sessions_min, sessions_max, interval_days_min, "
        "interval_days_max, session_minutes_min, session_minutes_max, anaesthetic_options, "
        "downtime_days_min, downtime_days_max, downtime_text, discomfort_min, discomfort_max, "
        "discomfort_basis, aftercare, not_suitable_for, evidence, approval_note, plain_note, "
        "sources, in_article"
    )
    statement = f"INSERT INTO plans (code, {columns}) SELECT 'hair 01', {columns} FROM plans"  # noqa: S608

    with pytest.raises(IntegrityError, match="uq_plans_code_compared"):
        execute(engine, statement)


def test_plan_deleted_by_hand_takes_its_areas_along(engine: Engine) -> None:
    execute(engine, "DELETE FROM plans")

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM plan_areas")).scalar_one() == 0
