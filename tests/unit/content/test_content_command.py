"""`mesoguide content check`, as staff run it."""

from __future__ import annotations

import pytest
from click.testing import Result
from project_copy import PLAIN_REPLY, ProjectCopy
from typer.testing import CliRunner

from mesoguide.cli import app
from mesoguide.content.checks import CHECKS


@pytest.fixture
def checked(copy: ProjectCopy, monkeypatch: pytest.MonkeyPatch) -> ProjectCopy:
    """The copy as the project that the command checks."""
    monkeypatch.setenv("MESOGUIDE_HOME", str(copy.root))
    return copy


def _check() -> Result:
    return CliRunner().invoke(app, ["content", "check"])


@pytest.mark.usefixtures("checked")
def test_a_sound_project_passes_with_exit_code_0() -> None:
    result = _check()
    assert (result.exit_code, result.stdout) == (0, f"All {len(CHECKS)} checks passed.\n")


def test_every_problem_is_one_line_and_their_number_stands_apart(checked: ProjectCopy) -> None:
    checked.say("We don't know. It is simple.")
    result = _check()
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        [
            f'domain.yml: {PLAIN_REPLY}: "don\'t": write "do not", "cannot".',
            f"domain.yml: {PLAIN_REPLY}: 'simple': leave the word out.",
        ],
    )
    assert "2 to mend." in result.stderr
