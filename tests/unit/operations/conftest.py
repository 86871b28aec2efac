"""An installation with SQLite databases in a test's own folder."""

from __future__ import annotations

import os

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

import shutil
from pathlib import Path

import pytest

from mesoguide.ops.settings import Settings, load_settings
from tests.stored_clinic import StoredClinic


@pytest.fixture(scope="session")
def made_databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Databases with all tables and no rows, made once."""
    folder = tmp_path_factory.mktemp("made")
    StoredClinic.made(load_settings({"MESOGUIDE_VAR": str(folder)}))
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation that was never started."""
    return load_settings({"MESOGUIDE_VAR": str(tmp_path / "var")})


@pytest.fixture
def clinic(settings: Settings, made_databases: Path) -> StoredClinic:
    """The same, with empty databases."""
    settings.var_dir.mkdir(mode=0o700)
    for path in made_databases.glob("*.db*"):
        shutil.copy(path, settings.var_dir)
    return StoredClinic(settings)
