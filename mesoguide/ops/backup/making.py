"""Making a backup while everything runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import mesoguide
from mesoguide.clinic import schema
from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.deletion_list import DeletionList
from mesoguide.exceptions import BackupFailed
from mesoguide.ops.backup import deletion_file, postgres_dump, sqlite_files
from mesoguide.ops.backup.archive import Manifest, checksum, write_archive
from mesoguide.ops.secret_key import KEY_FILE, load_secret_key
from mesoguide.ops.settings import Settings

#: Names of backups begin and end so; in between is when they were made, in UTC.
PREFIX, ENDING = "mesoguide-", ".tar.gz"

CLINIC, CONVERSATIONS = "clinic", "conversations"
_DATABASE_TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class Layout:
    """Which databases there are and how their copies are called in a backup."""

    backend: str
    urls: dict[str, str]

    @property
    def one_database(self) -> bool:
        """Tell whether conversations are in the clinic's database."""
        return CONVERSATIONS not in self.urls

    @property
    def ending(self) -> str:
        """The ending of a copy's name."""
        return ".db" if self.backend == "sqlite" else ".dump"


def layout_of(settings: Settings) -> Layout:
    """Return which databases the settings name.

    Raises:
        BackupFailed: one is SQLite and the other PostgreSQL.
    """
    clinic, tracker = open_sessions(settings, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    engines = [sessions.kw["bind"] for sessions in (clinic, tracker) if sessions is not None]
    backends = {engine.dialect.name for engine in engines}
    for engine in engines:
        engine.dispose()
    if len(backends) != 1:
        raise BackupFailed(
            "DATABASE_URL and TRACKER_DATABASE_URL are of different kinds: back each of them up "
            "with its own tools"
        )
    # Conversations first: whatever is deleted in between is on the list in the clinic's database.
    urls = {} if tracker is None else {CONVERSATIONS: settings.tracker_database_url}
    return Layout(backends.pop(), {**urls, CLINIC: settings.database_url})


def make_backup(
    settings: Settings, folder: Path, *, now: Callable[[], datetime], with_key: bool = False
) -> Path:
    """Copy both databases into one file.

    Args:
        settings: where they are.
        folder: where the file goes.
        now: tells the time, with a zone.
        with_key: whether the secret key goes into it, without which no patient finds "my plan".

    Returns:
        The file.

    Raises:
        BackupFailed: nothing is left of it.
    """
    created_at = now()
    target = folder / f"{PREFIX}{created_at:%Y-%m-%dT%H%M%SZ}{ENDING}"
    try:
        _private_folder(folder)
        with tempfile.TemporaryDirectory(prefix=".mesoguide-", dir=folder) as name:
            copies = Path(name)
            layout = layout_of(settings)
            files = _copy_databases(layout, copies)
            if with_key:
                (copies / KEY_FILE).write_bytes(load_secret_key(settings))
                files.append(KEY_FILE)
            manifest = Manifest(
                created_at=created_at,
                mesoguide=mesoguide.__version__,
                backend=layout.backend,
                one_database=layout.one_database,
                revision=schema.current(settings.database_url) or "none",
                files={file: checksum(copies / file) for file in files},
            )
            write_archive(target, copies, manifest)
        export_deletions(settings, folder)
    except OSError as error:
        raise BackupFailed(
            f"the backup cannot be written to {folder} ({error.strerror}): make room, or name "
            "another folder with --to"
        ) from error
    return target


def export_deletions(settings: Settings, folder: Path) -> None:
    """Put a copy of the list of deleted conversations beside the backups."""
    engine = create_engine_for(settings.database_url, timeout_seconds=_DATABASE_TIMEOUT_SECONDS)
    try:
        with session_factory(engine)() as session:
            deletion_file.write(folder, DeletionList(session).since())
    finally:
        engine.dispose()


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """List the backups of a folder with when they were made, oldest first."""
    found = []
    for path in folder.glob(f"{PREFIX}*{ENDING}"):
        try:
            at = datetime.strptime(
                path.name[len(PREFIX) : -len(ENDING)] + "+0000", "%Y-%m-%dT%H%M%SZ%z"
            )
        except ValueError:
            continue
        found.append((at, path))
    return sorted(found)


def delete_old(folder: Path, age: timedelta, *, now: datetime) -> list[Path]:
    """Delete backups older than an age, but never the newest."""
    old = [path for at, path in backups_in(folder)[:-1] if now - at > age]
    for path in old:
        path.unlink()
    return old


def _private_folder(folder: Path) -> None:
    """Make the folder if it is missing, for its user alone."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700)


def _copy_databases(layout: Layout, folder: Path) -> list[str]:
    files = []
    for name, url in layout.urls.items():
        target = folder / f"{name}{layout.ending}"
        if layout.backend == "postgresql":
            postgres_dump.dump(url, target)
        elif (source := sqlite_files.path_of(url)).exists():
            _check_room(source, folder)
            sqlite_files.snapshot(source, target)
        else:
            # No conversation was had yet.
            continue
        files.append(target.name)
    return files


def _check_room(source: Path, folder: Path) -> None:
    """Make sure that a copy and its compressed form fit, before the disk is full for everybody."""
    needed = 2 * source.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise BackupFailed(
            f"{folder} has too little room: {needed // 1_000_000 + 1} MB are needed for a while"
        )


def is_private(path: Path) -> bool:
    """Tell whether only its user can read a file or folder."""
    return not os.stat(path).st_mode & 0o077  # noqa: PTH116 - one call for files and folders
