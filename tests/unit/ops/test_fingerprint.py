"""The fingerprint changes with what a model is trained from, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoguide.ops.fingerprint import training_fingerprint

FILES = (
    "config.yml",
    "domain.yml",
    "data/nlu/plans.yml",
    "data/rules/plans.yml",
    "mesoguide/nlp/lexicon.py",
    "mesoguide/nlp/components/config.py",
    "mesoguide/nlp/concepts.yml",
    "mesoguide/dialogue/service_problem_policy.py",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    return tmp_path


def test_same_files_have_the_same_fingerprint(project: Path) -> None:
    assert training_fingerprint(project) == training_fingerprint(project)


@pytest.mark.parametrize("name", FILES)
def test_changed_file_changes_it(project: Path, name: str) -> None:
    before = training_fingerprint(project)

    (project / name).write_text("# changed\n")

    assert training_fingerprint(project) != before


@pytest.mark.parametrize("name", ["data/stories/new.yml", "mesoguide/nlp/new.py"])
def test_new_file_changes_it(project: Path, name: str) -> None:
    before = training_fingerprint(project)
    (project / name).parent.mkdir(exist_ok=True)

    (project / name).write_text("")

    assert training_fingerprint(project) != before


@pytest.mark.parametrize("name", FILES)
def test_deleted_file_changes_it(project: Path, name: str) -> None:
    before = training_fingerprint(project)

    (project / name).unlink()

    assert training_fingerprint(project) != before


def test_renamed_file_changes_it(project: Path) -> None:
    before = training_fingerprint(project)

    (project / "data/nlu/plans.yml").rename(project / "data/nlu/plan.yml")

    assert training_fingerprint(project) != before


@pytest.mark.parametrize(
    "name",
    [
        "content/plans.yml",
        "endpoints.yml",
        "actions/plans.py",
        "mesoguide/ops/start.py",
        "mesoguide/nlp/__pycache__/lexicon.cpython-310.pyc",
        "mesoguide/nlp/__pycache__/left-over.py",
        "data/nlu/.plans.yml.swp",
        "var/clinic.db",
    ],
)
def test_other_file_leaves_it_alone(project: Path, name: str) -> None:
    before = training_fingerprint(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)

    (project / name).write_text("new")

    assert training_fingerprint(project) == before


def test_touched_file_leaves_it_alone(project: Path) -> None:
    before = training_fingerprint(project)

    (project / "domain.yml").touch()

    assert training_fingerprint(project) == before


def test_project_may_stand_anywhere(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = training_fingerprint(project)

    moved = project.rename(tmp_path_factory.mktemp("other") / "project")

    assert training_fingerprint(moved) == before


def test_other_release_of_rasa_changes_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = training_fingerprint(project)

    monkeypatch.setattr("mesoguide.ops.fingerprint.version", lambda package: "3.6.99")

    assert training_fingerprint(project) != before
