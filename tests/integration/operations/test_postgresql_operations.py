"""Backup, restore and leadership on a real PostgreSQL."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pgserver
import pytest
from sqlalchemy import create_engine, text

from mesoguide.exceptions import BackupFailed, RestoreRefused
from mesoguide.ops.backup.making import make_backup
from mesoguide.ops.backup.restoring import Restored, restore_backup
from mesoguide.ops.leadership import DatabaseLeadership
from mesoguide.ops.settings import load_settings
from tests.postgres import PostgresServer
from tests.stored_clinic import StoredClinic

TOOLS = Path(pgserver.__file__).parent / "pginstall" / "bin"
#: Seconds within which something has to happen, however busy the machine is.
PATIENCE_SECONDS = 10


@pytest.fixture
def clinic(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> StoredClinic:
    """An installation with everything in one PostgreSQL database."""
    monkeypatch.setenv("PATH", f"{TOOLS}:{os.environ['PATH']}")
    url = postgres_server.url(postgres_server.create_database())
    return StoredClinic.made(
        load_settings({"MESOGUIDE_VAR": str(tmp_path / "var"), "DATABASE_URL": url})
    )


@pytest.fixture
def archive(clinic: StoredClinic) -> Path:
    clinic.talk("one")
    clinic.talk("two")
    clinic.alert("one")
    made = make_backup(clinic.settings, clinic.settings.backups, now=clinic.clock)
    clinic.now += timedelta(hours=1)
    return made


def restore(clinic: StoredClinic, archive: Path) -> Restored:
    # Connections of this very test are no servers that run.
    clinic.close()
    return restore_backup(clinic.settings, archive, overwrite=True, now=clinic.clock)


def test_restored_database_is_that_of_the_backup(clinic: StoredClinic, archive: Path) -> None:
    clinic.talk("three")
    clinic.delete("one")

    done = restore(clinic, archive)

    assert clinic.conversations() == ["two"]
    assert done.deleted_again == 1
    assert done.kept is not None
    clinic.now += timedelta(hours=1)
    restore(clinic, done.kept)
    assert clinic.conversations() == ["three", "two"]


def test_tables_of_others_are_left_alone(clinic: StoredClinic, archive: Path) -> None:
    with clinic.sessions.begin() as session:
        session.execute(text("CREATE TABLE others (id int)"))
    restore(clinic, archive)

    with clinic.sessions() as session:
        assert session.execute(text("SELECT count(*) FROM others")).scalar_one() == 0


def test_restore_is_refused_while_another_machine_is_connected(
    clinic: StoredClinic, archive: Path
) -> None:
    engine = create_engine(
        clinic.settings.database_url, connect_args={"application_name": "mesoguide"}
    )
    with engine.connect(), pytest.raises(RestoreRefused, match="stop it on all machines"):
        restore(clinic, archive)
    engine.dispose()


def test_missing_tools_are_named(clinic: StoredClinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(BackupFailed, match="pg_dump is not here"):
        make_backup(clinic.settings, clinic.settings.backups, now=clinic.clock)
    assert not list(clinic.settings.backups.glob("*.gz"))


def test_one_of_two_supervisors_leads_until_its_connection_is_gone(clinic: StoredClinic) -> None:
    engines = [create_engine(clinic.settings.database_url, future=True) for _ in range(2)]
    first, second = map(DatabaseLeadership, engines)
    assert first.is_leader()
    assert not second.is_leader()

    with engines[1].connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        connection.commit()

    until = time.monotonic() + PATIENCE_SECONDS
    # The server ends a connection in its own time.
    while not second.is_leader():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert not first.is_leader()
    second.resign()
    assert first.is_leader()
    first.resign()
    for engine in engines:
        engine.dispose()
