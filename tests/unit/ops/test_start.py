"""Preparation brings the database up to date, and whatever happens all servers are stopped."""

from __future__ import annotations

import io
import shutil
import signal
from pathlib import Path

import pytest
from rich.console import Console

from mesoguide.clinic import schema
from mesoguide.exceptions import ServerFailed, SettingsError
from mesoguide.ops import start
from mesoguide.ops.settings import PROJECT_ROOT, Settings
from tests.unit.ops.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings, tmp_path: Path) -> Settings:
    (tmp_path / "content").mkdir()
    shutil.copy(PROJECT_ROOT / "content" / "plans.yml", tmp_path / "content")
    return make_settings()


@pytest.fixture
def console() -> Console:
    return Console(record=True, width=200, file=io.StringIO())


class FakeServer:
    """Notes what is done with it; a process of its own is tested with `Server`."""

    def __init__(self, name: str, done: list[str], *, fails: bool = False) -> None:
        self.name, self.done, self.fails = name, done, fails

    def start(self, settings: Settings) -> None:
        self.done.append(f"start {self.name}")
        if self.fails:
            raise ServerFailed(self.name)

    def stop(self) -> None:
        self.done.append(f"stop {self.name}")


def test_first_start_makes_the_database_and_imports_the_plans(
    settings: Settings, console: Console
) -> None:
    start.update_database(settings, console)

    assert schema.is_current(settings.database_url)
    assert console.export_text() == "Plans: 12 added, 0 updated.\n"


def test_next_start_has_nothing_to_tell(settings: Settings, console: Console) -> None:
    start.update_database(settings, console)
    console.export_text()

    start.update_database(settings, console)

    assert console.export_text() == ""


def test_servers_are_stopped_in_reverse_order(settings: Settings) -> None:
    done: list[str] = []

    with start._running(settings, FakeServer("actions", done), FakeServer("chat", done)):
        done.append("running")

    assert done == ["start actions", "start chat", "running", "stop chat", "stop actions"]


def test_all_servers_are_stopped_when_one_does_not_start(settings: Settings) -> None:
    done: list[str] = []
    chat = FakeServer("chat", done, fails=True)

    with pytest.raises(ServerFailed), start._running(settings, FakeServer("actions", done), chat):
        done.append("running")

    assert done == ["start actions", "start chat", "stop chat", "stop actions"]


def test_signal_stops_the_servers(settings: Settings) -> None:
    done: list[str] = []

    with pytest.raises(start.StopRequested), start._running(settings, FakeServer("chat", done)):
        signal.raise_signal(signal.SIGTERM)

    assert done == ["start chat", "stop chat"]


def test_handler_of_the_signal_is_given_back(settings: Settings) -> None:
    before = signal.getsignal(signal.SIGTERM)

    with start._running(settings):
        assert signal.getsignal(signal.SIGTERM) != before

    assert signal.getsignal(signal.SIGTERM) == before


def test_address_is_announced_where_it_can_be_reached(
    make_settings: MakeSettings, console: Console
) -> None:
    start._announce(make_settings(MESOGUIDE_HOST="0.0.0.0"), console)  # noqa: S104 - only printed

    assert "The chat is at http://127.0.0.1:5005/\n" in console.export_text()


@pytest.mark.parametrize("dev", [True, False])
def test_rest_channel_is_announced_only_when_it_is_open(
    make_settings: MakeSettings, console: Console, dev: bool
) -> None:
    start._announce(make_settings(), console, dev=dev)

    assert ("/webhooks/rest/webhook" in console.export_text()) is dev


def test_rest_channel_is_not_opened_to_others(
    make_settings: MakeSettings, console: Console
) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_HOST=192"):
        start.serve(make_settings(MESOGUIDE_HOST="192.0.2.1"), console, dev=True)


def test_ctrl_c_stops_even_where_the_shell_had_it_ignored(make_settings: MakeSettings) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt), start._running(make_settings()):
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
