"""Shows a person that their message was seen and is being answered. Never more than a courtesy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mesoguide.exceptions import GraphApiError
from mesoguide.messenger.graph_api import GraphApi

logger = logging.getLogger(__name__)

#: Seconds. Messenger stops showing the dots after 20 (sender-actions).
REFRESH_SECONDS = 15.0
#: Calls at once; when Meta is slow, answers have the other connections.
CALLS_AT_ONCE = 8


class TypingIndicator:
    """Calls Meta beside the turn, which neither waits for it nor fails with it."""

    def __init__(self, graph: GraphApi) -> None:
        self._graph = graph
        self._free = asyncio.Semaphore(CALLS_AT_ONCE)
        # The event loop itself holds tasks weakly.
        self._running: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def shown(self, psid: str) -> AsyncIterator[None]:
        """Show it for as long as the block lasts."""
        done = asyncio.Event()
        task = asyncio.create_task(self._show(psid, done))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            yield
        finally:
            done.set()

    def close(self) -> None:
        """End all calls."""
        for task in self._running:
            task.cancel()

    async def _show(self, psid: str, done: asyncio.Event) -> None:
        if self._free.locked():
            return
        async with self._free:
            try:
                await self._graph.send_action(psid, "mark_seen")
                while not done.is_set():
                    await self._graph.send_action(psid, "typing_on")
                    await _wait(done, REFRESH_SECONDS)
            except GraphApiError as error:
                logger.debug("the typing indicator cannot be shown: %s", error)


async def _wait(done: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(done.wait(), seconds)
    except asyncio.TimeoutError:
        return
