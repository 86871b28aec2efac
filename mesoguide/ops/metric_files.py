"""Room on the disk for a process's figures, taken before anything counts.

The library for Prometheus maps its files into memory and leaves them sparse. When the disk is full,
the first count in a part that has no room yet ends the process (SIGBUS), and with it the chat. So
the room is taken at the start; where there is none, the process counts for itself alone: its
figures are missing from the page, and patients are answered.
"""

from __future__ import annotations

import logging
import os
from collections.abc import MutableMapping
from pathlib import Path

logger = logging.getLogger(__name__)

#: The library reads it when it is imported.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

#: Bytes of each file. The library begins with 65,536 and doubles that when it is used up; all our
#: figures with all their labels take about a tenth of what is reserved.
RESERVED_BYTES = 1 << 18

#: Files of one process, one for each kind of figure in ``metrics.py``.
KINDS = ("counter", "histogram", "gauge_livesum")


def reserve(environment: MutableMapping[str, str], process: int) -> bool:
    """Take room for the files of a process, or have it count for itself.

    Args:
        environment: names the folder, if figures of several processes are to be added up; the
            name is taken out where there is no room.
        process: its number.

    Returns:
        Whether the process counts in files.
    """
    folder = environment.get(FOLDER_VARIABLE)
    if not folder:
        return False
    paths = [Path(folder) / f"{kind}_{process}.db" for kind in KINDS]
    try:
        for path in paths:
            _take_room(path)
    except OSError as error:
        for path in paths:
            path.unlink(missing_ok=True)
        del environment[FOLDER_VARIABLE]
        logger.error("no room for figures, they are not collected: %s", error.strerror)
        return False
    return True


def _take_room(path: Path) -> None:
    with path.open("ab") as file:
        os.posix_fallocate(file.fileno(), 0, RESERVED_BYTES)
