"""var/servers.json names the servers that run, whole at any moment."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings
from mesoguide.ops.workers.server_list import FILE, ListedServer, ServerList, read_server_list
from tests.unit.ops.conftest import MakeSettings


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    (settings := make_settings()).var_dir.mkdir()
    return settings


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    """A server that does nothing until it is told to end."""
    server = Server(
        name="chat server 1",
        command=(sys.executable, "-c", "import signal; signal.pause()"),
        health_url="",
        log_path=settings.logs_dir / "chat-1.log",
        role="chat",
        port=20123,
    )
    server.start(settings)
    yield server
    server.stop()


def test_server_is_listed_with_its_process(settings: Settings, server: Server) -> None:
    ServerList(settings).write([server])

    assert server.process is not None
    assert json.loads((settings.var_dir / FILE).read_text()) == [
        {"name": "chat server 1", "role": "chat", "pid": server.process.pid, "port": 20123}
    ]


def test_what_is_written_can_be_read(settings: Settings, server: Server) -> None:
    ServerList(settings).write([server])

    assert server.process is not None
    assert read_server_list(settings) == [
        ListedServer("chat server 1", "chat", server.process.pid, 20123)
    ]


def test_server_that_is_away_has_no_process(settings: Settings, server: Server) -> None:
    listed = ServerList(settings)
    listed.write([server])
    server.stop()

    listed.write([server])

    assert read_server_list(settings)[0].pid == 0


def test_file_is_replaced_only_when_something_changed(settings: Settings, server: Server) -> None:
    listed = ServerList(settings)
    listed.write([server])
    first = (settings.var_dir / FILE).stat().st_ino

    listed.write([server])
    assert (settings.var_dir / FILE).stat().st_ino == first

    server.stop()
    server.start(settings)
    listed.write([server])
    assert (settings.var_dir / FILE).stat().st_ino != first
    assert [path.name for path in settings.var_dir.glob("servers*")] == [FILE]


def test_nothing_is_left_of_an_earlier_or_an_ended_run(settings: Settings, server: Server) -> None:
    path: Path = settings.var_dir / FILE
    path.write_text("[]")

    with (listed := ServerList(settings)).kept():
        assert not path.exists()
        listed.write([server])
        assert path.exists()

    assert read_server_list(settings) == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"name": "x"}]'])
def test_file_of_somebody_else_is_refused(settings: Settings, text: str) -> None:
    (settings.var_dir / FILE).write_text(text)

    with pytest.raises(ServerFailed, match=r"servers\.json is not what"):
        read_server_list(settings)


def test_list_that_cannot_be_written_is_written_when_there_is_room(
    settings: Settings, server: Server
) -> None:
    listed = ServerList(settings)
    in_the_way = settings.var_dir / "servers.new"
    in_the_way.mkdir()

    listed.write([server])
    assert not (settings.var_dir / FILE).exists()
    in_the_way.rmdir()
    listed.write([server])

    assert [each.name for each in read_server_list(settings)] == ["chat server 1"]
