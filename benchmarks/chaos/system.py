"""Hides how MesoGuide is started: behind one command with several workers, or server by server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.chaos.services import free_port
from mesoguide.ops.settings import PROJECT_ROOT

CHAT, ACTIONS, PROXY = "chat", "actions", "proxy"

#: How to run several chat servers: `mesoguide run --workers N` with its proxy, or each by a
#: `mesoguide run --only chat` of its own, between which the visitors take turns.
WORKERS, SEPARATE = "workers", "separate"

START_SECONDS = 300.0
STOP_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 0.25
_ASK_SECONDS = 15.0

#: Limits that 500 people behind one address, or one person in a hurry, would meet.
_NO_LIMIT = "1000000"

_RUN = "from mesoguide.cli import main; main()"
_MODULES = {"mesoguide.ops.chat_server": CHAT, "mesoguide.ops.action_server": ACTIONS}


@dataclass(frozen=True)
class RunningServer:
    """One process of MesoGuide.

    Attributes:
        role: "chat", "actions" or "proxy".
    """

    name: str
    role: str
    pid: int
    port: int


@dataclass
class _Supervisor:
    """One `mesoguide run` with what it started."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        return Path(self.environment["MESOGUIDE_VAR"])

    @property
    def port(self) -> int:
        name = "MESOGUIDE_ACTION_PORT" if "actions" in self.arguments else "MESOGUIDE_PORT"
        return int(self.environment[name])

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._console.open("ab") as console:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-c", _RUN, "run", *self.arguments],
                env={**os.environ, **self.environment},
                cwd=PROJECT_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def check(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            said = self._console.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"mesoguide run {' '.join(self.arguments)} ended:\n{said}")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Only what it started itself: its group.
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None

    def children(self) -> Iterator[RunningServer]:
        """Find the servers among the children: this form of start writes no list."""
        if self.process is None:
            return
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                command = child.cmdline()
                roles = [role for module, role in _MODULES.items() if module in command]
                if roles:
                    yield RunningServer(f"{roles[0]} {self.port}", roles[0], child.pid, self.port)

    def listed(self) -> Iterator[RunningServer]:
        """Read the list that `mesoguide run --workers` writes."""
        try:
            entries = json.loads((self.folder / "servers.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        for entry in entries:
            yield RunningServer(entry["name"], entry["role"], int(entry["pid"]), int(entry["port"]))

    @property
    def _console(self) -> Path:
        # Beside the folder, not in it: that one may be on a disk that is filled.
        return self.folder.with_name(f"{self.folder.name}.console.txt")


class System:
    """MesoGuide with several chat servers on PostgreSQL and Redis."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str,
        redis_url: str | None,
        workers: int,
        how: str = WORKERS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Makes the system; nothing runs yet.

        Args:
            folder: what it writes goes here.
            database_url: the clinic's data and the conversations.
            redis_url: the locks.
            workers: how many chat servers.
            how: ``workers`` or ``separate``.
            environment: more settings.
        """
        common = {
            "MESOGUIDE_SECRET_KEY": os.urandom(48).hex(),
            "DATABASE_URL": database_url,
            "TRACKER_DATABASE_URL": database_url,
            # The harness stands in for a clinic's own proxy and names an address for each person.
            "MESOGUIDE_TRUSTED_PROXIES": "1",
            "MESOGUIDE_MESSAGES_PER_MINUTE": _NO_LIMIT,
            "MESOGUIDE_ACTION_PORT": str(free_port()),
            **({"MESOGUIDE_REDIS_URL": redis_url} if redis_url else {}),
            **(environment or {}),
        }
        if how == WORKERS:
            supervisors = [_supervisor(("--workers", str(workers)), folder / "var", common)]
        else:
            supervisors = [
                _supervisor(("--only", "actions"), folder / "actions", common),
                *(
                    _supervisor(("--only", "chat"), folder / f"chat-{number + 1}", common)
                    for number in range(workers)
                ),
            ]
        self._how = how
        self._supervisors = supervisors
        self._expected = {CHAT: workers, ACTIONS: 1}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where visitors reach it; they take turns where there are several."""
        return tuple(
            f"http://127.0.0.1:{each.port}"
            for each in self._supervisors
            if "actions" not in each.arguments
        )

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where it writes."""
        return tuple(each.folder for each in self._supervisors)

    def servers(self, *roles: str) -> list[RunningServer]:
        """Return the processes that run now, of some roles or all."""
        found = [
            server
            for each in self._supervisors
            for server in (each.listed() if self._how == WORKERS else each.children())
        ]
        return [each for each in found if not roles or each.role in roles]

    def start(self) -> None:
        """Start everything and wait until every part answers.

        Raises:
            RuntimeError: a part ended; tells what it said last.
            TimeoutError: it takes too long.
        """
        # The first makes the tables; several at once would wait for each other anyway.
        for each in self._supervisors:
            each.start()
        self.wait_until_whole(START_SECONDS)

    def wait_until_whole(self, seconds: float) -> float:
        """Wait until all servers run and answer; return the seconds it took.

        Raises:
            RuntimeError: a supervisor ended.
            TimeoutError: it takes longer than that.
        """
        started = time.monotonic()
        while not self.is_whole():
            for each in self._supervisors:
                each.check()
            if time.monotonic() - started > seconds:
                raise TimeoutError(f"not every server answers after {seconds:.0f} s")
            time.sleep(_LOOK_EVERY_SECONDS)
        return time.monotonic() - started

    def is_whole(self) -> bool:
        """Tell whether every server runs and answers."""
        servers = self.servers(CHAT, ACTIONS)
        roles = [server.role for server in servers]
        return all(roles.count(role) >= many for role, many in self._expected.items()) and all(
            _answers(server) for server in servers
        )

    def stop(self) -> None:
        """Stop everything that was started here."""
        for each in reversed(self._supervisors):
            each.stop()


def _supervisor(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> _Supervisor:
    mine = {"MESOGUIDE_VAR": str(folder), "MESOGUIDE_PORT": str(free_port())}
    return _Supervisor(arguments, {**environment, **mine})


def _answers(server: RunningServer) -> bool:
    """Tell whether a server answers; it may be slow while hundreds of people ask.

    Not whether it is ready: readiness looks at the databases within a second, which a machine that
    is loaded on purpose does not always manage.
    """
    path = "/webhooks/widget/health" if server.role == CHAT else "/health"
    try:
        url = f"http://127.0.0.1:{server.port}{path}"
        with urllib.request.urlopen(url, timeout=_ASK_SECONDS) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(system: System) -> Iterator[System]:
    """Run a system for as long as the block lasts."""
    try:
        system.start()
        yield system
    finally:
        system.stop()
