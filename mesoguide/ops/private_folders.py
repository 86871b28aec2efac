"""Keeps the folder of databases, logs and keys to its user, also where it was made long ago."""

from __future__ import annotations

import logging
from pathlib import Path

logger = logging.getLogger(__name__)

#: What users may do who are neither the owner nor of the folder's group.
_OTHERS = 0o007


def keep_private(folder: Path) -> None:
    """Let other users of the machine neither in nor look; the group stays as it is.

    A folder that belongs to somebody else is left alone: `mesoguide doctor` tells of it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if not mode & _OTHERS:
        return
    try:
        folder.chmod(mode & ~_OTHERS)
    except PermissionError:
        logger.warning("other users of this machine can look into %s: run `chmod o=` on it", folder)
