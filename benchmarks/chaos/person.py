"""A person with the widget: says a scenario's messages one after the other, and does not give up.

What is sent again, when and how often is what ``widget/src/outbox.ts`` does: by itself after a
broken connection, 429 and 503; after any other failure only when the visitor asks for it.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.chaos.attempts import Attempt, Outcome, SentMessage
from benchmarks.chaos.counting import SentConversation, is_trouble
from benchmarks.chaos.visitor import NoSessionError, Visitor

#: Seconds before each new try of the widget itself (WAITS_MS in outbox.ts).
WAITS_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

#: The longest wait that a server may ask for (LONGEST_WAIT_MS).
LONGEST_WAIT_SECONDS = 60.0

#: Seconds until a person who was told of a failure presses "Try again".
HESITATION_SECONDS = 4.0

#: How often they press it before they give up.
MOST_HOLDS = 12

#: Statuses after which the widget tries again by itself.
_PASSING_STATUSES = frozenset({429, 503})


@dataclass(frozen=True)
class Pace:
    """How quick people are.

    Attributes:
        think_seconds: mean time between an answer and the next message; half to one and a half of
            it, each time anew.
    """

    think_seconds: float
    random: random.Random

    async def think(self) -> None:
        """Wait as somebody who reads an answer and types."""
        await asyncio.sleep(self.think_seconds * self.random.uniform(0.5, 1.5))


class Person:
    """Talks, and records everything that was sent and seen."""

    def __init__(
        self,
        visitor: Visitor,
        pace: Pace,
        *,
        waits: Sequence[float] = WAITS_SECONDS,
        hesitation: float = HESITATION_SECONDS,
        on_message: Callable[[SentMessage], None] = lambda message: None,
    ) -> None:
        """Makes a person.

        Args:
            visitor: their browser.
            pace: how quick they are.
            waits: seconds before each try that the widget makes by itself.
            hesitation: seconds before they press "Try again".
            on_message: told of each message when it is answered or given up.
        """
        self._visitor = visitor
        self._pace = pace
        self._waits = waits
        self._hesitation = hesitation
        self._on_message = on_message

    async def hold(
        self,
        name: str,
        said: Sequence[str],
        into: list[SentConversation],
        leaves: Callable[[], bool] = lambda: False,
    ) -> None:
        """Hold one conversation.

        Args:
            name: of the scenario.
            said: the messages.
            into: where the conversation is recorded, from its first message on.
            leaves: whether the person leaves; asked before each message.
        """
        await self._begin()
        conversation = SentConversation(f"{name} ({self._visitor.number})")
        into.append(conversation)
        for text in said:
            await self._pace.think()
            if leaves():
                return
            message = SentMessage(uuid.uuid4().hex, text, at=time.time())
            conversation.messages.append(message)
            await self._deliver(message)
            self._on_message(message)

    async def _begin(self) -> None:
        self._visitor.token = ""
        tries = 0
        while not self._visitor.token:
            try:
                await self._visitor.begin()
            except NoSessionError as error:
                wait = self._wait_after(error.attempt, tries)
                await asyncio.sleep(self._hesitation if wait is None else wait)
                tries = min(tries + 1, len(self._waits) - 1)

    async def _deliver(self, message: SentMessage) -> None:
        """Send until it is answered, refused for good, or the person has had enough."""
        tries = 0
        while True:
            attempt = await self._visitor.send(message.id, message.text)
            message.attempts.append(attempt)
            if not is_trouble(attempt):
                return
            wait = self._wait_after(attempt, tries)
            tries += 1
            if wait is None:
                message.held += 1
                if message.held > MOST_HOLDS:
                    return
                wait, tries = self._hesitation, 0
            await asyncio.sleep(wait)

    def _wait_after(self, attempt: Attempt, tries: int) -> float | None:
        """Return the widget's own wait before the next try; nothing where it asks the visitor."""
        passing = attempt.status in _PASSING_STATUSES and attempt.outcome is not Outcome.FAILED
        unreachable = attempt.outcome is Outcome.BROKEN or (
            attempt.outcome is Outcome.SILENT and attempt.status in (0, 200)
        )
        if not (passing or unreachable) or tries >= len(self._waits):
            return None
        asked = attempt.retry_after if passing else 0.0
        return None if asked > LONGEST_WAIT_SECONDS else max(self._waits[tries], asked)
