"""Checks before the servers start: each fault gets one clear line instead of a stack trace."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

from mesoguide.exceptions import FolderUnwritable, PortTaken
from mesoguide.ops.settings import DOCUMENTED, Settings


def check_port(host: str, port: int, *, field: str) -> None:
    """Make sure that nothing listens on a port.

    Args:
        host: interface to bind to.
        port: the port to try.
        field: the setting that chooses the port, for the message.

    Raises:
        PortTaken: names the port and the setting that changes it.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            variable = DOCUMENTED[field].variable
            raise PortTaken(
                f"port {port} on {host} is taken ({error.strerror}). Stop the other program, or "
                f"choose another port: {variable}={port + 1} make run"
            ) from error


def check_folder(folder: Path) -> None:
    """Make sure that a folder exists and can be written.

    Raises:
        FolderUnwritable: names the folder and the setting that moves it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderUnwritable(
            f"{folder} cannot be written ({error.strerror}). Change its owner or mode, or set "
            f"MESOGUIDE_VAR to another folder."
        ) from error


def check_before_start(settings: Settings) -> None:
    """Run every check that starting the servers needs.

    Raises:
        PortTaken: if one of the two ports is in use.
        FolderUnwritable: if a folder cannot be written.
    """
    check_folder(settings.var_dir)
    check_folder(settings.project_root / "models")
    check_port(settings.host, settings.port, field="port")
    check_port("127.0.0.1", settings.action_port, field="action_port")
