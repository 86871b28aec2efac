"""The three systems that are compared, as servers that can be started and talked to."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import yaml
from rich.console import Console

from benchmarks.figures import free_port
from benchmarks.people import OpenChat, RestChat, WidgetChat
from benchmarks.stock.plan_action import DATABASE_VARIABLE
from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database

MESOGUIDE, STOCK, FLOOR = "mesoguide", "stock", "floor"
SYSTEMS = (MESOGUIDE, STOCK, FLOOR)

#: The servers' limits on how much one person may send are not what is measured.
NO_LIMIT = 1_000_000
MIB = 2**20


@dataclass(frozen=True)
class System:
    """Servers and how to talk to them.

    Attributes:
        servers: by name, in the order in which they start.
        open_chat: opens a chat with them.
    """

    settings: Settings
    servers: Mapping[str, Server]
    open_chat: OpenChat

    @contextmanager
    def running(self) -> Iterator[float]:
        """Run the servers for as long as the block lasts; yields when their start began."""
        began = time.monotonic()
        try:
            for server in self.servers.values():
                server.start(self.settings)
            for server in self.servers.values():
                server.wait_until_up(lambda seconds: None)
            yield began
        finally:
            for server in reversed(list(self.servers.values())):
                server.stop()

    def memory_mib(self) -> dict[str, int]:
        """Return the resident memory of each server with its children."""
        return {
            name: round(sum(each.memory_info().rss for each in family) / MIB)
            for name, family in self._families()
        }

    def processor_seconds(self) -> float:
        """Return the processor time of all servers so far: other work here adds nothing to it."""
        times = (each.cpu_times() for _, family in self._families() for each in family)
        return float(sum(time.user + time.system for time in times))

    def _families(self) -> Iterator[tuple[str, list[psutil.Process]]]:
        for name, server in self.servers.items():
            if server.process is not None:
                process = psutil.Process(server.process.pid)
                yield name, [process, *process.children(recursive=True)]


def settings_in(folder: Path) -> Settings:
    """Return settings with fresh databases in a folder, which is made, and free ports."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = replace(
        load_settings({"MESOGUIDE_VAR": str(folder)}),
        port=free_port(),
        action_port=free_port(),
        messages_per_minute=NO_LIMIT,
        requests_per_minute=NO_LIMIT,
    )
    update_database(settings, Console(quiet=True))
    return settings


def mesoguide(settings: Settings, model: Path) -> System:
    """MesoGuide as ``mesoguide run`` starts it, without the supervisor."""
    return System(
        settings,
        {"actions": action_server(settings), "chat": chat_server(settings, model)},
        lambda http: WidgetChat(http, settings.port),
    )


def stock(settings: Settings, model: Path) -> System:
    """Stock Rasa: plain ``rasa`` processes, the REST channel, conversations in SQLite."""
    os.environ[DATABASE_VARIABLE] = str(settings.var_dir / "clinic.db")
    action_command = (sys.executable, "-m", "rasa_sdk", "--port", str(settings.action_port))
    actions = Server(
        name="stock action server",
        command=(*action_command, "--actions", "benchmarks.stock.plan_action"),
        health_url=f"http://127.0.0.1:{settings.action_port}/health",
        log_path=settings.logs_dir / "actions.log",
    )
    files = _stock_files(settings)
    chat = Server(
        name="stock Rasa",
        command=(
            *(sys.executable, "-m", "rasa", "run", "--model", str(model)),
            *("--port", str(settings.port), "--interface", "127.0.0.1"),
            *(part for name, path in files.items() for part in (f"--{name}", str(path))),
        ),
        health_url=f"http://127.0.0.1:{settings.port}/",
        log_path=settings.logs_dir / "chat.log",
    )
    return System(
        settings,
        {"actions": actions, "chat": chat},
        lambda http: RestChat(http, settings.port),
    )


def _stock_files(settings: Settings) -> dict[str, Path]:
    """Write the endpoints and the channels.

    ``rasa init`` keeps conversations in memory; a clinic cannot. Rasa's own documents name the SQL
    tracker store for that.
    """
    conversations = str(settings.var_dir / "conversations.db")
    files: dict[str, dict[str, Any]] = {
        "endpoints": {
            "action_endpoint": {"url": settings.action_endpoint_url},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": conversations},
        },
        "credentials": {"rest": None},
    }
    written = {}
    for name, content in files.items():
        written[name] = settings.var_dir / f"stock_{name}.yml"
        written[name].write_text(yaml.safe_dump(content), encoding="utf-8")
    return written


def floor(settings: Settings) -> System:
    """An echo behind the encoder."""
    server = Server(
        name="floor",
        command=(sys.executable, "-m", "benchmarks.floor", "--port", str(settings.port)),
        health_url=f"http://127.0.0.1:{settings.port}/",
        log_path=settings.logs_dir / "floor.log",
    )
    return System(settings, {"chat": server}, lambda http: RestChat(http, settings.port))
