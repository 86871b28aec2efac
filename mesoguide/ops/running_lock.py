"""One `mesoguide run` for each folder of data, and none while a backup is restored into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.leadership import FileLock
from mesoguide.ops.settings import Settings


@contextmanager
def running_lock(settings: Settings) -> Iterator[None]:
    """Hold the lock of this folder for as long as the block lasts.

    Raises:
        ServerFailed: another process holds it.
    """
    lock = FileLock(settings.var_dir / "running.lock")
    if not lock.take():
        raise ServerFailed(
            f"another MesoGuide runs with {settings.var_dir}. Stop it, or set MESOGUIDE_VAR to "
            "another folder"
        )
    try:
        yield
    finally:
        lock.give_up()
