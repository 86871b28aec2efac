"""A broken-to-be copy of the project for each test, and a writer of small files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from project_copy import ProjectCopy

from mesoguide.content.project import Project
from mesoguide.ops.settings import PROJECT_ROOT

WriteFile = Callable[[str], Path]


@pytest.fixture(scope="session")
def real_project() -> Project:
    return Project(PROJECT_ROOT)


@pytest.fixture
def copy(tmp_path: Path, real_project: Project) -> ProjectCopy:
    """A copy of the project; every test has its own."""
    root = tmp_path / "project"
    root.mkdir()
    return ProjectCopy.make(root, real_project)


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a content file."""

    def write(text: str) -> Path:
        path = tmp_path / "content-file.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
