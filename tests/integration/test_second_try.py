"""Tests that fail get one more try, and a pass then is told and not hidden."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mesoguide.ops.settings import PROJECT_ROOT

UNSTEADY = """
from pathlib import Path
def test_unsteady():
    been_here = Path(__file__).with_suffix(".seen")
    if not been_here.exists():
        been_here.touch()
        raise AssertionError
"""
BROKEN = "def test_broken(): assert False\n"


@pytest.fixture(scope="module")
def second_try() -> ModuleType:
    """The script, which is in no package."""
    path = PROJECT_ROOT / "scripts" / "second_try.py"
    spec = importlib.util.spec_from_file_location("second_try", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def failed_lane(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run tests that fail, and return the cache that remembers them."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(f"def test_sound(): pass\n{code}")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command = [sys.executable, "-m", "pytest", "-q", "-o", "cache_dir=lane"]
    assert subprocess.run(command, check=False).returncode == 1  # noqa: S603 - our own tests
    return folder / "lane"


def test_test_that_passes_alone_is_named_and_the_run_goes_on(
    second_try: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lane = failed_lane(tmp_path, UNSTEADY, monkeypatch)

    assert second_try.main([lane, tmp_path / "lane without failures"]) == 0

    said = capsys.readouterr().out
    assert "UNSTEADY" in said
    assert "  test_it.py::test_unsteady\n" in said
    assert "test_sound" not in said


def test_test_that_fails_again_fails_the_run(
    second_try: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lane = failed_lane(tmp_path, UNSTEADY + BROKEN, monkeypatch)

    assert second_try.main([lane]) == 1

    unsteady = capsys.readouterr().out.partition("UNSTEADY")[2]
    assert "test_unsteady" in unsteady
    assert "test_broken" not in unsteady


def test_many_failures_get_no_second_try(
    second_try: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    many = second_try.MOST_UNSTEADY + 1
    parametrised = f"import pytest\n@pytest.mark.parametrize('n', range({many}))\n"
    lane = failed_lane(tmp_path, parametrised + "def test_broken(n): assert False\n", monkeypatch)

    assert second_try.main([lane]) == 1

    assert f"{many} tests failed" in capsys.readouterr().out


def test_lane_that_failed_without_a_failed_test_fails_the_run(
    second_try: ModuleType, tmp_path: Path
) -> None:
    assert second_try.main([tmp_path]) == 1
