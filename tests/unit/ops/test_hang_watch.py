"""A process that no longer answers is ended and started again; a busy one is left alone."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import socket

import pytest

from mesoguide.ops import hang_watch
from mesoguide.ops.hang_watch import HangWatch
from mesoguide.ops.servers import CHAT, Server
from mesoguide.ops.settings import Settings
from mesoguide.ops.supervisor import Crash, Supervisor
from tests.unit.ops.conftest import MakeSettings

#: Answers each request with the status of its first argument.
ANSWERING = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[1]))
        self.end_headers()
    def log_message(self, *_):
        pass

HTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
"""

HUNG_AFTER, START_WITHIN = 60.0, 100.0


class Clock:
    """Time that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    (settings := make_settings()).var_dir.mkdir()
    return settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> HangWatch:
    monkeypatch.setattr(hang_watch, "ANSWER_TIMEOUT_SECONDS", 0.3)
    return HangWatch(hung_after=HUNG_AFTER, start_within=START_WITHIN, clock=clock)


def started(settings: Settings, code: str, *arguments: str) -> Server:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(
        name="chat server",
        command=(sys.executable, "-c", code, *arguments, str(port)),
        health_url=f"http://127.0.0.1:{port}/health",
        log_path=Path(settings.logs_dir) / "chat.log",
        role=CHAT,
        port=port,
    )
    server.start(settings)
    return server


@pytest.fixture(params=["200", "503"])
def answering(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that answers, well or with a refusal."""
    server = started(settings, ANSWERING, request.param)
    if request.param == "200":
        server.wait_until_up(lambda seconds: None)
    else:
        while not hang_watch.responds(server.health_url):
            assert server.is_running()
    yield server
    server.kill()


def test_server_that_answers_is_not_hung(watch: HangWatch, clock: Clock, answering: Server) -> None:
    for _ in range(3):
        clock.now += HUNG_AFTER
        watch.look([answering])

    assert not watch.is_hung(answering)


def test_server_that_no_longer_answers_is_ended_and_started_again(
    watch: HangWatch, clock: Clock, answering: Server, settings: Settings
) -> None:
    crashes: list[Crash] = []
    supervisor = Supervisor(
        settings, [answering], on_crash=crashes.append, hangs=watch, clock=clock
    )
    watch.look([answering])
    assert answering.process is not None
    before = answering.process.pid
    os.kill(before, signal.SIGSTOP)

    clock.now += HUNG_AFTER - 1
    watch.look([answering])
    supervisor.look()
    assert answering.process.pid == before

    clock.now += 2
    watch.look([answering])
    supervisor.look()
    assert answering.process.pid != before
    assert [crash.server for crash in crashes] == ["chat server"]


def test_server_that_still_starts_has_longer(
    watch: HangWatch, clock: Clock, settings: Settings
) -> None:
    server = started(settings, "import signal; signal.pause()")
    try:
        watch.look([server])
        clock.now += HUNG_AFTER + 1
        watch.look([server])
        assert not watch.is_hung(server)
        clock.now += START_WITHIN
        assert watch.is_hung(server)
    finally:
        server.kill()
