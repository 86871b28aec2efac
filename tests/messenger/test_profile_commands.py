"""`mesoguide messenger setup`, `show` and `undo` against a server that holds Meta's rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from mesoguide import cli
from mesoguide.messenger.profile import BACKUP_FILE, wanted_profile
from mesoguide.messenger.simulator import GraphSimulator, meta_errors
from mesoguide.messenger.texts import load_messenger_texts
from mesoguide.ops.settings import DOCUMENTED, PROJECT_ROOT

WANTED = wanted_profile(load_messenger_texts(PROJECT_ROOT / "content"))
OLD = {
    "get_started": {"payload": "START"},
    "greeting": [{"locale": "default", "text": "Hello from the old days"}],
}


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphSimulator]:
    for doc in DOCUMENTED.values():
        monkeypatch.delenv(doc.variable, raising=False)
    with GraphSimulator(profile_limit=False, state_file=tmp_path / "graph.json") as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path / "var"))
        yield running


def run(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(cli.app, ["messenger", *arguments], input=answer)


def set_old_profile(graph: GraphSimulator) -> None:
    graph._ledger.set_profile(dict(OLD))


def test_setup_puts_everything_on_the_page(graph: GraphSimulator) -> None:
    result = run("setup", "--yes")

    assert result.exit_code == 0, result.output
    assert graph.profile == WANTED


def test_setup_shows_what_would_change_before_it_asks(graph: GraphSimulator) -> None:
    set_old_profile(graph)

    result = run("setup", answer="n\n")

    assert "-  text: Hello from the old days" in result.output
    assert re.search(r"^\+ +title: Delete my data$", result.output, re.MULTILINE)
    assert result.output.index("Hello from the old days") < result.output.index("Change the page?")
    assert "Nothing was changed." in result.output
    assert graph.profile == OLD


def test_second_setup_has_nothing_to_change(graph: GraphSimulator) -> None:
    run("setup", "--yes")
    calls = graph.calls

    result = run("setup")

    assert "Nothing to change" in result.output
    assert graph.calls == calls + 1


def test_keys_that_meta_adds_are_no_change(graph: GraphSimulator) -> None:
    run("setup", "--yes")
    profile = json.loads(json.dumps(graph.profile))
    profile["persistent_menu"][0]["id"] = 7
    graph._ledger.set_profile(profile)

    assert "Nothing to change" in run("setup").output


def test_undo_brings_back_what_was_there(graph: GraphSimulator, tmp_path: Path) -> None:
    set_old_profile(graph)
    run("setup", "--yes")
    run("setup", "--yes")

    result = run("undo", "--yes")

    assert result.exit_code == 0, result.output
    assert graph.profile == OLD
    assert not (tmp_path / "var" / BACKUP_FILE).exists()


def test_undo_of_a_page_that_had_nothing_leaves_nothing(graph: GraphSimulator) -> None:
    run("setup", "--yes")

    run("undo", "--yes")

    assert graph.profile == {}


def test_undo_asks_too(graph: GraphSimulator) -> None:
    run("setup", "--yes")

    result = run("undo", answer="n\n")

    assert "-get_started:" in result.output
    assert graph.profile == WANTED


def test_show_says_what_the_page_has(graph: GraphSimulator) -> None:
    assert "no greeting, questions or menu" in run("show").output

    run("setup", "--yes")

    assert "question: What is mesotherapy?" in run("show").output
    assert json.loads(run("show", "--json").output) == WANTED


def test_failure_is_one_line_with_what_meta_needs_to_find_it(graph: GraphSimulator) -> None:
    graph.stop()
    result = run("show")

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "the Graph API cannot be reached" in result.output


def test_refusal_names_the_code_and_changes_nothing_here(
    graph: GraphSimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSENGER_PAGE_TOKEN", "EAAGexpired" + "x7Q" * 12)

    result = run("setup", "--yes")

    assert result.exit_code == 1
    assert f"code {meta_errors.BAD_TOKEN.code}" in result.output
    assert not (tmp_path / "var").exists()


def test_without_a_page_the_command_says_what_to_set(
    graph: GraphSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in graph.environment():
        monkeypatch.delenv(name)

    result = run("setup")

    assert result.exit_code == 1
    assert "set MESSENGER_PAGE_TOKEN" in result.output


def test_backup_that_was_broken_by_hand_is_named(graph: GraphSimulator, tmp_path: Path) -> None:
    run("setup", "--yes")
    (tmp_path / "var" / BACKUP_FILE).write_text("not json", encoding="utf-8")

    result = run("undo", "--yes")

    assert result.exit_code == 1
    assert BACKUP_FILE in result.output.replace("\n", "")
