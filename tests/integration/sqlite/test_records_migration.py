"""The tables of records come and go beside plans that are there already."""

from __future__ import annotations

import pytest
from record_factories import START, make_contact
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.plan_repository import PlanRepository

BEFORE = "0001"
TABLES = {
    "callback_requests",
    "feedback",
    "unanswered_questions",
    "unanswered_asks",
    "safety_alerts",
    "patient_plans",
    "plan_attempts",
    "deletion_receipts",
}
OF_CONVERSATIONS = TABLES - {"patient_plans", "deletion_receipts", "unanswered_questions"}


@pytest.fixture
def older_release(clinic_url: str, hair_plan: None, engine: Engine) -> None:
    """A database of the release before, with a plan in it."""
    engine.dispose()
    schema.downgrade(clinic_url, BEFORE)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


@pytest.mark.usefixtures("older_release")
def test_downgrade_removes_the_records_and_keeps_the_plans(
    engine: Engine, session: Session
) -> None:
    assert not TABLES & tables(engine)
    assert [plan.code for plan in PlanRepository(session).all()] == ["HAIR-01"]


@pytest.mark.usefixtures("older_release")
def test_upgrade_adds_usable_tables_and_keeps_the_plans(
    clinic_url: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    schema.upgrade(clinic_url)

    assert tables(engine) >= TABLES
    with sessions.begin() as session:
        assert CallbackRepository(session).add(make_contact(), at=START)
        assert [plan.code for plan in PlanRepository(session).all()] == ["HAIR-01"]


@pytest.mark.usefixtures("older_release")
def test_upgrade_that_was_done_before_keeps_the_records(
    clinic_url: str, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    schema.upgrade(clinic_url)
    with sessions.begin() as session:
        CallbackRepository(session).add(make_contact(), at=START)
    engine.dispose()

    schema.upgrade(clinic_url)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM callback_requests")).scalar_one() == 1


def test_every_constraint_of_the_records_has_a_name(engine: Engine) -> None:
    inspector = inspect(engine)
    names = [
        constraint["name"]
        for table in TABLES
        for constraint in (
            *inspector.get_check_constraints(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            inspector.get_pk_constraint(table),
        )
    ]

    assert len(names) >= 38
    assert all(name and name[:3] in ("ck_", "fk_", "uq_", "pk_") for name in names)
    assert max(len(name) for name in names) <= 63, "PostgreSQL cuts longer names"


@pytest.mark.parametrize("table", sorted(OF_CONVERSATIONS))
def test_rows_of_a_conversation_are_found_by_an_index(engine: Engine, table: str) -> None:
    first_columns = [index["column_names"][0] for index in inspect(engine).get_indexes(table)]

    assert "conversation_id" in first_columns
