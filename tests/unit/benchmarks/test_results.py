"""Figures on disk: kept after each section, and taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.results import Results, read

FULL = {"quick": False}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(results, "commit", lambda: "first")
    return tmp_path / "bench" / "bench.json"


def stopped_run(path: Path) -> None:
    run = Results.opened(path, FULL, afresh=False)
    run.put("turns", "stock", {"median_ms": 1.0}, 0.123)


def test_stopped_run_goes_on_where_it_ended(path: Path) -> None:
    stopped_run(path)

    again = Results.opened(path, FULL, afresh=False)

    assert again.has("turns", "stock")
    assert not again.has("turns", "mesoguide")
    assert again.content["sections"]["turns"]["stock"]["load_1_min_before"] == 0.12


def test_figures_of_another_commit_are_put_beside_and_not_mixed_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_run(path)
    monkeypatch.setattr(results, "commit", lambda: "second")

    again = Results.opened(path, FULL, afresh=False)

    assert not again.has("turns", "stock")
    assert (read(path.with_name("bench-first.json")) or {})["commit"] == "first"


def test_fresh_run_takes_nothing_over(path: Path) -> None:
    stopped_run(path)

    assert not Results.opened(path, FULL, afresh=True).has("turns", "stock")


def test_run_with_other_options_takes_nothing_over(path: Path) -> None:
    stopped_run(path)

    assert not Results.opened(path, {"quick": True}, afresh=False).has("turns", "stock")


def test_broken_file_is_no_reason_to_stop(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")

    assert Results.opened(path, FULL, afresh=False).content["sections"] == {}
