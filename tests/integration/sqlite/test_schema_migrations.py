"""The tables, made and changed by migrations, forward and back."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from clinic_fixtures import Import
from plan_factories import make_entry
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from mesoguide.clinic import schema
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.models import AuditEntry, Base, Plan
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.exceptions import MigrationFailed, MigrationNeeded

OUR_TABLES = {"plans", "plan_areas", "audit_entries"}


@pytest.fixture
def made_from_models(empty_url: str) -> Iterator[Engine]:
    engine = create_engine_for(empty_url, timeout_seconds=5)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def tables(url: str) -> set[str]:
    engine = create_engine_for(url, timeout_seconds=5)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def checks(engine: Engine) -> dict[str, str]:
    return {
        check["name"]: check["sqltext"]
        for table in OUR_TABLES
        for check in inspect(engine).get_check_constraints(table)
    }


def test_upgrade_makes_the_tables(empty_url: str) -> None:
    schema.upgrade(empty_url)

    assert tables(empty_url) >= OUR_TABLES
    assert schema.is_current(empty_url)


def test_second_upgrade_changes_nothing(clinic_url: str, hair_plan: None, session: Session) -> None:
    schema.upgrade(clinic_url)

    assert len(PlanRepository(session).all()) == 1


def test_downgrade_removes_the_tables_with_their_rows(
    clinic_url: str, hair_plan: None, engine: Engine
) -> None:
    engine.dispose()

    schema.downgrade(clinic_url, "base")

    assert not tables(clinic_url) & OUR_TABLES
    assert schema.current(clinic_url) is None


def test_tables_come_back_usable_after_a_downgrade(
    clinic_url: str, hair_plan: None, engine: Engine, import_entries: Import
) -> None:
    engine.dispose()
    schema.downgrade(clinic_url, "base")
    schema.upgrade(clinic_url)

    assert import_entries(make_entry()).added == ("HAIR-01",)


def test_tables_of_other_programs_are_left_alone(empty_url: str) -> None:
    engine = create_engine_for(empty_url, timeout_seconds=5)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE events (id INTEGER)")
    engine.dispose()

    schema.upgrade(empty_url)
    schema.downgrade(empty_url, "base")

    assert "events" in tables(empty_url)


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )

    assert differences == []


def test_migrations_make_the_constraints_of_the_models(
    engine: Engine, made_from_models: Engine
) -> None:
    assert checks(engine) == checks(made_from_models)
    assert len(checks(engine)) >= 20


def test_every_constraint_has_a_name(engine: Engine) -> None:
    assert all(name and name.startswith("ck_") for name in checks(engine))


def test_missing_tables_are_not_current(empty_url: str) -> None:
    with pytest.raises(MigrationNeeded, match=r"revision none .* run `mesoguide db upgrade`"):
        schema.require_current(empty_url)


def test_unknown_revision_is_refused(clinic_url: str) -> None:
    with pytest.raises(MigrationFailed, match="'9999'"):
        schema.upgrade(clinic_url, "9999")


def test_database_of_a_newer_release_is_refused_unchanged(clinic_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    with pytest.raises(MigrationFailed, match="newer release"):
        schema.upgrade(clinic_url)
    assert schema.current(clinic_url) == "9999"


def test_processes_that_start_at_once_migrate_once(empty_url: str) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=schema.upgrade, args=(empty_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    assert schema.is_current(empty_url)


def test_moments_are_read_back_in_utc(hair_plan: None, session: Session) -> None:
    entry = session.execute(select(AuditEntry)).scalars().one()

    assert entry.at.utcoffset().total_seconds() == 0


def test_row_inserted_by_hand_gets_sensible_defaults(clinic_url: str, hair_plan: None) -> None:
    engine = create_engine_for(clinic_url, timeout_seconds=5)
    defaulted = ("id", "content_hash", "visible_hash", "version", "created_at", "updated_at")
    kept = ", ".join(
        column.name for column in Plan.__table__.columns if column.name not in (*defaulted, "code")
    )
    with engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO plans (code, {kept}) SELECT 'OWN-01', {kept} FROM plans")  # noqa: S608 - our columns
        )
    with session_factory(engine)() as session:
        plan = PlanRepository(session).by_code("OWN-01")
    engine.dispose()

    assert plan is not None
    assert (plan.version, plan.created_at.tzinfo is not None) == (1, True)
