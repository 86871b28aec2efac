"""`mesoguide reload` says what is in the way, and then does nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from rich.console import Console

from mesoguide.exceptions import ReloadFailed
from mesoguide.ops.running_lock import running_lock, running_process
from mesoguide.ops.settings import Settings
from mesoguide.ops.workers.reload_command import check_reloadable, reload_servers
from mesoguide.ops.workers.reload_status import ReloadState, ReloadStatus, Reported
from mesoguide.ops.workers.server_list import FILE
from tests.unit.ops.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    (settings := make_settings()).var_dir.mkdir()
    return settings


@pytest.fixture
def running(settings: Settings) -> Iterator[None]:
    """This very process has the folder, as `mesoguide run` would."""
    with running_lock(settings):
        yield


def list_servers(settings: Settings, *roles: str) -> None:
    servers = [{"name": role, "role": role, "pid": 1, "port": 1} for role in roles]
    (settings.var_dir / FILE).write_text(json.dumps(servers))


def refusal(settings: Settings) -> str:
    with pytest.raises(ReloadFailed) as refused:
        check_reloadable(settings)
    return str(refused.value)


def test_nothing_runs(settings: Settings) -> None:
    assert "no `mesoguide run` has the folder" in refusal(settings)


def test_run_that_has_ended_runs_no_longer(settings: Settings) -> None:
    with running_lock(settings):
        assert running_process(settings) == os.getpid()
    # What a process that was killed leaves behind.
    list_servers(settings, "chat", "actions", "proxy")

    assert "no `mesoguide run` has the folder" in refusal(settings)


@pytest.mark.usefixtures("running")
def test_run_that_is_not_up_yet(settings: Settings) -> None:
    assert "still starting" in refusal(settings)


@pytest.mark.usefixtures("running")
def test_one_chat_server_needs_a_restart(settings: Settings) -> None:
    list_servers(settings, "chat", "actions")

    said = refusal(settings)

    assert "one chat server and no proxy" in said
    assert "Restart it" in said
    assert "--workers 2" in said


@pytest.mark.usefixtures("running")
def test_several_servers_can_be_replaced(settings: Settings) -> None:
    list_servers(settings, "actions", "chat", "chat", "proxy")

    assert check_reloadable(settings) == os.getpid()


@pytest.mark.usefixtures("running")
def test_release_with_other_tables_needs_a_restart(settings: Settings) -> None:
    list_servers(settings, "actions", "chat", "chat", "proxy")

    with pytest.raises(ReloadFailed, match=r"changes the clinic's tables.*restart"):
        reload_servers(settings, Console())


def test_process_that_asks_who_runs_does_not_become_it(settings: Settings) -> None:
    with running_lock(settings):
        pass

    assert running_process(settings) is None
    with running_lock(settings):
        assert running_process(settings) == os.getpid()


def test_status_is_what_was_written_last(settings: Settings) -> None:
    status = ReloadStatus(settings)
    assert status.read() is None

    status.write(ReloadState.RUNNING, "new servers start")
    status.write(ReloadState.FAILED, "no memory")
    assert status.read() == Reported(ReloadState.FAILED, "no memory")

    status.clear()
    assert status.read() is None
