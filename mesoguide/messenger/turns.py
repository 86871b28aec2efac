"""Answers what people do, one event after the other for each of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rasa.core.agent import Agent
from sqlalchemy.orm import Session

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.turns import conversation_lock
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.messenger_models import EventStatus
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.messenger.dialogue import Dialogue
from mesoguide.messenger.event_values import EventKind
from mesoguide.messenger.inbox import WINDOW
from mesoguide.messenger.leases import Lease
from mesoguide.messenger.outbox import Outbox
from mesoguide.messenger.own_sentences import Notice, OwnSentences
from mesoguide.messenger.people import People, Person
from mesoguide.messenger.rendering import render
from mesoguide.messenger.retry_delays import delay
from mesoguide.messenger.spoken_answer import Said, complete
from mesoguide.messenger.turn_queue import PendingEvent, TurnQueue
from mesoguide.messenger.typing_indicator import TypingIndicator
from mesoguide.messenger.withdrawal import Withdrawal

logger = logging.getLogger(__name__)

#: Tries at one turn before the person hears that it failed.
MOST_ATTEMPTS = 3
#: Seconds until the next look when the database or the model is away.
AWAY_SECONDS = 2.0


@dataclass(frozen=True)
class Outcome:
    """What came of an event: its status, and what to say."""

    status: EventStatus
    said: tuple[Said, ...] = ()


_SILENCE = Outcome(EventStatus.ANSWERED)


class Turns:
    """Answers events; what it says waits in the outbox when this returns."""

    def __init__(
        self,
        *,
        queue: DatabaseWorker,
        dialogue: Dialogue,
        withdrawal: Withdrawal,
        sentences: OwnSentences,
        sources: tuple[str, str],
        typing: TypingIndicator,
        give_way: Callable[[], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        """Makes the turns.

        Args:
            queue: the clinic's database.
            dialogue: the way to the agent.
            withdrawal: removes what was taken back.
            sentences: what the channel says by itself.
            sources: title and payload by which a person asks where an answer comes from.
            typing: shows that an answer is being made.
            give_way: awaited before each turn, for what is more urgent.
            now: tells the time, aware.
        """
        self._queue = queue
        self._dialogue = dialogue
        self._withdrawal = withdrawal
        self._sentences = sentences
        self._sources = sources
        self._typing = typing
        self._give_way = give_way
        self._now = now

    async def serve(
        self, agent: Agent, lease: Lease, *, answered: Callable[[], None] = lambda: None
    ) -> None:
        """Answer everything that waits for one person, as far as it may be answered now.

        Args:
            agent: the dialogue's agent.
            lease: the right to answer the person.
            answered: called after each event, when something may be in the outbox.
        """
        conversation = lease.person.conversation_id
        while True:
            person, event = await self._queue.read(lambda session: _next(session, conversation))
            if person is None or event is None:
                return
            if event.not_before is not None and event.not_before > self._now():
                return
            await self._give_way()
            goes_on = await self._serve(agent, person, event)
            answered()
            if not goes_on:
                return

    async def _serve(self, agent: Agent, person: Person, event: PendingEvent) -> bool:
        """Answer one event; False when it has to wait."""
        try:
            async with conversation_lock(agent, person.conversation_id):
                outcome = await self._outcome(agent, person, event)
                await self._settle(person, event, outcome)
        except (ApiError, ClinicDataUnavailable) as error:
            logger.warning(
                "a message of %s waits: %s", person.conversation_id, type(error).__name__
            )
            await self._wait(event, timedelta(seconds=AWAY_SECONDS), counts=False)
            return False
        except Exception as error:  # whatever broke, the person must hear of it
            # Neither its words nor its trace: both may quote what was written.
            name = type(error).__name__
            logger.error("a turn of %s failed: %s", person.conversation_id, name)
            return await self._failed(person, event)
        return True

    async def _outcome(self, agent: Agent, person: Person, event: PendingEvent) -> Outcome:
        if event.replaces:
            await self._withdrawal.remove(person.conversation_id, event.replaces)
        if event.kind is EventKind.UNSEND:
            return _SILENCE
        if event.sent_at < self._now() - WINDOW:
            return Outcome(EventStatus.EXPIRED)
        paused = person.is_paused(self._now())
        if event.kind is EventKind.ATTACHMENT:
            return await self._to_attachment(person, event, paused=paused)
        before = await self._dialogue.said_before(person.conversation_id, event)
        if before is not None:
            return self._answer(before)
        given = await self._dialogue.input_for(person.conversation_id, event)
        if paused and (given is None or not await self._dialogue.is_red_flag(agent, given)):
            return Outcome(EventStatus.LEFT_TO_STAFF)
        if given is None:
            return self._answer([Said(self._sentences.message(Notice.TEXT_ONLY))])
        async with self._typing.shown(person.psid):
            said = await self._dialogue.turn(agent, person.conversation_id, event, given)
        return self._answer(said or [Said(self._sentences.message(Notice.TURN_FAILED))])

    async def _to_attachment(self, person: Person, event: PendingEvent, *, paused: bool) -> Outcome:
        """Say once that only text can be read, after the last of several pictures."""
        if paused:
            return Outcome(EventStatus.LEFT_TO_STAFF)
        more = await self._queue.read(
            lambda session: TurnQueue(session).is_followed_by(
                event, person.conversation_id, EventKind.ATTACHMENT
            )
        )
        if more:
            return _SILENCE
        return self._answer([Said(self._sentences.message(Notice.TEXT_ONLY))])

    def _answer(self, said: Sequence[Said]) -> Outcome:
        return Outcome(EventStatus.ANSWERED, tuple(said))

    async def _settle(self, person: Person, event: PendingEvent, outcome: Outcome) -> None:
        """Write down the outcome and what to say in one transaction, once."""
        now, tells = self._now(), False
        messages: list[dict[str, Any]] = []
        if outcome.said:
            spoken = complete(
                outcome.said,
                person=person,
                sentences=self._sentences,
                details_removed=event.details_removed,
                now=now,
            )
            tells = spoken.tells
            messages = [
                message
                for each in spoken.said
                for message in render(each.message, elements=each.elements, sources=self._sources)
            ]

        def settle(session: Session) -> None:
            if not TurnQueue(session).settle(event, outcome.status):
                return
            Outbox(session).add(person.conversation_id, messages, at=now)
            people = People(session)
            if tells:
                people.told(person.conversation_id, at=now)
            # Nothing to say to whoever's data is gone: nothing else would forget them.
            if not messages:
                people.forget_if_done(person.conversation_id)

        await self._queue.write(settle)

    async def _failed(self, person: Person, event: PendingEvent) -> bool:
        if event.attempts + 1 < MOST_ATTEMPTS:
            await self._wait(event, delay(event.attempts + 1), counts=True)
            return False
        apology = self._answer([Said(self._sentences.message(Notice.TURN_FAILED))])
        await self._settle(person, event, apology)
        return True

    async def _wait(self, event: PendingEvent, how_long: timedelta, *, counts: bool) -> None:
        until = self._now() + how_long
        await self._queue.write(
            lambda session: TurnQueue(session).try_again(event, not_before=until, counts=counts)
        )


def _next(session: Session, conversation_id: str) -> tuple[Person | None, PendingEvent | None]:
    person = People(session).by_id(conversation_id)
    return person, TurnQueue(session).next_for(conversation_id)
