"""What only PostgreSQL has: its limits and its own ways to fail."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from clinic_fixtures import Import
from plan_factories import make_entry
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.exceptions import ClinicDataUnavailable


@pytest.fixture
def impatient(clinic_url: str) -> Iterator[Engine]:
    engine = create_engine_for(clinic_url, timeout_seconds=0.3)
    yield engine
    engine.dispose()


def test_slow_statement_is_stopped_by_the_server(impatient: Engine) -> None:
    started = time.monotonic()
    with impatient.connect() as connection, pytest.raises(OperationalError, match="timeout"):
        connection.execute(text("SELECT pg_sleep(10)"))

    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("setting", "value"),
    [("statement_timeout", "300ms"), ("TimeZone", "UTC"), ("application_name", "mesoguide")],
    ids=["statement-timeout", "utc", "name"],
)
def test_connection_is_prepared(impatient: Engine, setting: str, value: str) -> None:
    with impatient.connect() as connection:
        assert connection.execute(text(f"SHOW {setting}")).scalar_one() == value


def test_options_of_the_address_are_kept(clinic_url: str) -> None:
    engine = create_engine_for(
        f"{clinic_url}&options=-c%20search_path%3Dclinic", timeout_seconds=0.3
    )
    with engine.connect() as connection:
        assert connection.execute(text("SHOW search_path")).scalar_one() == "clinic"
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "300ms"
    engine.dispose()


async def test_connections_cut_by_the_server_are_replaced(
    clinic_url: str, import_entries: Import, engine: Engine
) -> None:
    import_entries(make_entry())
    own = create_engine_for(clinic_url, timeout_seconds=3)
    catalogue = PlanCatalogue(session_factory(own), timeout_seconds=3)
    await catalogue.plans()
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )

    assert len(await catalogue.plans()) == 1
    catalogue.close()
    own.dispose()


async def test_database_that_does_not_exist_is_unavailable(clinic_url: str) -> None:
    url = clinic_url.replace("/clinic_", "/nowhere_")
    engine = create_engine_for(url, timeout_seconds=1)
    catalogue = PlanCatalogue(session_factory(engine), timeout_seconds=3)

    with pytest.raises(ClinicDataUnavailable, match="does not exist"):
        await catalogue.plans()
    catalogue.close()
