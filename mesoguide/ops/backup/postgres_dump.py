"""Dumps of PostgreSQL databases by its own tools, which come with every client package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from mesoguide.exceptions import BackupFailed, MesoGuideError, RestoreRefused

_INSTALL = "install PostgreSQL's client programs, of the server's version or newer"
_LONGEST_REASON = 300


def dump(url: str, target: Path) -> None:
    """Write a dump that ``pg_restore`` reads; others go on writing meanwhile.

    Raises:
        BackupFailed: ``pg_dump`` is missing or fails.
    """
    command = ("--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    _run("pg_dump", url, command, BackupFailed)
    target.chmod(0o600)


def load(url: str, source: Path) -> None:
    """Load a dump into a database whose tables of these names are gone, in one transaction.

    Raises:
        RestoreRefused: ``pg_restore`` is missing or fails.
    """
    command = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", url, (*command, "--dbname", _name(url), str(source)), RestoreRefused)


def tables_in(source: Path) -> set[str]:
    """Return the names of the tables in a dump.

    Raises:
        RestoreRefused: it cannot be read.
    """
    listing = _run("pg_restore", None, ("--list", str(source)), RestoreRefused)
    words = (line.split() for line in listing.splitlines() if not line.startswith(";"))
    # "215; 1259 16386 TABLE public plans owner"
    return {word[5] for word in words if word[3:4] == ["TABLE"] and word[4:5] != ["DATA"]}


def _run(
    program: str, url: str | None, arguments: tuple[str, ...], failure: type[MesoGuideError]
) -> str:
    path = shutil.which(program)
    if path is None:
        raise failure(f"{program} is not here: {_INSTALL}")
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [path, *arguments],
        env={**os.environ, **(_environment(make_url(url)) if url else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        reason = (lines or done.stderr.splitlines() or ["it said nothing"])[0]
        raise failure(f"{program} failed: {reason[:_LONGEST_REASON]}")
    return done.stdout


def _name(url: str) -> str:
    return str(make_url(url).database)


def _environment(url: URL) -> dict[str, str]:
    """Hand the address over where no other user of the machine can read it."""
    values = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port or url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {name: str(value) for name, value in values.items() if value}
