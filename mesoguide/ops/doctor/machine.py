"""The machine: Python and its packages, folders, room, memory, clock, ports."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mesoguide.exceptions import MesoGuideError
from mesoguide.ops import preflight
from mesoguide.ops.doctor.finding import Findings, Installation, ok, problem, warning
from mesoguide.ops.servers import Server, action_server, chat_url

_PYTHONS = {(3, 10): "requirements.txt", (3, 11): "requirements-3.11.txt"}
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")

#: Bytes. A model, a backup of a small clinic and a year of logs fit into the first.
_LITTLE_ROOM, _NO_ROOM = 2_000_000_000, 200_000_000
#: Bytes. Both servers were measured below 0.7 GB (docs/running.md); training needs more.
_LITTLE_MEMORY = 2_000_000_000


def python(installation: Installation) -> Findings:
    """Look at the interpreter."""
    found = sys.version_info[:2]
    name = f"Python {found[0]}.{found[1]}"
    if found in _PYTHONS:
        yield ok("Python", f"{name}.")
    else:
        yield problem("Python", f"{name} is not supported.", "Run `make run`, which finds 3.10.")


def packages(installation: Installation) -> Findings:
    """Compare what is installed with the pinned list."""
    name = _PYTHONS.get(sys.version_info[:2], "requirements.txt")
    path = installation.settings.project_root / name
    if not path.is_file():
        yield warning("packages", f"{name} is not here.", "Get the whole release again.")
        return
    pins = [match for line in path.read_text().splitlines() if (match := _PIN.match(line))]
    wrong = [pin["name"] for pin in pins if _installed(pin["name"]) != pin["version"]]
    if wrong:
        some = ", ".join(wrong[:5]) + (" ..." if len(wrong) > 5 else "")
        yield problem(
            "packages",
            f"{len(wrong)} of {len(pins)} differ from {name}: {some}.",
            "Run `sh scripts/bootstrap.sh run`.",
        )
    else:
        yield ok("packages", f"All {len(pins)} are those of {name}.")


def folders(installation: Installation) -> Findings:
    """Look at what is written to."""
    settings = installation.settings
    for folder in (settings.var_dir, settings.project_root / "models"):
        try:
            preflight.check_folder(folder)
        except MesoGuideError as error:
            yield problem("folders", f"{error}", "Give it to the user who runs MesoGuide.")
        else:
            yield ok("folders", f"{folder} can be written.")
    if settings.var_dir.exists() and settings.var_dir.stat().st_mode & 0o007:
        yield warning(
            "folders",
            f"Every user of this machine can look into {settings.var_dir}.",
            f"Run `chmod 750 {settings.var_dir}`.",
        )


def room(installation: Installation) -> Findings:
    """Look at free disk space."""
    folder = installation.settings.var_dir
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    says = f"{free / 1_000_000_000:.1f} GB are free for {folder}."
    if free < _NO_ROOM:
        yield problem("disk", says, "Make room now: nothing can be stored on a full disk.")
    elif free < _LITTLE_ROOM:
        yield warning("disk", says, "Make room before it is full.")
    else:
        yield ok("disk", says)


def memory(installation: Installation) -> Findings:
    """Look at the machine's memory."""
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    says = f"{size / 1_000_000_000:.1f} GB."
    if size < _LITTLE_MEMORY:
        yield warning("memory", says, "Give it 2 GB: training needs more than serving.")
    else:
        yield ok("memory", says)


def clock(installation: Installation) -> Findings:
    """Compare the clock with the files of this release, which cannot be from the future."""
    written = datetime.fromtimestamp(Path(__file__).stat().st_mtime, timezone.utc)
    if installation.now < written:
        yield problem(
            "clock",
            f"It says {installation.now:%Y-%m-%d %H:%M} UTC; this release was installed later.",
            "Set the clock, and have it kept by NTP: tokens, promises and deletions go by it.",
        )
    else:
        yield ok("clock", f"{installation.now:%Y-%m-%d %H:%M} UTC.")


def ports(installation: Installation) -> Findings:
    """See who listens on our ports."""
    settings = installation.settings
    chat = Server("chat", (), f"{chat_url(settings)}/webhooks/widget/health", settings.logs_dir)
    servers = ((settings.host, "port", chat), ("127.0.0.1", "action_port", action_server(settings)))
    for host, field, server in servers:
        number = getattr(settings, field)
        try:
            preflight.check_port(host, number, field=field)
        except MesoGuideError as error:
            if _listens(host, number) and server.answers():
                yield ok("ports", f"MesoGuide answers on port {number}.")
            else:
                yield problem("ports", f"{error}", "Choose another port, or stop that program.")
        else:
            yield ok("ports", f"Port {number} is free: MesoGuide does not run.")


def _listens(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((host.replace("0.0.0.0", "127.0.0.1"), port)) == 0  # noqa: S104


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
