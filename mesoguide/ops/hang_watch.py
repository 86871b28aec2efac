"""Finds servers that run but no longer answer, such as one that waits for something for ever."""

from __future__ import annotations

import http.client
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from mesoguide.ops.servers import ACTIONS, CHAT, START_TIMEOUT_SECONDS, Server

logger = logging.getLogger(__name__)

ASK_EVERY_SECONDS = 10.0
#: A server with 500 people before it answered within this in `make chaos`.
ANSWER_TIMEOUT_SECONDS = 5.0
#: Longer than an answer may take (40 s, channels/turns.py) and than a database may be away for it.
HUNG_AFTER_SECONDS = 120.0

#: The proxy's health is that of the chat servers behind it.
_ASKED_ROLES = (CHAT, ACTIONS)


class HangWatch:
    """Asks servers again and again whether they answer, whatever it is."""

    def __init__(
        self,
        *,
        hung_after: float = HUNG_AFTER_SECONDS,
        start_within: float = START_TIMEOUT_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes a watch that has asked nobody yet.

        Args:
            hung_after: seconds without an answer after which a server counts as hung.
            start_within: seconds that a new process has for its first answer.
            clock: seconds that never run backwards.
        """
        self._hung_after, self._start_within, self._clock = hung_after, start_within, clock
        #: Until when each process may be silent.
        self._patience: dict[int, float] = {}

    def begin(self, servers: Callable[[], Sequence[Server]]) -> None:
        """Ask from now on, in a thread that ends with the process."""
        threading.Thread(target=self._run, args=(servers,), name="hang watch", daemon=True).start()

    def look(self, servers: Sequence[Server]) -> None:
        """Ask each server once."""
        patience: dict[int, float] = {}
        for server in servers:
            process = server.process
            if process is None or server.role not in _ASKED_ROLES or not server.is_running():
                continue
            first = self._clock() + self._start_within
            patience[process.pid] = self._patience.get(process.pid, first)
            if responds(server.health_url):
                patience[process.pid] = self._clock() + self._hung_after
        self._patience = patience

    def is_hung(self, server: Server) -> bool:
        """Tell whether a server that runs has been silent for too long."""
        if server.process is None:
            return False
        until = self._patience.get(server.process.pid)
        return until is not None and self._clock() > until

    def _run(self, servers: Callable[[], Sequence[Server]]) -> None:
        while True:
            time.sleep(ASK_EVERY_SECONDS)
            try:
                self.look(servers())
            except Exception:  # a watch that ends would be missed by nobody
                logger.exception("servers could not be asked whether they answer")


def responds(url: str) -> bool:
    """Tell whether anything is answered at an address, even a refusal."""
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_TIMEOUT_SECONDS):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        # It has too much to do, or something is broken: it is no dead process.
        return True
    except (OSError, http.client.HTTPException):
        return False
