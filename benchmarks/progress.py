"""Progress: one line for each thing that begins, with the time since the start."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Tells how far a long run is."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._began, self._stream = time.monotonic(), stream

    def say(self, what: str) -> None:
        """Write a line."""
        seconds = time.monotonic() - self._began
        print(f"{seconds / 60:6.1f} min | {what}", file=self._stream, flush=True)
