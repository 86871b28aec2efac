"""New servers take over from old ones behind a real nginx; what goes wrong leaves the old ones.

The servers are small ones of our own, since it is about who is asked. The chat servers themselves
are replaced in tests/operations/test_workers.py.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from mesoguide.ops.servers import ACTIONS, CHAT, Server
from mesoguide.ops.settings import Settings
from mesoguide.ops.supervisor import Supervisor
from mesoguide.ops.workers.fleet import Fleet
from mesoguide.ops.workers.generation import Generation
from mesoguide.ops.workers.ports import free_ports
from mesoguide.ops.workers.proxy import Proxy
from mesoguide.ops.workers.reload_status import ReloadState, ReloadStatus, Reported
from mesoguide.ops.workers.rolling_update import RollingUpdates
from tests.nginx import needs_nginx
from tests.unit.ops.conftest import MakeSettings

pytestmark = needs_nginx

#: Says its generation; takes a second for a message; ends when its answers are out.
SMALL = """
import http.server, json, signal, sys, threading, time
port, generation, clinic = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if clinic == "broken":
    sys.exit("the content is broken")
class Small(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"generation": generation, "parts": {"clinic": clinic}}).encode()
        self.send_response(200); self.send_header("content-length", str(len(body)))
        self.end_headers(); self.wfile.write(body)
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"])); time.sleep(1); self.do_GET()
    def log_message(self, *_): pass
class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False
server = Server(("127.0.0.1", port), Small)
stop = lambda *_: threading.Thread(target=server.shutdown).start()
signal.signal(signal.SIGTERM, stop)
server.serve_forever(0.05); server.server_close()
"""

LIMIT_SECONDS = 120.0


class Updated:
    """A fleet of small servers and what was told of its updates."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        #: What the servers of generations after the first say of the clinic's database.
        self.clinic = "ok"
        self.told: list[str] = []
        self.failures: list[str] = []
        self.fleet = Fleet(settings, Proxy(settings, dev=False), self._make)
        self.supervisor = Supervisor(settings, self.fleet.servers, on_crash=lambda crash: None)
        self.updates = RollingUpdates(
            settings,
            self.fleet,
            self.supervisor,
            tell=self.told.append,
            failed=self.failures.append,
        )

    def _make(self, number: int) -> Generation:
        clinic = self.clinic if number > 1 else "ok"
        ports = free_ports(4)

        def server(role: str, port: int) -> Server:
            command = (sys.executable, "-c", SMALL, str(port), str(number), clinic)
            url = f"http://127.0.0.1:{port}/"
            log = self.settings.logs_dir / f"{role}-{port}.log"
            return Server(f"{role} {port}", command, url, log, role=role, port=port)

        chat = tuple(server(CHAT, port) for port in ports[:2])
        return Generation(number, ports[2], chat, (server(ACTIONS, ports[3]),))

    def update(self) -> Reported:
        """Ask for an update, and go on until it has ended."""
        status, until = ReloadStatus(self.settings), time.monotonic() + LIMIT_SECONDS
        status.clear()
        self.updates.request()
        while (reported := status.read()) is None or reported.state is ReloadState.RUNNING:
            self.updates.look()
            assert time.monotonic() < until
            time.sleep(0.05)
        return reported

    def asked(self, path: str = "/ready", body: bytes | None = None) -> int:
        """The generation that answers the public."""
        url = f"http://127.0.0.1:{self.settings.port}{path}"
        with urllib.request.urlopen(url, body, timeout=30) as reply:
            entry: Any = json.load(reply)
        return int(entry["generation"])

    def ask(self) -> int:
        """Send a message, which takes a second."""
        return self.asked("/webhooks/widget/messages", b"{}")


@pytest.fixture
def updated(make_settings: MakeSettings) -> Iterator[Updated]:
    (settings := make_settings()).var_dir.mkdir()
    public, actions = free_ports(2)
    updated = Updated(replace(settings, port=public, action_port=actions))
    try:
        updated.fleet.start(updated.settings)
        updated.fleet.wait_until_up(lambda seconds: None)
        yield updated
    finally:
        updated.fleet.stop()


def while_asking(updated: Updated, act: Callable[[], Reported]) -> tuple[Reported, list[int]]:
    """Do something while people send messages all the time; gives back who answered."""
    answers: list[int] = []
    done = False

    def go_on(_: int) -> None:
        while not done:
            answers.append(updated.ask())

    with ThreadPoolExecutor(4) as pool:
        people = [pool.submit(go_on, each) for each in range(4)]
        try:
            reported = act()
        finally:
            done = True
    for person in people:
        person.result()
    return reported, answers


def test_new_servers_take_over_and_no_message_is_lost(updated: Updated) -> None:
    old = updated.fleet.current

    reported, answers = while_asking(updated, updated.update)

    assert reported.state is ReloadState.DONE, reported
    # Nobody got an error, or `while_asking` had raised it.
    assert set(answers) == {1, 2}
    assert updated.asked() == 2
    assert not any(server.is_running() for server in old.servers)
    assert updated.supervisor.servers == list(updated.fleet.servers)
    assert updated.told == ["Replacing the servers by new ones ...", "All servers are replaced."]


def test_proxy_forgets_the_old_servers(updated: Updated) -> None:
    old, proxy = updated.fleet.current, updated.fleet.proxy.server.process

    updated.update()

    text = (updated.settings.var_dir / "proxy" / "nginx.conf").read_text()
    assert not [server for server in old.servers if f":{server.port} " in text]
    assert updated.fleet.proxy.server.process is proxy, "it runs on"


def test_proxy_writes_to_a_new_log_after_the_old_one_was_put_away(updated: Updated) -> None:
    log = updated.settings.logs_dir / "proxy.log"
    updated.asked("/ready")
    log.rename(put_away := log.with_name("proxy.log.1"))

    updated.fleet.proxy.reopen_logs()

    # Old processes may still take a request or two, which they log where they always did.
    until = time.monotonic() + LIMIT_SECONDS
    while not log.exists() or '"path":"/health"' not in log.read_text():
        assert time.monotonic() < until
        updated.asked("/health")
        time.sleep(0.05)
    assert '"path":"/ready"' in put_away.read_text()


def test_one_update_follows_another(updated: Updated) -> None:
    for generation in (2, 3, 4):
        assert updated.update().state is ReloadState.DONE
        assert updated.asked() == generation


def test_new_servers_that_do_not_start_leave_the_old_ones(updated: Updated) -> None:
    updated.clinic = "broken"
    old = updated.fleet.current

    reported, answers = while_asking(updated, updated.update)

    assert reported.state is ReloadState.FAILED
    assert "stopped while starting: the content is broken" in reported.message
    assert updated.failures == [reported.message]
    assert set(answers) == {1}
    assert updated.fleet.current is old
    assert updated.fleet.other is None
    assert all(server.is_running() for server in old.servers)


def test_new_servers_that_miss_a_database_leave_the_old_ones(
    updated: Updated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoguide.ops.workers.rolling_update._SWITCH_SECONDS", 3.0)
    updated.clinic = "failed"

    reported = updated.update()

    assert reported.state is ReloadState.FAILED
    assert reported.message.endswith("misses: clinic")
    assert updated.asked() == 1


def test_update_after_one_that_failed_goes_well(updated: Updated) -> None:
    updated.clinic = "broken"
    updated.update()
    updated.clinic = "ok"

    assert updated.update().state is ReloadState.DONE
    assert updated.asked() == 2


def test_killed_proxy_is_started_again_although_its_processes_live_on(updated: Updated) -> None:
    proxy = updated.fleet.proxy
    orphans = proxy.processes()
    assert orphans
    assert proxy.server.process is not None
    os.kill(proxy.server.process.pid, signal.SIGKILL)
    proxy.server.process.wait()

    updated.supervisor.look()
    proxy.server.wait_until_up(lambda seconds: None)

    assert updated.asked() == 1
    assert proxy.processes()
    assert not proxy.processes() & orphans
    assert updated.update().state is ReloadState.DONE


def test_both_generations_end_when_it_is_stopped_in_the_middle(updated: Updated) -> None:
    updated.updates.request()
    updated.updates.look()
    new = updated.fleet.other
    assert new is not None
    servers = [*updated.fleet.servers, *new.servers]
    assert any(server.is_running() for server in new.servers)

    updated.fleet.stop()

    assert not any(server.is_running() for server in servers)


def test_server_that_dies_during_an_update_is_started_again(updated: Updated) -> None:
    victim = updated.fleet.current.chat[0]
    updated.updates.request()
    updated.updates.look()
    victim.kill()

    updated.supervisor.look()

    assert victim.is_running()
