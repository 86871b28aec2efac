"""Several chat servers are refused in one sentence where something that they share is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mesoguide.exceptions import ScalingImpossible
from mesoguide.ops import start
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.ops.workers import scale
from mesoguide.ops.workers.scale import SINGLE, Scale, check_role, check_scale, nginx_program
from tests.nginx import needs_nginx
from tests.unit.ops.conftest import MakeSettings

DATABASE = "postgresql://clinic:s3cret@db/mesoguide"
REDIS = "redis://:s3cret@localhost:6379/0"

_RUN = "from mesoguide.cli import main; main()"


def refusal(make_settings: MakeSettings, **environment: str) -> str:
    with pytest.raises(ScalingImpossible) as refused:
        check_scale(make_settings(**environment))
    assert "s3cret" not in str(refused.value)
    return str(refused.value)


def test_sqlite_is_refused(make_settings: MakeSettings) -> None:
    said = refusal(make_settings, MESOGUIDE_REDIS_URL=REDIS)

    assert "need PostgreSQL, and DATABASE_URL is SQLite" in said
    assert "Set DATABASE_URL, for example postgresql://" in said


def test_sqlite_for_conversations_alone_is_refused(make_settings: MakeSettings) -> None:
    said = refusal(
        make_settings,
        DATABASE_URL=DATABASE,
        TRACKER_DATABASE_URL="sqlite:///conversations.db",
        MESOGUIDE_REDIS_URL=REDIS,
    )

    assert "TRACKER_DATABASE_URL is SQLite" in said


def test_missing_redis_is_refused(make_settings: MakeSettings) -> None:
    said = refusal(make_settings, DATABASE_URL=DATABASE)

    assert "in Redis, and none is named" in said
    assert "Set MESOGUIDE_REDIS_URL, for example redis://" in said


def test_missing_nginx_is_refused_with_its_package(
    make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(scale, "_SBIN", "/nonexistent")

    said = refusal(make_settings, DATABASE_URL=DATABASE, MESOGUIDE_REDIS_URL=REDIS)

    assert "nginx" in said
    assert "`apt-get install nginx-light`" in said


@needs_nginx
def test_nginx_is_found_where_a_users_path_does_not_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    assert nginx_program() == "/usr/sbin/nginx"


@needs_nginx
def test_postgresql_redis_and_nginx_are_enough(make_settings: MakeSettings) -> None:
    check_scale(make_settings(DATABASE_URL=DATABASE, MESOGUIDE_REDIS_URL=REDIS))


@pytest.mark.parametrize("only", ["chat", "actions"])
def test_container_of_one_kind_is_not_scaled_within(only: str) -> None:
    with pytest.raises(ScalingImpossible, match=f"--only {only}"):
        check_role(Scale(workers=2), only)
    check_role(SINGLE, only)


def test_nothing_is_started_when_it_is_refused(make_settings: MakeSettings) -> None:
    from rich.console import Console

    settings = make_settings()

    with pytest.raises(ScalingImpossible):
        start.serve(settings, Console(), scale=Scale(workers=2))

    assert not settings.var_dir.exists()


@pytest.mark.parametrize("more", [(), ("--check",)], ids=["run", "check"])
def test_refusal_is_one_line_and_exit_code_1(make_settings: MakeSettings, more: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _RUN, "run", "--workers", "2", *more],
        cwd=PROJECT_ROOT,
        env={"MESOGUIDE_VAR": str(make_settings().var_dir), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("mesoguide: several chat servers need PostgreSQL")
    assert done.stderr.count("\n") == 1
