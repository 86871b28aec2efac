"""Keeps the log files small and young.

Files are renamed, and the servers notice that before their next line. Lines name conversations, so
they must not outlive them by much: a file is put away after a day, however small it is.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

#: Bytes; a turn is a line of about 350, so this is about 14,000 turns.
LARGEST_FILE = 5_000_000

#: Files of each log beside the one that is written; together at most 155 MB a log.
KEPT_FILES = 30

SECONDS_A_DAY = 24 * 60 * 60.0


class LogRotation:
    """Puts the files of one folder away when it is time."""

    def __init__(
        self,
        folder: Path,
        *,
        largest: int = LARGEST_FILE,
        kept: int = KEPT_FILES,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._largest = largest
        self._kept = kept
        self._now = now
        self._first_seen: dict[Path, float] = {}

    def rotate(self) -> bool:
        """Put away what is too large or a day old, and delete what is older than a month.

        Returns:
            Whether a file was put away: programs that do not notice it have to open theirs again.
        """
        put_away = False
        for path in sorted(self._folder.glob("*.log")):
            begun = self._first_seen.setdefault(path, self._begun(path))
            size = path.stat().st_size
            if size > self._largest or (size and self._now() - begun >= SECONDS_A_DAY):
                self._put_away(path)
                put_away = True
                del self._first_seen[path]
        for path in self._folder.glob("*.log.*"):
            if self._now() - path.stat().st_mtime > self._kept * SECONDS_A_DAY:
                path.unlink(missing_ok=True)
        return put_away

    def _begun(self, path: Path) -> float:
        """When the first line was written; now, if it does not say."""
        with path.open(encoding="utf-8", errors="replace") as log:
            first = log.readline()
        try:
            written = datetime.fromisoformat(json.loads(first)["time"].replace("Z", "+00:00"))
        except (ValueError, LookupError, TypeError, AttributeError):
            return self._now()
        return written.timestamp()

    def _put_away(self, path: Path) -> None:
        numbered = [path, *(path.with_name(f"{path.name}.{n}") for n in range(1, self._kept + 1))]
        for older, newer in zip(numbered[:0:-1], numbered[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)
