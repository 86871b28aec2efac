"""What staff see and do with requests, questions, alerts and feedback on a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from record_factories import START, make_alert, make_contact, make_feedback, make_unanswered
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from mesoguide.clinic.alert_commands import alerts_app
from mesoguide.clinic.callback_commands import callbacks_app
from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.feedback_commands import feedback_app
from mesoguide.clinic.feedback_repository import FeedbackRepository
from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.unanswered_commands import unanswered_app
from mesoguide.clinic.unanswered_repository import UnansweredRepository

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")

Run = Callable[..., "tuple[int, str, str]"]

APPS = {
    "alerts": alerts_app,
    "callbacks": callbacks_app,
    "feedback": feedback_app,
    "unanswered": unanswered_app,
}
LISTS = ("callbacks list", "unanswered list", "alerts list", "feedback list")
DECISIONS = (
    "callbacks done",
    "unanswered answer",
    "unanswered dismiss",
    "alerts acknowledge",
)


@pytest.fixture
def run(clinic_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command at a clinic in London whose database is empty."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yml").write_text("time_zone: Europe/London\n")
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", clinic_url)
    monkeypatch.setenv("COLUMNS", "240")

    def invoke(command: str, *more: str) -> tuple[int, str, str]:
        group, *arguments = command.split()
        result = CliRunner().invoke(APPS[group], [*arguments, *more])
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def two_of_each(sessions: sessionmaker[Session]) -> None:
    """Two records of each kind, numbered 1 and 2, the second an hour later and in summer."""
    for number in (1, 2):
        at = START + timedelta(hours=number, days=210)
        talk = f"talk-{number}"
        with sessions.begin() as session:
            CallbackRepository(session).add(make_contact(conversation_id=talk), at=at)
        with sessions.begin() as session:
            FeedbackRepository(session).keep(
                make_feedback(conversation_id=talk, helpful=number == 1), at=at
            )
        with sessions.begin() as session:
            UnansweredRepository(session).add(make_unanswered(question=f"why {number}?"), at=at)
            SafetyAlertRepository(session).add(make_alert(conversation_id=talk), at=at)


def numbers(run: Run, command: str, *options: str) -> list[int]:
    code, said, _ = run(command, "--json", *options)
    assert code == 0
    return [entry["id"] for entry in json.loads(said)]


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", LISTS)
def test_list_is_newest_first(run: Run, command: str) -> None:
    assert numbers(run, command) == [2, 1]
    assert numbers(run, command, "--limit", "1") == [2]


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("callbacks list", ("Anna Smith", "+441632960123", "anna@example.org", "after 5pm",
                            "hair loss", "today, before 18:00", "call back, book, new patient")),
        ("unanswered list", ("why 2?", "not understood", "ask_uses, ask_safety", "widget")),
        ("alerts list", ("my tongue is swelling", "anaphylaxis", "talk-2 (widget)", "emergency")),
        ("feedback list", ("when can I work?", "utter_answer_recovery", "C12, C13", "too long")),
    ],
    ids=LISTS,
)  # fmt: skip
def test_list_shows_what_staff_need_in_the_clinics_time(
    run: Run, command: str, shown: tuple[str, ...]
) -> None:
    code, said, _ = run(command)

    assert code == 0
    # In June London is an hour ahead of UTC.
    for words in (*shown, "2027-06-18 13:30"):
        assert words in said


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", LISTS)
def test_json_has_every_column_that_tells_something(run: Run, command: str) -> None:
    entry = json.loads(run(command, "--json")[1])[0]

    assert not {"digest", "compared", "compared_digest"} & set(entry)
    assert any(str(value).startswith("2027-06-18T12:30:00+00:00") for value in entry.values())


@pytest.mark.parametrize("command", LISTS)
def test_empty_list_says_so(run: Run, command: str) -> None:
    code, said, _ = run(command)

    assert code == 0
    assert said.strip()
    assert "\n" not in said.strip()
    assert json.loads(run(command, "--json")[1]) == []


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", DECISIONS)
def test_what_is_dealt_with_leaves_the_list(run: Run, command: str) -> None:
    listing = f"{command.split()[0]} list"

    code, said, _ = run(command, "1", "--by", "Dr Ana  Silva")

    assert (code, said.rstrip("\n")[-2:]) == (0, "1.")
    assert numbers(run, listing) == [2]
    assert numbers(run, listing, "--all") == [2, 1]
    assert "Dr Ana Silva" in run(listing, "--all")[1]


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", DECISIONS)
def test_several_are_dealt_with_at_once_and_twice_changes_nothing(run: Run, command: str) -> None:
    run(command, "2", "--by", "Ana")

    code, said, _ = run(command, "1", "2", "--by", "Bo")

    assert code == 0
    assert "No change, this was done before: 2." in said
    assert numbers(run, f"{command.split()[0]} list") == []


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", DECISIONS)
def test_decision_leaves_an_audit_entry_without_a_word_of_the_patient(
    run: Run, sessions: sessionmaker[Session], command: str
) -> None:
    run(command, "1", "--by", "Ana")
    run(command, "1", "--by", "Bo")

    with sessions() as session:
        (entry,) = session.execute(select(AuditEntry)).scalars().all()
    assert (entry.who, entry.subject.split()[1]) == ("Ana", "1")
    for words in ("why", "tongue", "Anna", "talk"):
        assert words not in f"{entry.subject} {entry.details}"


@pytest.mark.usefixtures("two_of_each")
@pytest.mark.parametrize("command", DECISIONS)
def test_unknown_number_is_one_line_and_changes_nothing(run: Run, command: str) -> None:
    code, said, complaint = run(command, "1", "99", "--by", "Ana")

    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert complaint.startswith("Error: there is no ")
    assert "99" in complaint
    assert numbers(run, f"{command.split()[0]} list") == [2, 1]


@pytest.mark.parametrize("command", DECISIONS)
@pytest.mark.parametrize(
    "arguments",
    [("1",), ("1", "--by", " "), ("--by", "Ana"), ("x", "--by", "Ana")],
    ids=["no-name", "blank-name", "no-number", "no-figure"],
)
def test_wrong_use_is_exit_code_2(run: Run, command: str, arguments: tuple[str, ...]) -> None:
    assert run(command, *arguments)[0] == 2


@pytest.mark.usefixtures("two_of_each")
def test_unhelpful_feedback_can_be_picked_out(run: Run) -> None:
    assert numbers(run, "feedback list", "--unhelpful") == [2]


@pytest.mark.usefixtures("two_of_each")
def test_answered_question_can_be_dismissed_after_all(run: Run) -> None:
    run("unanswered answer", "1", "--by", "Ana")

    assert "Dismissed: 1." in run("unanswered dismiss", "1", "--by", "Ana")[1]


@pytest.mark.parametrize("command", LISTS)
def test_missing_tables_say_how_to_make_them(
    run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)

    code, _, complaint = run(command)

    assert (code, complaint.count("\n")) == (1, 1)
    assert "run `mesoguide db upgrade`" in complaint


@pytest.mark.usefixtures("two_of_each")
def test_list_works_without_the_clinics_facts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "content" / "clinic.yml").unlink()

    assert "2027-06-18 12:30" in run("alerts list")[1]


@pytest.mark.parametrize("command", [*LISTS, *DECISIONS])
def test_help_has_an_example(run: Run, command: str) -> None:
    assert f"Example: mesoguide {command}" in run(command, "--help")[1]
