"""What staff see when they type a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from clinic_fixtures import Import
from plan_factories import FAT_ARMS, make_entry, write_plans
from typer.testing import CliRunner

from mesoguide.clinic import schema
from mesoguide.clinic.commands import db_app, plans_app

Run = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def run() -> Run:
    app = typer.Typer()
    app.add_typer(plans_app, name="plans")
    app.add_typer(db_app, name="db")

    def invoke(*arguments: str, answer: str | None = None) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, list(arguments), input=answer)
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def configured(clinic_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", clinic_url)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def plans_file(tmp_path: Path) -> str:
    return str(write_plans(tmp_path / "clinic-plans.yml", make_entry(), make_entry(**FAT_ARMS)))


@pytest.fixture
def imported(configured: None, run: Run, plans_file: str) -> None:
    assert run("plans", "import", plans_file)[0] == 0


@pytest.mark.usefixtures("imported")
def test_list_shows_every_plan(run: Run) -> None:
    code, shown, _ = run("plans", "list")

    assert code == 0
    assert "HAIR-01" in shown
    assert "FAT-ARM-01" in shown


@pytest.mark.usefixtures("imported")
def test_list_as_json_can_be_read_by_programs(run: Run) -> None:
    _, shown, _ = run("plans", "list", "--json")

    plans = json.loads(shown)
    assert [plan["code"] for plan in plans] == ["FAT-ARM-01", "HAIR-01"]
    assert plans[1]["sessions"] == {"min": 3, "max": 4}


@pytest.mark.usefixtures("configured")
def test_empty_list_says_what_to_do(run: Run) -> None:
    assert "mesoguide plans import" in run("plans", "list")[1]


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    "text", ["The interval has no source.", "USD 250 a visit", "A mirror", "3 to 4"],
    ids=["review", "price", "hidden-source", "sessions"],
)  # fmt: skip
def test_show_gives_staff_everything(run: Run, text: str) -> None:
    assert text in run("plans", "show", "hair 01")[1]


@pytest.mark.usefixtures("imported")
def test_show_as_json_has_the_price_of_an_example(run: Run) -> None:
    plan = json.loads(run("plans", "show", "HAIR-01", "--json")[1])

    assert plan["price"]["per_session_minor"] == 25000
    assert plan["is_approved"] is False


@pytest.mark.usefixtures("imported")
def test_approval_is_recorded(run: Run) -> None:
    code, said, _ = run("plans", "approve", "hair-01", "--by", "Dr Ana", "--on", "2026-01-02")

    assert (code, said) == (0, "HAIR-01 is approved by Dr Ana on 2026-01-02.\n")
    assert json.loads(run("plans", "show", "HAIR-01", "--json")[1])["approved_by"] == "Dr Ana"


@pytest.mark.usefixtures("imported")
def test_approval_can_be_revoked(run: Run) -> None:
    run("plans", "approve", "HAIR-01", "--by", "Dr Ana")

    code, said, _ = run("plans", "approve", "HAIR-01", "--by", "Dr Ana", "--revoke")

    assert code == 0
    assert "an example again" in said


@pytest.mark.usefixtures("imported")
def test_import_says_what_has_to_be_approved_again(run: Run, tmp_path: Path) -> None:
    run("plans", "approve", "HAIR-01", "--by", "Dr Ana")
    changed = write_plans(tmp_path / "changed.yml", make_entry(name="New"))

    _, said, _ = run("plans", "import", str(changed))

    assert "To be approved again: HAIR-01" in said
    assert "kept (--prune deletes them): FAT-ARM-01" in said


@pytest.mark.usefixtures("imported")
def test_dry_run_changes_nothing(run: Run, tmp_path: Path) -> None:
    changed = write_plans(tmp_path / "changed.yml", make_entry(name="New"))

    _, said, _ = run("plans", "import", str(changed), "--prune", "--dry-run")

    assert "Updated: HAIR-01" in said
    assert "Removed: FAT-ARM-01" in said
    plans = json.loads(run("plans", "list", "--json")[1])
    assert [plan["name"] for plan in plans] == ["Hair course", "Hair course"]


@pytest.mark.usefixtures("imported")
def test_prune_deletes_plans_that_left_the_file(run: Run, tmp_path: Path) -> None:
    fewer = write_plans(tmp_path / "fewer.yml", make_entry())

    assert "Removed: FAT-ARM-01" in run("plans", "import", str(fewer), "--prune")[1]


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("show", "NONE-01"), "there is no plan with the code 'NONE-01'"),
        (("approve", "NONE-01", "--by", "Ana"), "there is no plan"),
        (("approve", "HAIR-01", "--by", " "), "not a person's name"),
        (("approve", "HAIR-01", "--by", "Ana", "--revoke"), "nothing to revoke"),
        (("approve", "HAIR-01", "--by", "Ana", "--on", "2999-01-01"), "in the future"),
        (("import", "/none.yml"), "/none.yml: cannot be read"),
    ],
    ids=["show", "approve", "nameless", "revoke", "future", "file"],
)
def test_failure_is_one_line_and_exit_code_1(
    run: Run, arguments: tuple[str, ...], expected: str
) -> None:
    code, said, complaint = run("plans", *arguments)

    assert (code, said) == (1, "")
    assert complaint.startswith("Error: ")
    assert expected in complaint
    assert complaint.count("\n") == 1


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    "arguments",
    [
        ("plans", "show"),
        ("plans", "approve", "HAIR-01"),
        ("plans", "approve", "HAIR-01", "--by", "Ana", "--on", "today"),
        ("plans", "import", "--by", ""),
        ("db", "downgrade"),
    ],
    ids=["no-code", "no-name", "no-date", "blank-name", "no-revision"],
)
def test_wrong_use_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize("arguments", [("plans", "list"), ("db", "status")], ids=["list", "status"])
def test_missing_tables_say_how_to_make_them(
    run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)

    code, _, complaint = run(*arguments)

    assert code == 1
    assert "run `mesoguide db upgrade`" in complaint


def test_unsupported_database_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:secret@h/d")

    code, _, complaint = run("plans", "list")

    assert code == 1
    assert "'mysql' databases are not supported" in complaint
    assert "secret" not in complaint


def test_server_that_is_down_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:9/d")

    code, _, complaint = run("plans", "list")

    assert (code, complaint.count("\n")) == (1, 1)
    assert "secret" not in complaint


def test_upgrade_makes_the_tables(
    run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)

    assert run("db", "upgrade")[0] == 0
    assert schema.is_current(empty_url)


@pytest.mark.usefixtures("configured")
def test_status_of_new_tables_is_up_to_date(run: Run) -> None:
    assert run("db", "status")[:2] == (
        0,
        f"The clinic database is up to date, at revision {schema.newest()}.\n",
    )


@pytest.mark.usefixtures("configured")
def test_downgrade_asks_first(run: Run, clinic_url: str) -> None:
    assert run("db", "downgrade", "base", answer="n\n")[0] == 1
    assert schema.is_current(clinic_url)


@pytest.mark.usefixtures("configured")
def test_downgrade_with_yes_does_not_ask(run: Run, clinic_url: str) -> None:
    assert run("db", "downgrade", "base", "--yes")[0] == 0
    assert schema.current(clinic_url) is None


@pytest.mark.parametrize(
    "command",
    ["plans list", "plans show", "plans approve", "plans import", "db upgrade", "db downgrade",
     "db status"],
)  # fmt: skip
def test_help_has_an_example(run: Run, command: str) -> None:
    assert f"Example: mesoguide {command}" in run(*command.split(), "--help")[1]


def test_import_shows_what_was_wrong_in_the_file(
    run: Run, configured: None, tmp_path: Path, import_entries: Import
) -> None:
    broken = write_plans(tmp_path / "broken.yml", make_entry(sessions={"min": 5, "max": 4}))

    _, _, complaint = run("plans", "import", str(broken))

    assert "broken.yml: plan HAIR-01, sessions.min: expected at most max (4), got 5" in complaint
