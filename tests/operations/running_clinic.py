"""A clinic's MesoGuide as `mesoguide run` runs it, with its mailbox and its page of figures."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from mesoguide.ops.action_token import HEADER, action_token, header_value
from mesoguide.ops.settings import PROJECT_ROOT, Settings, as_environment
from tests.channels.widget_client import WidgetClient

START_SECONDS = 180.0
STOP_SECONDS = 60.0

_RUN = "from mesoguide.cli import main; main()"


@dataclass
class RunningClinic:
    """The supervisor with its servers, as one process group."""

    settings: Settings
    arguments: tuple[str, ...] = ("--dev",)
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start everything and wait until patients can write."""
        path = self.settings.var_dir / "console.txt"
        earlier = path.stat().st_size if path.exists() else 0
        with path.open("a") as console:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-c", _RUN, "run", *self.arguments],
                env=self.environment(),
                cwd=PROJECT_ROOT,
                stdout=console,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.wait_until(lambda: "The chat is at" in self.console()[earlier:], START_SECONDS)

    def stop(self) -> int:
        """Ask the supervisor to stop; gives back its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End what is left of it, whatever it is."""
        if self.process is not None and self.process.poll() is None:
            self.stop()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `mesoguide` command beside it."""
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-c", _RUN, *arguments],
            env=self.environment(),
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def servers(self) -> dict[str, dict[str, Any]]:
        """What var/servers.json says, by name."""
        listed = json.loads((self.settings.var_dir / "servers.json").read_text())
        return {each["name"]: each for each in listed}

    def environment(self) -> dict[str, str]:
        return {**os.environ, **as_environment(self.settings)}

    def console(self) -> str:
        """What the supervisor has told the person who started it."""
        return (self.settings.var_dir / "console.txt").read_text()

    def visitor(self) -> WidgetClient:
        """A new visitor of the website."""
        return WidgetClient(self.settings.port)

    def rest(self, sender: str, message: str) -> int:
        """Send a message by the channel for development; gives back the status."""
        body = json.dumps({"sender": sender, "message": message}).encode()
        return self.http("POST", "/webhooks/rest/webhook", body)[0]

    def http(
        self, method: str, path: str, body: bytes = b"", *, port: int | None = None
    ) -> tuple[int, str]:
        """Send a request to the chat server; gives back status and body."""
        with closing(
            http.client.HTTPConnection("127.0.0.1", port or self.settings.port, timeout=30)
        ) as connection:
            connection.request(method, path, body, {"content-type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read().decode()

    def call_action_server(self, call: Any) -> int:
        """Send a call as the chat server does; gives back the status."""
        headers = {
            "content-type": "application/json",
            HEADER: header_value(action_token(self.settings)),
        }
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.settings.action_port, timeout=30)
        ) as connection:
            connection.request("POST", "/webhook", json.dumps(call).encode(), headers)
            return connection.getresponse().status

    def figures(self) -> dict[tuple[str, ...], float]:
        """Every sample of the page of figures: its name and labels, sorted, to its value."""
        status, page = self.http("GET", "/metrics", port=self.settings.metrics_port)
        assert status == 200
        return {
            (sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))): (
                sample.value
            )
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }

    def log_files(self) -> Mapping[str, str]:
        """Every file that was logged to, with what is in it."""
        return {
            path.name: path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(self.settings.logs_dir.iterdir())
        }

    def log_lines(self, name: str) -> list[dict[str, Any]]:
        """The lines of one log; each of them is JSON."""
        return [json.loads(line) for line in self.log_files()[name].splitlines()]

    def pid_of(self, module: str) -> int:
        """Process id of a server, found among the children of the supervisor."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in children.split():
            if module in Path(f"/proc/{pid}/cmdline").read_text():
                return int(pid)
        raise AssertionError(f"{module} does not run")

    @contextmanager
    def locked(self, url: str) -> Iterator[None]:
        """Keep everybody from writing to a SQLite database, and nobody from reading it."""
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def wait_until(self, done: Any, seconds: float) -> None:
        """Wait for something that happens by itself."""
        until = time.monotonic() + seconds
        while not done():
            assert self.process is not None
            assert self.process.poll() is None, self.console()
            assert time.monotonic() < until, f"not within {seconds} s"
            time.sleep(0.1)

    def conversation_ids(self) -> list[str]:
        """The conversations that are stored."""
        path = self.settings.tracker_database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as connection:
            return [row[0] for row in connection.execute("SELECT DISTINCT sender_id FROM events")]


def words_of(texts: list[str]) -> set[str]:
    """The words of texts that stand for nothing but them: long, or with a digit in them."""
    return {
        word
        for text in texts
        for word in re.findall(r"[\w@.+-]{5,}", text)
        if any(character.isdigit() for character in word)
    }
