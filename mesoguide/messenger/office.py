"""The part of the channel that works by itself: it answers and sends while the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from rasa.core.agent import Agent

from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.messenger.graph_api import GraphApi
from mesoguide.messenger.leases import Work
from mesoguide.messenger.people_at_work import PeopleAtWork
from mesoguide.messenger.sender import Sender
from mesoguide.messenger.services import MessengerServices
from mesoguide.messenger.turn_queue import TurnQueue
from mesoguide.messenger.turns import Turns
from mesoguide.messenger.typing_indicator import TypingIndicator

logger = logging.getLogger(__name__)

#: Turns at once. Each holds the event loop for some 20 ms at a time while it understands a message,
#: so more of them would only delay everybody else on the server.
TURNS_AT_ONCE = 2
#: People who are sent to at once; the calls wait for Meta and for nothing else.
SENDS_AT_ONCE = 40

#: How long a settled event is remembered. Meta delivers again for 36 hours at most by its older
#: pages; a week more costs a row of a few bytes.
REMEMBERED = timedelta(days=8)
_TIDY_SECONDS = 3600.0


class Office:
    """Answers and sends for one process."""

    def __init__(self, services: MessengerServices, agent: Callable[[], Agent]) -> None:
        """Makes the office; must be called in the event loop that it works in.

        Args:
            services: what it works with.
            agent: gives the present agent, which a new model replaces.
        """
        self._queue = services.queue
        self._graph = GraphApi.from_settings(services.settings)
        self._typing = TypingIndicator(self._graph)
        turns = Turns(
            queue=services.queue,
            dialogue=services.dialogue,
            withdrawal=services.withdrawal,
            sentences=services.sentences,
            sources=services.texts.sources,
            typing=self._typing,
            give_way=services.deliveries.give_way,
            now=utc_now,
        )
        sender = Sender(graph=self._graph, outbox=services.queue, now=utc_now)
        self._answering = PeopleAtWork(
            Work.TURN,
            lambda lease: turns.serve(agent(), lease, answered=self.wake_sending),
            at_once=TURNS_AT_ONCE,
            database=services.queue,
            now=utc_now,
        )
        self._sending = PeopleAtWork(
            Work.SEND, sender.serve, at_once=SENDS_AT_ONCE, database=services.queue, now=utc_now
        )
        self._tidying: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin, also with what was left when the process last ended."""
        self._answering.start()
        self._sending.start()
        self._tidying = asyncio.create_task(self._tidy())

    def wake_answering(self) -> None:
        """Look at once for what people wrote."""
        self._answering.wake()

    def wake_sending(self) -> None:
        """Look at once for what is to be sent."""
        self._sending.wake()

    async def close(self) -> None:
        """Stop; what is not done stays in the database."""
        if self._tidying is not None:
            self._tidying.cancel()
        await asyncio.gather(self._answering.stop(), self._sending.stop())
        self._typing.close()
        await self._graph.close()

    async def _tidy(self) -> None:
        while True:
            with suppress(ClinicDataUnavailable):
                before = utc_now() - REMEMBERED
                await self._queue.write(
                    lambda session: TurnQueue(session).forget_settled(before)  # noqa: B023 - awaited here
                )
            await asyncio.sleep(_TIDY_SECONDS)
