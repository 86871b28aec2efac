"""What staff type to let a patient see their own course, and what never shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from record_factories import SECRET_KEY
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.patient_plan_commands import patient_plan_app
from mesoguide.clinic.plan_attempts import MOST_WRONG_TRIES, PlanAttempts
from mesoguide.clinic.utc_datetime import utc_now

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = [
    pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning"),
    pytest.mark.usefixtures("quick_digests"),
]

REFERENCE = "MG-7K4P-2QX9"

Run = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def run(clinic_url: str, hair_plan: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command, and answers to what it asks, at a clinic with a plan of 3 to 4 visits."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yml").write_text("time_zone: Europe/London\n")
    monkeypatch.setenv("MESOGUIDE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", clinic_url)
    monkeypatch.setenv("MESOGUIDE_SECRET_KEY", SECRET_KEY.decode())
    monkeypatch.setenv("COLUMNS", "200")

    def invoke(command: str, *more: str, typed: str = "") -> tuple[int, str, str]:
        result = CliRunner().invoke(patient_plan_app, [command, *more], input=typed)
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def course(run: Run) -> None:
    """The course with the number 1."""
    code, _, complaint = run(
        "add", "--plan", "HAIR-01", "--reference", REFERENCE, "--verifier-stdin",
        typed="3 May 1980\n",
    )  # fmt: skip
    assert (code, complaint) == (0, "")


def listed(run: Run) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("list", "--json")[1])
    return rows


async def opens(
    sessions: sessionmaker[Session], reference: str, verifier: str, talk: str = "talk-1"
) -> bool:
    records = ConversationRecords(sessions, timeout_seconds=5, secret_key=SECRET_KEY)
    view = await records.patient_plan(talk, reference, verifier)
    records.close()
    return view is not None


async def test_what_is_not_given_is_asked_for(run: Run, sessions: sessionmaker[Session]) -> None:
    code, said, _ = run("add", typed="hair 01\n\n5\n2\n2026-12-03 14:30\n3 May 1980\n3 May 1980\n")

    assert code == 0
    for question in ("Plan code", "Reference", "whole course [4]", "over [0]", "Next visit"):
        assert question in said
    (row,) = listed(run)
    assert (row["plan"], row["visits_done"], row["visits_planned"]) == ("HAIR-01", 2, 5)
    assert row["next_visit_at"] == "2026-12-03T14:30:00+00:00"
    (reference,) = re.findall(r"^MG-\w{4}-\w{4}$", said, re.MULTILINE)
    assert await opens(sessions, reference, "03/05/1980")


def test_proof_is_not_shown_while_it_is_typed(run: Run) -> None:
    said = run("add", "--pin", typed="HAIR-01\n\n4\n0\n\n482163\n482163\n")[1]

    assert "PIN (not shown)" in said
    assert "482163" not in said


def test_proof_that_is_typed_differently_twice_is_asked_for_again(run: Run) -> None:
    typed = "HAIR-01\n\n4\n0\n\n3 May 1980\n4 May 1980\n"

    code, said, _ = run("add", typed=typed)

    assert (code, "do not match" in said) == (1, True)
    assert listed(run) == []
    assert run("add", typed=f"{typed}5 May 1980\n5 May 1980\n")[0] == 0


def test_proof_is_no_argument(run: Run) -> None:
    said = re.sub(r"[\s│]+", " ", run("add", "--help")[1])

    assert not re.search(r"--(pin|verifier|date-of-birth|dob)(=| +TEXT)", said)


async def test_standard_input_is_enough_for_scripts(
    run: Run, course: None, sessions: sessionmaker[Session]
) -> None:
    assert await opens(sessions, REFERENCE, "1980-05-03")
    (row,) = listed(run)
    assert (row["visits_done"], row["visits_planned"], row["next_visit_on"]) == (0, 4, None)


def test_reference_is_shown_once_and_never_again(run: Run, course: None) -> None:
    shown = run("list")[1] + run("list", "--json")[1] + run("update", "1", "--done", "1")[1]

    assert "HAIR-01" in shown
    for secret in ("7K4P", "7k4p", "argon2", "digest", "1980"):
        assert secret not in shown


def test_list_shows_when_a_lock_ends(
    run: Run, course: None, sessions: sessionmaker[Session]
) -> None:
    assert listed(run)[0]["locked_until"] is None
    lock(sessions)

    assert listed(run)[0]["locked_until"] is not None


def lock(sessions: sessionmaker[Session]) -> None:
    digest = KeyedDigests(SECRET_KEY).reference(REFERENCE)
    for number in range(MOST_WRONG_TRIES):
        with sessions.begin() as session:
            PlanAttempts(session).begin(digest, f"wrong-{number}", at=utc_now())


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [(("1",), ""), (("--reference", "mg7k4p2qx9"), ""), ((), f"{REFERENCE}\n")],
    ids=["number", "reference", "asked-for"],
)
async def test_unlock_lets_the_patient_in(
    run: Run, course: None, sessions: sessionmaker[Session], arguments: tuple[str, ...], typed: str
) -> None:
    lock(sessions)
    assert not await opens(sessions, REFERENCE, "3 May 1980")

    code, said, _ = run("unlock", *arguments, typed=typed)

    assert code == 0
    assert said.endswith("no longer count: 5\n")
    assert await opens(sessions, REFERENCE, "3 May 1980")


async def test_unlock_opens_a_conversation(
    run: Run, course: None, sessions: sessionmaker[Session]
) -> None:
    for number in range(MOST_WRONG_TRIES):
        await opens(sessions, f"MG-2222-333{number}", "3 May 1980", talk="talk-9")

    assert run("unlock", "--conversation", "talk-9")[0] == 0
    assert await opens(sessions, REFERENCE, "3 May 1980", talk="talk-9")


def test_update_changes_only_what_is_given(run: Run, course: None) -> None:
    run("update", "1", "--done", "3", "--next-visit", "2027-07-01 09:00")
    code, said, _ = run("update", "1", "--visits", "6")

    (row,) = listed(run)
    assert (code, said) == (0, "Number 1: changed visits planned.\n")
    assert (row["visits_done"], row["visits_planned"]) == (3, 6)
    # In July London is an hour ahead of UTC.
    assert row["next_visit_at"] == "2027-07-01T08:00:00+00:00"
    assert "2027-07-01 09:00" in run("list")[1]


def test_next_visit_can_be_taken_back(run: Run, course: None) -> None:
    run("update", "1", "--next-visit", "2026-12-03 14:30")
    run("update", "1", "--next-visit", "2026-12-09")
    assert (listed(run)[0]["next_visit_on"], listed(run)[0]["next_visit_at"]) == (
        "2026-12-09",
        None,
    )

    run("update", "1", "--no-next-visit")

    assert listed(run)[0]["next_visit_on"] is None


async def test_new_proof_replaces_the_old_one(
    run: Run, course: None, sessions: sessionmaker[Session]
) -> None:
    assert run("update", "1", "--new-verifier", "--pin", typed="4821\n4821\n")[0] == 0

    assert not await opens(sessions, REFERENCE, "3 May 1980")
    assert await opens(sessions, REFERENCE, "4821", talk="talk-2")


async def test_remove_asks_first(run: Run, course: None, sessions: sessionmaker[Session]) -> None:
    assert run("remove", "1", typed="n\n")[0] == 1
    assert len(listed(run)) == 1

    code, said, _ = run("remove", "1", typed="y\n")

    assert (code, said.endswith("Deleted number 1.\n")) == (0, True)
    assert listed(run) == []
    assert not await opens(sessions, REFERENCE, "3 May 1980")


def test_remove_with_yes_does_not_ask(run: Run, course: None) -> None:
    assert run("remove", "1", "--yes")[:2] == (0, "Deleted number 1.\n")


def test_every_change_leaves_an_audit_entry(
    run: Run, course: None, sessions: sessionmaker[Session]
) -> None:
    run("update", "1", "--done", "1", "--by", "Ana")
    run("unlock", "1", "--by", "Ana")
    run("remove", "1", "--yes", "--by", "Ana")

    with sessions() as session:
        entries = session.execute(select(AuditEntry)).scalars().all()
    ours = [(e.who, e.action) for e in entries if e.action.startswith("patient_plan")]
    assert ours == [
        ("command line", "patient_plan_added"),
        ("Ana", "patient_plan_updated"),
        ("Ana", "patient_plan_unlocked"),
        ("Ana", "patient_plan_removed"),
    ]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("arguments", "typed", "expected"),
    [
        (("add", "--plan", "NONE-01"), "", "there is no plan with the code 'NONE-01'"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin"), "soon\n", "is no date of birth"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin"), "", "is no date of birth"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin", "--pin"), "12\n", "is no PIN"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin", "--reference", REFERENCE),
         "3 May 1980\n", "another patient has this reference"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin", "--reference", "A-1"),
         "3 May 1980\n", "a reference needs 6 or more"),
        (("add", "--plan", "HAIR-01", "--verifier-stdin", "--next-visit", "soon"),
         "3 May 1980\n", "'soon' is no day"),
        (("update", "1", "--done", "9"), "", "9 of 4 visits cannot be"),
        (("update", "99", "--done", "1"), "", "no patient's plan has the number 99"),
        (("unlock", "--reference", "MG-2222-3333"), "", "no patient's plan has this reference"),
        (("remove", "99", "--yes"), "", "no patient's plan has the number 99"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_failure_is_one_line_and_changes_nothing(
    run: Run, arguments: tuple[str, ...], typed: str, expected: str
) -> None:
    before = listed(run)

    code, said, complaint = run(*arguments, typed=typed)

    assert (code, said, complaint.count("\n")) == (1, "", 1)
    assert complaint.startswith("Error: ")
    assert expected in complaint
    assert "2222" not in complaint
    assert listed(run) == before


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--verifier-stdin"),
        ("add", "--by", " "),
        ("update", "1"),
        ("update", "1", "--pin"),
        ("update", "1", "--next-visit", "2026-12-03", "--no-next-visit"),
        ("update", "1", "--reference", REFERENCE, "--done", "1"),
        ("update", "one", "--done", "1"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize("command", ["add", "list", "update", "unlock", "remove"])
def test_help_has_an_example(run: Run, command: str) -> None:
    assert f"Example: mesoguide patient-plan {command}" in run(command, "--help")[1]
