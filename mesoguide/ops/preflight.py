"""Checks before the servers start: each fault gets one clear line instead of a stack trace."""

from __future__ import annotations

import errno
import socket
import tempfile
from ipaddress import ip_address
from pathlib import Path

from mesoguide.exceptions import FolderUnwritable, PortTaken, PortUnusable, SettingsError
from mesoguide.ops.model_files import check_model_files
from mesoguide.ops.settings import DOCUMENTED, Settings, neighbour


def check_port(host: str, port: int, *, field: str) -> None:
    """Make sure that nothing listens on a port.

    Args:
        host: interface to bind to.
        port: the port to try.
        field: the setting that chooses the port, for the message.

    Raises:
        PortTaken: names the port and the setting that changes it.
        PortUnusable: if the port cannot be had for another reason, such as a host of elsewhere.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            variable = DOCUMENTED[field].variable
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(
                    f"port {port} on {host} is taken ({error.strerror}). Stop the other program, "
                    f"or choose another port: {variable}={neighbour(port)} make run"
                ) from error
            raise PortUnusable(
                f"nothing can listen on port {port} of {host} ({error.strerror}). Set {variable} "
                f"to a port above 1023, and MESOGUIDE_HOST to an address of this machine."
            ) from error


def check_not_reachable(host: str) -> None:
    """Make sure that a host is this machine itself: the REST channel takes anything from anybody.

    Raises:
        SettingsError: if others could reach it.
    """
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise SettingsError(
            f"`mesoguide run --dev` opens a channel without any sign-in, and MESOGUIDE_HOST={host} "
            "may be reached by others. Leave --dev out, or set MESOGUIDE_HOST=127.0.0.1."
        )


def check_folder(folder: Path) -> None:
    """Make sure that a folder exists and can be written.

    Raises:
        FolderUnwritable: names the folder and the setting that moves it.
    """
    try:
        # For its user alone: databases and logs go there.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderUnwritable(
            f"{folder} cannot be written ({error.strerror}). Change its owner or mode, or set "
            f"MESOGUIDE_VAR to another folder."
        ) from error


def check_before_start(settings: Settings, *, actions: bool = True) -> None:
    """Run every check that starting the servers needs.

    Args:
        settings: where they will listen and write.
        actions: whether the action server will run here too.

    Raises:
        PortTaken: if one of the ports is in use.
        PortUnusable: if one of them cannot be had at all.
        FolderUnwritable: if a folder cannot be written.
        ModelUntrusted: if anybody may have put a model in place.
    """
    check_folder(settings.var_dir)
    check_folder(settings.project_root / "models")
    check_model_files(settings)
    check_port(settings.host, settings.port, field="port")
    if actions:
        check_port("127.0.0.1", settings.action_port, field="action_port")
    if settings.metrics_port is not None:
        check_port("127.0.0.1", settings.metrics_port, field="metrics_port")
