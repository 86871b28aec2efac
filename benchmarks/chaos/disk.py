"""A small disk that can be filled: a file system in memory, or limits on what processes write."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

#: PostgreSQL's files take some 60 MB at first, its log of writes 16 MB at a time.
SIZE_MIB = 400

_BALLAST = "ballast"
_BLOCK = bytes(1 << 16)


class SmallDisk:
    """A disk that is full when it is told so."""

    def __init__(self, folder: Path, *, is_real: bool) -> None:
        """Makes it.

        Args:
            folder: what lies on it.
            is_real: whether it is a file system of its own.
        """
        self.folder = folder
        self.is_real = is_real
        self._limited: list[tuple[int, tuple[int, int]]] = []

    def fill(self, pids: Sequence[int]) -> str:
        """Leave no byte free, and return in words what was done.

        Args:
            pids: whose files may not grow any more, where the disk is no file system of its own.
        """
        if self.is_real:
            with (self.folder / _BALLAST).open("ab", buffering=0) as ballast:
                with suppress(OSError):
                    while ballast.write(_BLOCK):
                        pass
                # The last blocks, smaller than what is written at once.
                with suppress(OSError):
                    while ballast.write(b"\0"):
                        pass
            return "no byte free on the disk of PostgreSQL, logs and figures"
        for pid in pids:
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                self._limited.append((pid, process.rlimit(psutil.RLIMIT_FSIZE)))
                process.rlimit(psutil.RLIMIT_FSIZE, (0, self._limited[-1][1][1]))
        return "the chat's own processes may write to no file (RLIMIT_FSIZE); PostgreSQL may"

    def free(self) -> None:
        """Make room again."""
        (self.folder / _BALLAST).unlink(missing_ok=True)
        for pid, before in self._limited:
            with suppress(psutil.Error):
                psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, before)
        self._limited.clear()


@contextmanager
def small_disk(folder: Path, *, wanted: bool = True) -> Iterator[SmallDisk]:
    """Mount a small disk for as long as the block lasts; only root may, others get a folder.

    Args:
        folder: where.
        wanted: whether a plain folder will not do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mounted = wanted and os.geteuid() == 0 and _mount(folder)
    # PostgreSQL runs as another user there.
    folder.chmod(0o755)
    disk = SmallDisk(folder, is_real=mounted)
    try:
        yield disk
    finally:
        disk.free()
        if mounted:
            subprocess.run([_tool("umount"), "--lazy", str(folder)], check=False)  # noqa: S603


def _mount(folder: Path) -> bool:
    options = ("-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=755", "mesoguide-chaos", str(folder))
    done = subprocess.run([_tool("mount"), *options], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def _tool(name: str) -> str:
    return shutil.which(name) or name
