"""A database that is not there, or is no database, fails by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_catalogue import PlanCatalogue
from mesoguide.exceptions import ClinicDataUnavailable


async def ask(url: str) -> None:
    engine = create_engine_for(url, timeout_seconds=1)
    catalogue = PlanCatalogue(session_factory(engine), timeout_seconds=3)
    try:
        await catalogue.plans()
    finally:
        catalogue.close()
        engine.dispose()


async def test_missing_file_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ClinicDataUnavailable, match="mesoguide db upgrade"):
        await ask(f"sqlite:///{tmp_path / 'none.db'}")


async def test_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    path.write_bytes(b"this is a letter" * 100)

    with pytest.raises(ClinicDataUnavailable, match="not a database"):
        await ask(f"sqlite:///{path}")


async def test_broken_json_is_unavailable(clinic_url: str, hair_plan: None) -> None:
    engine = create_engine_for(clinic_url, timeout_seconds=1)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE plans SET aftercare = '[\"Keep it'")
    engine.dispose()

    with pytest.raises(ClinicDataUnavailable, match=r"a plan .* cannot be read"):
        await ask(clinic_url)


async def test_server_that_is_down_is_unavailable() -> None:
    # Port 9 (discard) has no listener here: the connection is refused at once.
    with pytest.raises(ClinicDataUnavailable, match="OperationalError"):
        await ask("postgresql://clinic:secret@127.0.0.1:9/clinic")
