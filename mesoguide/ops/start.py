"""What `mesoguide run` and `mesoguide shell` do: prepare everything, serve, stop cleanly."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import FrameType

from rich.console import Console

from mesoguide.clinic import schema
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.plan_import import import_plans
from mesoguide.ops import json_logs, metrics_server, preflight
from mesoguide.ops.json_logs import LOG_FILE_VARIABLE, JsonFormatter
from mesoguide.ops.keeping import keep_fleet_up, keep_up
from mesoguide.ops.running_lock import running_lock
from mesoguide.ops.servers import (
    DEVELOPMENT_CHANNEL,
    Server,
    action_server,
    chat_server,
    chat_url,
    child_environment,
    rasa_command,
)
from mesoguide.ops.settings import Settings
from mesoguide.ops.training import train
from mesoguide.ops.workers.fleet import Fleet
from mesoguide.ops.workers.generation import make_generation
from mesoguide.ops.workers.proxy import Proxy
from mesoguide.ops.workers.rolling_update import RELOAD_SIGNAL
from mesoguide.ops.workers.scale import SINGLE, Scale, check_scale
from mesoguide.ops.workers.server_list import ServerList

#: The importer writes to the audit log under this name when nobody asked for the import by hand.
IMPORTER = "start-up"


class StopRequested(KeyboardInterrupt):
    """The process was told to stop by a signal."""


@dataclass(frozen=True)
class Prepared:
    """What is ready once preparation is over."""

    model: Path


def prepare(settings: Settings, console: Console, *, actions: bool = True) -> Prepared:
    """Check ports and folders, bring the database up to date, import the plans, train if needed.

    Args:
        settings: where everything is.
        console: where to tell how far it is.
        actions: whether the action server will run here too.

    Raises:
        MesoGuideError: with one clear line about whatever is in the way.
    """
    preflight.check_before_start(settings, actions=actions)
    update_database(settings, console)
    return Prepared(model=train_with_progress(settings, console))


def update_database(settings: Settings, console: Console) -> None:
    """Create or update the tables and import ``content/plans.yml`` where it changed."""
    schema.upgrade(settings.database_url)
    engine = create_engine_for(settings.database_url, timeout_seconds=10.0)
    try:
        with session_factory(engine).begin() as session:
            report = import_plans(session, settings.content_dir / "plans.yml", who=IMPORTER)
    finally:
        engine.dispose()
    changed = len(report.added) + len(report.updated)
    if changed:
        console.print(f"Plans: {len(report.added)} added, {len(report.updated)} updated.")
    for code in report.approval_cleared:
        console.print(f"Plan {code} changed, so it needs approval again: mesoguide plans approve")


def train_with_progress(settings: Settings, console: Console, *, force: bool = False) -> Path:
    """Train if anything changed, telling how far it is."""
    trained = train(
        settings,
        force=force,
        progress=lambda seconds, step: console.print(f"  {seconds:3.0f} s  {step}"),
    )
    if trained.fresh:
        console.print(f"Trained in {trained.seconds:.0f} s.")
    else:
        console.print("The model is up to date.")
    return trained.path


class Role(str, Enum):
    """Which of the servers a supervisor looks after; in containers each has one of its own."""

    BOTH = "both"
    CHAT = "chat"
    ACTIONS = "actions"


def serve(
    settings: Settings,
    console: Console,
    *,
    dev: bool = False,
    role: Role = Role.BOTH,
    scale: Scale = SINGLE,
    announce: Callable[[], None] | None = None,
) -> None:
    """Start the servers and keep them until Ctrl-C or a signal.

    Args:
        settings: where they listen and keep their files.
        console: where to tell how far it is.
        dev: also open the REST channel for development.
        role: which servers.
        scale: how many of them.
        announce: tells where the chat is, once it is up; the usual words unless given.

    Raises:
        SettingsError: if the REST channel could be reached from outside.
        ScalingImpossible: if several chat servers lack something that they share.
        ServerFailed: if a server does not start, or another `mesoguide run` has the same folder.
    """
    if dev:
        preflight.check_not_reachable(settings.host)
    if not scale.is_single:
        check_scale(settings)
    with running_lock(settings):
        listed = ServerList(settings)
        if scale.is_single:
            servers: Sequence[Server] = _prepared_servers(settings, console, dev=dev, role=role)
            group: Sequence[Server | Fleet] = servers
            chat = role is not Role.ACTIONS
            keep = partial(keep_up, settings, console, servers, listed=listed, chat=chat)
        else:
            fleet = _prepared_fleet(settings, console, scale, dev=dev)
            servers, group = fleet.servers, (fleet,)
            keep = partial(keep_fleet_up, settings, console, fleet, listed=listed)
        metrics_server.clear(settings.metrics_dir)
        log_path = settings.logs_dir / "supervisor.log"
        json_logs.configure(JsonFormatter("supervisor"), path=log_path)
        with listed.kept(), _running(settings, *group):
            _wait_until_up(console, *group)
            listed.write(servers)
            if announce is not None:
                announce()
            elif role is not Role.ACTIONS:
                _announce(settings, console, dev=dev)
            try:
                keep()
            except KeyboardInterrupt:
                console.print("\nStopping ...")
    console.print("Stopped.")


def _prepared_servers(
    settings: Settings, console: Console, *, dev: bool, role: Role
) -> list[Server]:
    if role is Role.ACTIONS:
        preflight.check_folder(settings.logs_dir)
        preflight.check_port("127.0.0.1", settings.action_port, field="action_port")
        return [action_server(settings)]
    prepared = prepare(settings, console, actions=role is Role.BOTH)
    preflight.check_folder(settings.logs_dir)
    chat = chat_server(settings, prepared.model, dev=dev)
    return [chat] if role is Role.CHAT else [action_server(settings), chat]


def _prepared_fleet(settings: Settings, console: Console, scale: Scale, *, dev: bool) -> Fleet:
    model = prepare(settings, console).model
    preflight.check_folder(settings.logs_dir)
    make = partial(make_generation, settings, scale, model, dev=dev)
    return Fleet(settings, Proxy(settings, dev=dev), make)


def talk(settings: Settings, console: Console) -> None:
    """Start the action server and hand the terminal to ``rasa shell``."""
    prepared = prepare(settings, console)
    actions = action_server(settings)
    with _running(settings, actions):
        _wait_until_up(console, actions)
        console.print("The shell takes about 15 seconds to come up. Type /stop to leave.")
        subprocess.run(  # noqa: S603 - our own command, no shell
            rasa_command(settings, "shell", prepared.model),
            cwd=settings.project_root,
            env={
                **child_environment(settings),
                LOG_FILE_VARIABLE: str(settings.logs_dir / "chat.log"),
            },
            check=False,
        )


@contextmanager
def _running(settings: Settings, *servers: Server | Fleet) -> Iterator[None]:
    """Start servers and stop all of them whatever happens, in reverse order.

    Both ways to ask for a stop work even where the process was started with them ignored, as a
    shell does for commands in the background; while stopping, a second Ctrl-C changes nothing.
    """
    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, _raise_stop),
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        # Until there is something to replace, it would end the process.
        RELOAD_SIGNAL: signal.signal(RELOAD_SIGNAL, signal.SIG_IGN),
    }
    try:
        for server in servers:
            server.start(settings)
        yield
    finally:
        for name in before:
            signal.signal(name, signal.SIG_IGN)
        for server in reversed(servers):
            server.stop()
        for name, handler in before.items():
            signal.signal(name, handler)


def _raise_stop(signum: int, frame: FrameType | None) -> None:
    raise StopRequested


def _wait_until_up(console: Console, *servers: Server | Fleet) -> None:
    told = 0.0

    def progress(elapsed: float) -> None:
        nonlocal told
        if elapsed - told >= 5.0:
            told = elapsed
            console.print(f"  {elapsed:3.0f} s  starting")

    started = time.monotonic()
    for server in servers:
        server.wait_until_up(progress)
    console.print(f"Up after {time.monotonic() - started:.0f} s.")


def _announce(settings: Settings, console: Console, *, dev: bool = False) -> None:
    url = chat_url(settings)
    # No box or colour would help who copies it; no line break must cut it.
    console.print(f"\nThe chat is at {url}/", soft_wrap=True)
    console.print("or talk to it with `make shell`. Ctrl-C stops it.")
    if dev:
        rest = f"{url}/webhooks/{DEVELOPMENT_CHANNEL}/webhook"
        console.print("\nFor development, from another terminal:")
        console.print(
            f'  curl -s {rest} -d \'{{"sender": "me", "message": "who invented mesotherapy?"}}\'',
            soft_wrap=True,
            markup=False,
            highlight=False,
        )
