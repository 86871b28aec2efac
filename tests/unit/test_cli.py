"""What people see when they type `mesoguide`."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mesoguide import cli
from mesoguide.exceptions import ContentError, MesoGuideError
from mesoguide.ops.settings import DOCUMENTED

COMMANDS = {
    "run": "start the chat",
    "reload": "Give running servers a new model",
    "shell": "Talk to MesoGuide in this terminal",
    "train": "Train the model if anything changed",
    "evaluate": "Measure how well the model understands messages",
    "settings": "Show every setting",
    "plans": "See, approve and import treatment plans",
    "db": "Make and check the clinic database's tables",
    "content": "Check what MesoGuide says",
    "alerts": "See messages that sounded like an emergency",
    "callbacks": "See who waits for a call or an appointment",
    "unanswered": "See what MesoGuide could not answer",
    "feedback": "See what visitors thought of answers",
    "patient-plan": "Let patients look up their own course",
    "receipts": "Look up what was deleted",
    "messenger": "Connect the clinic's Facebook page",
    "purge": "Delete conversations with everything that hangs on them",
    "doctor": "Look at everything that can be wrong",
    "backup": "Copy both databases into one file",
    "restore": "Put a backup's databases in place of the present ones",
}
FURTHER_COMMANDS = {
    "plans list": "List all plans",
    "plans show": "Show one plan",
    "plans approve": "Approve a plan",
    "plans import": "Import a plans file",
    "db upgrade": "Make the tables",
    "db downgrade": "Take the tables back",
    "db status": "Say whether the tables fit",
    "content check": "Tell what is wrong",
    "alerts list": "List safety alerts",
    "alerts test": "Send a test by every way",
    "alerts acknowledge": "Say that somebody has read alerts",
    "callbacks list": "List requests for a call",
    "callbacks done": "Say that requests are dealt with",
    "unanswered list": "List questions without an answer",
    "unanswered answer": "Say that MesoGuide can answer questions now",
    "unanswered dismiss": "Say that questions need no answer",
    "feedback list": "List votes on answers",
    "patient-plan add": "Add a patient's course",
    "patient-plan list": "List patients' courses",
    "patient-plan update": "Change a patient's course",
    "patient-plan unlock": "Let a patient try again",
    "patient-plan remove": "Delete a patient's course",
    "receipts list": "List receipts of deletions",
    "receipts show": "Show one receipt",
    "messenger show": "Show the greeting, questions and menu",
    "messenger setup": "Put the greeting, questions and menu",
    "messenger undo": "Bring back the greeting, questions and menu",
    "messenger demo": "Try Messenger on this machine, without Meta",
    "messenger queue": "Show how many messages wait",
    "messenger paused": "List the conversations that are left to staff",
    "messenger pause": "Leave a conversation to staff",
    "messenger resume": "Let the chatbot answer again",
}


@pytest.fixture(autouse=True)
def quiet_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for doc in DOCUMENTED.values():
        monkeypatch.delenv(doc.variable, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def free_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets both ports to ones on which nothing listened a moment ago."""
    with socket.socket() as first, socket.socket() as second:
        for probe, variable in ((first, "MESOGUIDE_PORT"), (second, "MESOGUIDE_ACTION_PORT")):
            probe.bind(("127.0.0.1", 0))
            monkeypatch.setenv(variable, str(probe.getsockname()[1]))


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Sets the chat server's port to one on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        monkeypatch.setenv("MESOGUIDE_PORT", str(port))
        yield port


def shown(*arguments: str) -> str:
    """What a command prints, as one line: where a terminal breaks it does not matter."""
    result = CliRunner().invoke(cli.app, list(arguments))
    assert result.exit_code == 0, result.output
    return re.sub(r"[\s│]+", " ", result.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_command_and_what_it_does(command: str) -> None:
    assert re.search(rf" {command} [^.]*{COMMANDS[command]}", shown("--help"))


@pytest.mark.parametrize("command", {**COMMANDS, **FURTHER_COMMANDS})
def test_help_of_a_command_tells_what_it_does(command: str) -> None:
    said = shown(*command.split(), "--help")

    assert f"mesoguide {command} " in said
    assert {**COMMANDS, **FURTHER_COMMANDS}[command] in said


def test_every_command_is_in_these_tests() -> None:
    groups = {group.name: group.typer_instance for group in cli.app.registered_groups}
    names = {command_name(command) for command in cli.app.registered_commands} | set(groups)
    further = {
        f"{group} {command_name(command)}"
        for group, app in groups.items()
        for command in app.registered_commands  # type: ignore[union-attr]
    }

    assert names == set(COMMANDS)
    assert further == set(FURTHER_COMMANDS)


def command_name(command: object) -> str:
    return str(command.name or command.callback.__name__)  # type: ignore[attr-defined]


def test_bare_command_shows_the_help() -> None:
    result = CliRunner().invoke(cli.app, [])

    assert "First steps" in result.output


@pytest.mark.parametrize("doc", DOCUMENTED.values(), ids=lambda doc: doc.variable)
def test_settings_show_every_variable_and_its_meaning(doc: object) -> None:
    said = shown("settings")

    assert doc.variable in said  # type: ignore[attr-defined]
    assert doc.meaning.split()[0] in said  # type: ignore[attr-defined]


def test_settings_show_long_values_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESOGUIDE_VAR", "/srv/" + "x" * 60)

    assert shown("settings").count("x" * 5) >= 1
    result = CliRunner().invoke(cli.app, ["settings"])
    assert "…" not in result.stdout


def test_settings_hide_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:s3cret@h/d")

    said = shown("settings")

    assert "s3cret" not in said
    assert "***" in said


@pytest.mark.usefixtures("free_ports")
def test_check_says_that_everything_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))

    assert "Ready: the ports are free" in shown("run", "--check")


@pytest.mark.usefixtures("free_ports")
def test_check_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))

    shown("run", "--check")

    assert sorted(p.name for p in tmp_path.rglob("*")) == ["models", "var"]


# ---- Faults ----


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["mesoguide", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_taken_port_is_one_line_and_exit_code_1(
    taken_port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))

    code = run_main(monkeypatch, "run", "--check")

    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert re.fullmatch(rf"mesoguide: port {taken_port} .* MESOGUIDE_PORT=\d+ make run\n", said.err)


@pytest.mark.parametrize("command", ["run", "shell", "train", "settings", "content check"])
def test_bad_setting_is_one_line_and_exit_code_1(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESOGUIDE_PORT", "http")

    code = run_main(monkeypatch, *command.split())

    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert said.err == (
        "mesoguide: MESOGUIDE_PORT must be a port from 1 to 65535, for example 5005.\n"
    )


@pytest.mark.parametrize(
    "error",
    [MesoGuideError("the disk is full"), ContentError("line 1\n  in domain.yml\n\tline 2")],
    ids=["plain", "several-lines"],
)
def test_fault_of_ours_is_one_line_and_exit_code_1(
    error: MesoGuideError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "app", fail)

    assert run_main(monkeypatch) == 1
    assert capsys.readouterr().err == f"mesoguide: {' '.join(str(error).split())}\n"


def test_ctrl_c_is_exit_code_130_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)

    assert run_main(monkeypatch) == 130
    assert capsys.readouterr().err == ""


def test_unknown_command_is_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(monkeypatch, "walk") == 2
    assert "walk" in capsys.readouterr().err
