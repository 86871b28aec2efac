"""Engines are made for two kinds of database, and refused with a reason otherwise."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.future import Engine as FutureEngine

from mesoguide.clinic import database
from mesoguide.clinic.database import create_engine_for
from mesoguide.exceptions import DatabaseUnwritable, DatabaseUrlInvalid


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:secret@h/d",
        "postgresql+asyncpg://u:secret@h/d",
        "sqlite+aiosqlite:///x.db",
        "u:secret@h",
        "",
        "postgresql://u:secret@h:port/d",
    ],
    ids=["mysql", "asyncpg", "aiosqlite", "no-scheme", "empty", "bad-port"],
)
def test_other_address_is_refused_with_what_was_expected(url: str) -> None:
    with pytest.raises(DatabaseUrlInvalid, match=r"expected sqlite:///.* or postgresql://"):
        create_engine_for(url, timeout_seconds=1)


def test_refusal_keeps_the_password_to_itself() -> None:
    with pytest.raises(DatabaseUrlInvalid) as caught:
        create_engine_for("mysql://u:secret@h/d", timeout_seconds=1)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"], ids=["bare", "memory"])
def test_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlInvalid, match="forgets everything"):
        create_engine_for(url, timeout_seconds=1)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_postgresql_is_known_by_all_its_names(scheme: str) -> None:
    engine = create_engine_for(f"{scheme}://u:p@h/d", timeout_seconds=1)

    assert engine.url.drivername == "postgresql+psycopg2"


def test_folder_of_the_file_is_made(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path}/new/folder/clinic.db", timeout_seconds=1)

    with engine.connect():
        assert (tmp_path / "new" / "folder" / "clinic.db").exists()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(DatabaseUnwritable, match=r"file/folder cannot be made .*DATABASE_URL"):
        create_engine_for(f"sqlite:///{tmp_path}/file/folder/clinic.db", timeout_seconds=1)


def test_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnwritable, match="is a folder"):
        create_engine_for(f"sqlite:///{tmp_path}", timeout_seconds=1)


#: Root may write anywhere, so it gives its rights up; by then everything is imported.
AS_NOBODY = """
import os, sys
from mesoguide.clinic.database import create_engine_for
from mesoguide.exceptions import DatabaseUnwritable
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    create_engine_for(sys.argv[1], timeout_seconds=1)
except DatabaseUnwritable as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may write to, unlike pytest's own, which nobody else may enter."""
    folder = Path(tempfile.mkdtemp(prefix="mesoguide-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def test_file_without_permission_is_named(open_folder: Path) -> None:
    path = open_folder / "clinic.db"
    path.touch()
    path.chmod(0o444)

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", AS_NOBODY, f"sqlite:///{path}"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"{path} cannot be written by this user" in done.stdout


def test_missing_permission_is_named_for_root_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.os, "access", lambda path, mode: path != tmp_path)

    with pytest.raises(DatabaseUnwritable, match="cannot be written by this user"):
        create_engine_for(f"sqlite:///{tmp_path}/clinic.db", timeout_seconds=1)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 5000)],
    ids=["foreign-keys", "wal", "busy-timeout"],
)
def test_sqlite_connection_is_prepared(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_engine_works_in_the_new_style(engine: Engine) -> None:
    assert isinstance(engine, FutureEngine)
