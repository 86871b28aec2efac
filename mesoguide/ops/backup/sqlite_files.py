"""Copies of SQLite databases, taken while others write to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from mesoguide.exceptions import BackupFailed, RestoreRefused

#: Seconds to wait for a writer.
_TIMEOUT_SECONDS = 30.0
#: Files that SQLite keeps beside a database.
SIDE_FILES = ("-wal", "-shm", "-journal")


def path_of(url: str) -> Path:
    """Return the file that an address names."""
    return Path(make_url(url).database).resolve()


def snapshot(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment; in WAL mode nobody waits for it.

    Raises:
        BackupFailed: it cannot be read, or the copy is not sound.
    """
    try:
        with (
            closing(
                sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=_TIMEOUT_SECONDS)
            ) as origin,
            closing(sqlite3.connect(target)) as copy,
        ):
            # All pages in one step: in several, each writer in between would begin it anew.
            origin.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
        problem = fault_of(target)
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} cannot be copied: {error}") from error
    if problem is not None:
        raise BackupFailed(f"{source} is damaged ({problem}): restore an older backup")
    target.chmod(0o600)


def fault_of(path: Path) -> str | None:
    """Return what is wrong with a database file; None when it is sound."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return type(error).__name__
    return None if found == "ok" else str(found)


def check_sound(path: Path) -> None:
    """Make sure that an unpacked database can be used.

    Raises:
        RestoreRefused: it cannot.
    """
    if (problem := fault_of(path)) is not None:
        raise RestoreRefused(f"{path.name} in the backup is damaged ({problem})")


def with_side_files(path: Path) -> Iterator[Path]:
    """Yield a database file and those beside it that there are."""
    for name in (path.name, *(f"{path.name}{ending}" for ending in SIDE_FILES)):
        if (each := path.with_name(name)).exists():
            yield each
