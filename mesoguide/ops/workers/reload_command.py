"""`mesoguide reload`: a new model and new content for running servers, without a lost turn."""

from __future__ import annotations

import os
import time

from rich.console import Console

from mesoguide.clinic import schema
from mesoguide.exceptions import ReloadFailed
from mesoguide.ops.running_lock import running_process
from mesoguide.ops.servers import START_TIMEOUT_SECONDS, STOP_TIMEOUT_SECONDS
from mesoguide.ops.settings import Settings
from mesoguide.ops.start import train_with_progress, update_database
from mesoguide.ops.workers.nginx_configuration import DRAIN_SECONDS
from mesoguide.ops.workers.proxy import PROXY
from mesoguide.ops.workers.reload_status import ReloadState, ReloadStatus, Reported
from mesoguide.ops.workers.rolling_update import RELOAD_SIGNAL
from mesoguide.ops.workers.server_list import read_server_list

#: Seconds until the supervisor has taken the request; it looks twice a second.
_REACTION_SECONDS = 30.0
#: Start, three changes of the proxy, two stops: beyond this something hangs.
_LONGEST_SECONDS = START_TIMEOUT_SECONDS + 3 * DRAIN_SECONDS + 2 * STOP_TIMEOUT_SECONDS + 60.0
_LOOK_EVERY_SECONDS = 0.25


def reload_servers(settings: Settings, console: Console) -> None:
    """Train if anything changed, then have `mesoguide run` replace its servers by new ones.

    Args:
        settings: the same as those of the running servers.
        console: where to tell how far it is.

    Raises:
        ReloadFailed: nothing runs here, or it runs without a proxy, or the new servers did not
            start: then the old ones go on.
        TrainingFailed: the old servers go on with the old model.
    """
    process = check_reloadable(settings)
    if not schema.is_current(settings.database_url):
        raise ReloadFailed(
            "this release changes the clinic's tables, which servers of the old release do not "
            "know. Make a backup, and restart `mesoguide run` instead (docs/postgresql.md)"
        )
    update_database(settings, console)
    train_with_progress(settings, console)
    status = ReloadStatus(settings)
    status.clear()
    os.kill(process, RELOAD_SIGNAL)
    console.print("New servers start beside the old ones ...")
    ended = _wait(settings, status, process)
    if ended.state is ReloadState.FAILED:
        raise ReloadFailed(f"the old servers go on: {ended.message}")
    console.print("The new servers take all messages now; the old ones have ended.")


def check_reloadable(settings: Settings) -> int:
    """Return the process of `mesoguide run` if it can replace its servers.

    Raises:
        ReloadFailed: it does not run, or has one chat server and no proxy.
    """
    process = running_process(settings)
    if process is None:
        raise ReloadFailed(
            f"no `mesoguide run` has the folder {settings.var_dir}, so there is nothing to "
            "replace. Start it, or set MESOGUIDE_VAR to its folder"
        )
    servers = read_server_list(settings)
    if not servers:
        raise ReloadFailed("`mesoguide run` is still starting, or stops. Try again when it is up")
    if not any(server.role == PROXY for server in servers):
        raise ReloadFailed(
            "`mesoguide run` has one chat server and no proxy that could hand over to a new one. "
            "Restart it: that trains if anything changed, and the chat is away while the server "
            "starts. To replace servers without a gap, run it with --workers 2 or more "
            "(docs/scaling.md)"
        )
    return process


def _wait(settings: Settings, status: ReloadStatus, process: int) -> Reported:
    started = time.monotonic()
    while True:
        reported = status.read()
        if reported is not None and reported.state is not ReloadState.RUNNING:
            return reported
        waited = time.monotonic() - started
        if reported is None and waited > _REACTION_SECONDS:
            raise ReloadFailed("`mesoguide run` does not react. Look into var/logs/supervisor.log")
        if waited > _LONGEST_SECONDS:
            raise ReloadFailed(
                f"no end after {waited:.0f} s. Look into var/logs/supervisor.log; the chat goes on"
            )
        if running_process(settings) != process:
            raise ReloadFailed("`mesoguide run` has ended meanwhile. Start it again")
        time.sleep(_LOOK_EVERY_SECONDS)
