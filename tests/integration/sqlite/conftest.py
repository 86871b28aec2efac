"""A SQLite file for each test, its tables made by the migrations."""

from __future__ import annotations

import os

# Read by SQLAlchemy when it is imported: without it legacy calls warn of nothing.
os.environ.setdefault("SQLALCHEMY_WARN_20", "1")

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from clinic_fixtures import *  # noqa: F403 - fixtures that all databases share

from mesoguide.clinic import schema


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "clinic.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """A database without tables."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def clinic_url(migrated_file: Path, tmp_path: Path) -> str:
    """A database with tables and no plans."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'clinic.db')}"


@pytest.fixture
def stuck() -> Callable[[str], AbstractContextManager[None]]:
    """Keeps everybody else from reading a database."""

    @contextmanager
    def lock(url: str) -> Iterator[None]:
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("DELETE FROM audit_entries")
        try:
            yield
        finally:
            connection.close()

    return lock
