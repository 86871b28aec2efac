"""How an update of the running servers goes, in a file that `mesoguide reload` reads."""

from __future__ import annotations

import json
from enum import Enum
from typing import NamedTuple

from mesoguide.ops.settings import Settings

FILE = "reload.json"


class ReloadState(str, Enum):
    """Where an update is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Reported(NamedTuple):
    """What the supervisor has written last."""

    state: ReloadState
    message: str


class ReloadStatus:
    """The file of one folder; replaced whole."""

    def __init__(self, settings: Settings) -> None:
        self._path = settings.var_dir / FILE

    def write(self, state: ReloadState, message: str) -> None:
        """Say where the update is, with a sentence for people."""
        draft = self._path.with_suffix(".new")
        text = json.dumps({"state": state.value, "message": message})
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._path)

    def read(self) -> Reported | None:
        """Return what was written; None while nothing was."""
        try:
            entry = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Reported(ReloadState(entry["state"]), str(entry["message"]))

    def clear(self) -> None:
        """Forget an earlier update."""
        self._path.unlink(missing_ok=True)
