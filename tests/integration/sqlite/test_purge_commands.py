"""What staff see when they delete conversations, and what proves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from record_factories import make_alert, make_contact
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from record_fixtures import AddEvents
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.purge_commands import purge as purge_command
from mesoguide.clinic.purge_commands import receipts_app
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.utc_datetime import utc_now

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")

Run = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def run(
    clinic_url: str, tracker_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    tracker_url = tracker_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", clinic_url)
    monkeypatch.setenv("TRACKER_DATABASE_URL", tracker_url)
    monkeypatch.setenv("COLUMNS", "200")

    app = typer.Typer()
    app.command("purge")(purge_command)
    app.add_typer(receipts_app, name="receipts")

    def invoke(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, list(arguments))
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def two_talks(add_events: AddEvents, sessions: sessionmaker[Session]) -> None:
    """An old conversation with a request, and one of today with an alert."""
    old = utc_now() - timedelta(days=100)
    add_events("old", 4, at=old)
    add_events("today", 3, at=utc_now())
    with sessions.begin() as session:
        CallbackRepository(session).add(make_contact(conversation_id="old"), at=old)
        SafetyAlertRepository(session).add(make_alert(conversation_id="today"), at=utc_now())


def purge(run: Run, *arguments: str) -> dict[str, object]:
    code, said, _ = run("purge", "--json", *arguments)
    assert code == 0
    answer: dict[str, object] = json.loads(said)
    return answer


@pytest.mark.usefixtures("two_talks")
def test_one_conversation_is_deleted_with_a_receipt(run: Run) -> None:
    code, said, _ = run("purge", "--conversation", "today", "--by", "Ana Silva")

    assert code == 0
    assert "events" in said
    assert "safety_alerts" in said
    receipt = said.split("Receipt: ")[1].strip()
    shown = json.loads(run("receipts", "show", receipt.lower(), "--json")[1])[0]
    assert shown["requested_by"] == "staff"
    assert shown["rows"] == {"events": 3, "safety_alerts": 1}
    assert "Nothing to delete" in run("purge", "--conversation", "today")[1]


@pytest.mark.usefixtures("two_talks")
def test_old_conversations_are_deleted(run: Run) -> None:
    done = purge(run, "--older-than", "90d")

    assert done["conversations"] == 1
    assert done["rows"] == {"events": 4, "callback_requests": 1}
    assert done["receipt"] == json.loads(run("receipts", "list", "--json")[1])[0]["code"]
    assert purge(run, "--older-than", "90d")["conversations"] == 0


@pytest.mark.usefixtures("two_talks")
def test_requests_that_nobody_dealt_with_are_pointed_out(run: Run) -> None:
    assert "nobody had dealt with: 1" in run("purge", "--older-than", "90d")[1]


@pytest.mark.usefixtures("two_talks")
def test_dry_run_deletes_nothing(run: Run) -> None:
    code, said, _ = run("purge", "--older-than", "90d", "--dry-run")

    assert code == 0
    assert "Would be deleted" in said
    assert "Nothing was deleted." in said
    assert purge(run, "--older-than", "90d", "--dry-run")["conversations"] == 1
    assert run("receipts", "list")[1] == "Nothing was deleted yet.\n"


@pytest.mark.usefixtures("events_table")
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--conversation", "a", "--older-than", "90d"),
        ("--older-than", "90d", "--by", " "),
    ],
    ids=["neither", "both", "nameless"],
)
def test_wrong_use_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("purge", *arguments)[0] == 2


@pytest.mark.usefixtures("events_table")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("purge", "--older-than", "0d"), "'0d' is no period"),
        (("purge", "--older-than", "soon"), "'soon' is no period"),
        (("receipts", "show", "2222-2222"), "there is no receipt 2222-2222"),
    ],
    ids=["zero", "words", "receipt"],
)
def test_failure_is_one_line_and_exit_code_1(
    run: Run, arguments: tuple[str, ...], expected: str
) -> None:
    code, said, complaint = run(*arguments)

    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert expected in complaint


def test_missing_tables_say_how_to_make_them(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    code, _, complaint = run("purge", "--older-than", "90d")

    assert code == 1
    assert "run `mesoguide db upgrade`" in complaint


def test_purge_works_before_the_first_conversation(run: Run) -> None:
    assert run("purge", "--older-than", "90d")[:2] == (
        0,
        "Nothing to delete: nothing of this is kept.\n",
    )


@pytest.mark.parametrize("command", ["purge", "receipts list", "receipts show"])
def test_help_has_an_example(run: Run, command: str) -> None:
    assert f"Example: mesoguide {command}" in run(*command.split(), "--help")[1]
