"""The list of deleted conversations as a file beside the backups.

The list is in the clinic's database. Beside the backups, which should be on another disk, there is
a copy for the day on which that database is lost.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from mesoguide.clinic.deletion_list import Deletions

NAME = "deleted-conversations.json"


def read(folder: Path) -> dict[str, datetime]:
    """Return the list; empty where there is none.

    Raises:
        ValueError: the file is damaged.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    values = json.loads(path.read_text(encoding="utf-8"))
    return {str(digest): datetime.fromisoformat(at) for digest, at in values.items()}


def write(folder: Path, deletions: Deletions) -> None:
    """Write the list in one step, if it is not there already, for its user alone."""
    text = json.dumps({digest: at.isoformat() for digest, at in sorted(deletions.items())})
    path = folder / NAME
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{NAME}.partial"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
