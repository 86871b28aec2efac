"""One `mesoguide run` for each folder of data, and none while a backup is restored into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.leadership import FileLock
from mesoguide.ops.settings import Settings


@contextmanager
def running_lock(settings: Settings) -> Iterator[None]:
    """Hold the lock of this folder for as long as the block lasts.

    Raises:
        ServerFailed: another process holds it.
    """
    lock = FileLock(_path(settings))
    if not lock.take():
        raise ServerFailed(
            f"another MesoGuide runs with {settings.var_dir}. Stop it, or set MESOGUIDE_VAR to "
            "another folder"
        )
    try:
        yield
    finally:
        lock.give_up()


def running_process(settings: Settings) -> int | None:
    """Return the process that holds the lock of this folder; None when nobody does."""
    if not _path(settings).exists():
        return None
    lock = FileLock(_path(settings))
    # Read before: taking it writes our own number.
    written = _path(settings).read_text(encoding="ascii", errors="replace").strip()
    if lock.take():
        lock.give_up()
        return None
    return int(written) if written.isdecimal() else None


def _path(settings: Settings) -> Path:
    return settings.var_dir / "running.lock"
