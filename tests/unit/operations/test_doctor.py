"""Each thing that a clinic can get wrong is found, with one sentence on how to mend it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mesoguide import cli
from mesoguide.clinic import schema
from mesoguide.exceptions import ContentError
from mesoguide.ops.backup.making import make_backup
from mesoguide.ops.backup.sqlite_files import path_of
from mesoguide.ops.doctor import content, databases, machine, operations
from mesoguide.ops.doctor.examination import LOOKS, Look, examine
from mesoguide.ops.doctor.finding import Finding, Installation, Level
from mesoguide.ops.settings import PROJECT_ROOT, Settings
from tests.stored_clinic import NOW, StoredClinic

Found = Callable[..., list[Finding]]


def found(look: Look, settings: Settings, *, now: Any = NOW) -> list[Finding]:
    """What one look finds, without what is all right."""
    everything = list(examine(Installation(settings, now), [look]))
    assert everything
    assert all(each.mend for each in everything if each.level is not Level.OK)
    return [each for each in everything if each.level is not Level.OK]


def levels(look: Look, settings: Settings, *, now: Any = NOW) -> list[str]:
    return [each.level.value for each in found(look, settings, now=now)]


@pytest.mark.parametrize(
    "look",
    [databases.reachable, databases.migrated, databases.sqlite_files, databases.alerts],
    ids=lambda look: look.__name__,
)
def test_healthy_installation_has_no_finding(clinic: StoredClinic, look: Look) -> None:
    assert found(look, clinic.settings) == []


def test_old_tables_are_found(clinic: StoredClinic) -> None:
    schema.downgrade(clinic.settings.database_url, "base")

    assert "mesoguide db upgrade" in found(databases.migrated, clinic.settings)[0].mend


def test_database_that_is_away_is_found_without_its_password(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://clinic:s3cret@127.0.0.1:1/mesoguide")

    problems = found(databases.reachable, away)
    assert [each.level for each in problems] == [Level.PROBLEM]
    assert "s3cret" not in str(problems)


def test_sqlite_without_wal_is_found(clinic: StoredClinic) -> None:
    with closing(sqlite3.connect(path_of(clinic.settings.database_url))) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")

    assert "DELETE mode" in found(databases.sqlite_files, clinic.settings)[0].says.upper().replace(
        "MODE", "mode"
    )


def test_databases_that_others_can_read_are_found(clinic: StoredClinic) -> None:
    clinic.settings.var_dir.chmod(0o755)

    assert levels(databases.sqlite_files, clinic.settings) == ["warning", "warning"]
    assert levels(machine.folders, clinic.settings) == ["warning"]


def test_waiting_alert_is_a_problem(clinic: StoredClinic) -> None:
    clinic.alert()

    assert levels(databases.alerts, clinic.settings) == ["problem"]


def test_retention_that_no_longer_runs_is_a_problem(clinic: StoredClinic) -> None:
    assert levels(databases.retention, clinic.settings) == ["warning"]
    clinic.note("retention_ran", days_ago=5)
    assert levels(databases.retention, clinic.settings) == ["problem"]
    clinic.note("retention_ran", days_ago=1)
    assert levels(databases.retention, clinic.settings) == []


def test_missing_and_old_backups_are_found(clinic: StoredClinic) -> None:
    settings = clinic.settings
    assert levels(operations.backups, settings) == ["warning"]
    made = make_backup(settings, settings.backups, now=clinic.clock)
    assert levels(operations.backups, settings) == []
    assert levels(operations.backups, settings, now=NOW + timedelta(days=3)) == ["problem"]
    made.chmod(0o644)
    assert levels(operations.backups, settings) == ["problem"]


def test_plans_that_nobody_approved_are_found(clinic: StoredClinic) -> None:
    assert "There are none" in found(databases.plans, clinic.settings)[0].says


def test_invented_clinic_is_a_problem(settings: Settings) -> None:
    assert levels(content.clinic_facts, settings) == ["problem"]


def test_clinic_that_nobody_signed_off_is_found(settings: Settings, tmp_path: Path) -> None:
    text = (PROJECT_ROOT / "content" / "clinic.yml").read_text(encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yml").write_text(text.replace("demo: true", "demo: false"))
    own = replace(settings, project_root=tmp_path)

    assert levels(content.clinic_facts, own) == ["warning"]


def test_missing_model_is_found(settings: Settings, tmp_path: Path) -> None:
    assert levels(content.model, replace(settings, project_root=tmp_path)) == ["warning"]


def test_missing_encoder_is_a_problem(settings: Settings, tmp_path: Path) -> None:
    assert levels(content.encoder, replace(settings, project_root=tmp_path)) == ["problem"]


def test_other_packages_than_the_pinned_ones_are_a_problem(
    settings: Settings, tmp_path: Path
) -> None:
    pins = "rasa==3.6.21 \\\n    --hash=sha256:0\nrich==0.0.1\nno-such-package==1.0\n"
    for name in ("requirements.txt", "requirements-3.11.txt"):
        (tmp_path / name).write_text(pins)

    says = found(machine.packages, replace(settings, project_root=tmp_path))[0].says
    assert says.startswith("2 of 3 differ")


def test_installed_packages_are_the_pinned_ones(settings: Settings) -> None:
    assert found(machine.packages, settings) == []


def test_clock_before_the_release_is_a_problem(settings: Settings) -> None:
    long_ago = NOW.replace(year=2001)

    assert levels(machine.clock, settings, now=long_ago) == ["problem"]


def test_port_of_another_program_is_a_problem(settings: Settings) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = replace(settings, port=other.getsockname()[1], action_port=free_port())
        assert levels(machine.ports, taken) == ["problem"]


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("key", ["a" * 40, "password" * 5, "changeme-" * 5])
def test_key_that_can_be_guessed_is_a_problem(settings: Settings, key: str) -> None:
    assert levels(operations.secret_key, replace(settings, secret_key=key)) == ["problem"]


def test_guessable_password_of_a_database_is_found(settings: Settings) -> None:
    weak = replace(settings, database_url="postgresql://clinic:postgres@db/mesoguide")

    assert levels(operations.database_passwords, weak) == ["warning"]
    assert levels(operations.database_passwords, settings) == []


def test_redis_that_is_away_is_a_problem(settings: Settings) -> None:
    away = replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0")

    assert levels(operations.locks, away) == ["problem"]
    assert levels(operations.locks, settings) == []


def test_key_that_others_can_read_is_a_problem(settings: Settings) -> None:
    settings.var_dir.mkdir()
    path = settings.var_dir / "secret.key"
    path.write_text("7c41f09ae2d85b36910fd4e7a3628b5cd90e14f6a7b3528c6d1f0e9b4a7253c8")
    path.chmod(0o644)
    assert levels(operations.secret_key, settings) == ["problem"]
    path.chmod(0o600)
    assert levels(operations.secret_key, settings) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["warning"]),
        ({"trusted_proxies": 1}, []),
        ({"host": "0.0.0.0"}, ["problem"]),  # noqa: S104 - nothing binds to it
        ({"host": "0.0.0.0", "trusted_proxies": 1}, []),  # noqa: S104 - nothing binds to it
    ],
)
def test_chat_without_a_proxy_is_found(
    settings: Settings, changes: dict[str, Any], expected: list[str]
) -> None:
    assert levels(operations.proxy, replace(settings, **changes)) == expected


@pytest.mark.parametrize(
    ("origins", "expected"),
    [((), ["warning"]), (("http://a.example",), ["warning"]), (("https://a.example",), [])],
)
def test_origins_are_looked_at(
    settings: Settings, origins: tuple[str, ...], expected: list[str]
) -> None:
    assert levels(operations.origins, replace(settings, allowed_origins=origins)) == expected


def test_nobody_who_is_told_is_found(settings: Settings) -> None:
    assert levels(operations.notices, settings) == ["warning"]
    told = replace(settings, alert_webhook="https://hooks.example/")
    assert levels(operations.notices, told) == []


def test_stand_in_for_meta_is_a_problem(settings: Settings) -> None:
    on = replace(
        settings,
        messenger_page_token="t",  # noqa: S106 - made up
        messenger_verify_token="zK4-qv9Tn2Lw7bXe",  # noqa: S106 - made up
        messenger_graph_url="http://127.0.0.1:9",
    )
    assert levels(operations.messenger, on) == ["problem"]
    real = replace(on, messenger_graph_url="https://graph.facebook.com")
    assert levels(operations.messenger, real) == []


def test_look_that_fails_is_a_finding_and_the_others_are_made(settings: Settings) -> None:
    def broken(installation: Installation) -> list[Finding]:
        raise KeyError("oops")

    def refused(installation: Installation) -> list[Finding]:
        raise ContentError("clinic.yml is missing")

    said = list(examine(Installation(settings, NOW), [broken, refused, machine.python]))

    assert [each.level for each in said] == [Level.PROBLEM, Level.PROBLEM, Level.OK]
    assert said[1].says == "clinic.yml is missing"


def test_command_prints_everything_and_fails_on_a_problem(
    clinic: StoredClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_VAR", str(clinic.settings.var_dir))
    monkeypatch.setattr(
        "mesoguide.ops.doctor.examination.LOOKS", (machine.python, content.clinic_facts)
    )
    monkeypatch.setattr(examine, "__defaults__", ((machine.python, content.clinic_facts),))
    done = CliRunner().invoke(cli.app, ["doctor", "--json"])

    assert done.exit_code == 1
    assert {"check": "Python", "level": "ok", "says": "Python 3.10.", "mend": ""} in json.loads(
        done.output
    ) or "3.11" in done.output
    text = CliRunner().invoke(cli.app, ["doctor"]).output
    assert "1 problems, 0 warnings" in text


def test_every_look_is_made_once() -> None:
    assert len({look.__name__ for look in LOOKS}) == len(LOOKS) >= 20
