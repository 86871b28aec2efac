"""Sends what waits for one person, in order, until it arrives or never can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.messenger_models import ReplyStatus
from mesoguide.exceptions import GraphApiError
from mesoguide.messenger.graph_api import GraphApi
from mesoguide.messenger.inbox import WINDOW
from mesoguide.messenger.leases import Lease
from mesoguide.messenger.outbox import Outbox, Reply
from mesoguide.messenger.people import People, Person
from mesoguide.messenger.retry_delays import delay

logger = logging.getLogger(__name__)

#: Seconds that a message of unknown outcome waits for its echo, doubled each further time. Meta
#: names no figure; echoes come within a second or two.
ECHO_SECONDS = 10.0
#: Seconds for the echo of what a process sent before it died. Meta delivers it again now and then,
#: as nobody took it; its pages give no times.
ECHO_AFTER_DEATH_SECONDS = 20.0
#: A message whose outcome stays unknown so often is given up: each try may have arrived.
MOST_UNKNOWN = 5

#: 102: session; 104: a call must be signed; 190: access token (Graph API, "Handle Errors"). They
#: are not about one message, and staff can mend them: the messages wait.
TOKEN_CODES = frozenset({102, 104, 190})
#: Seconds between tries then, and between the lines in the log.
TOKEN_SECONDS = 60.0


@dataclass(frozen=True)
class Due:
    """The next message to somebody; None when there is none."""

    person: Person | None
    reply: Reply | None


class Sender:
    """Sends; keeps what happened in the outbox, and never raises a failure of Meta's."""

    def __init__(
        self, *, graph: GraphApi, outbox: DatabaseWorker, now: Callable[[], datetime]
    ) -> None:
        """Makes a sender.

        Args:
            graph: the Graph API.
            outbox: the clinic's database.
            now: tells the time, aware.
        """
        self._graph = graph
        self._outbox = outbox
        self._now = now
        self._token_told: datetime | None = None

    async def serve(self, lease: Lease) -> None:
        """Send everything that may be sent to one person now."""
        conversation = lease.person.conversation_id
        while True:
            due = await self._outbox.read(lambda session: _due(session, conversation))
            if due.person is None:
                return
            if due.reply is None:
                if due.person.forget_when_sent:
                    await self._forget(conversation)
                return
            if due.reply.not_before is not None and due.reply.not_before > self._now():
                return
            if not await self._serve(due.person, due.reply):
                return

    async def _serve(self, person: Person, reply: Reply) -> bool:
        """Send one message; False when what follows must wait for it."""
        now = self._now()
        if person.last_message_at is None or now > person.last_message_at + WINDOW:
            failure = "the 24 hours in which Meta lets the page answer are over"
            logger.error("message %s to %s expired: %s", reply.id, person.conversation_id, failure)
            await self._give_up(reply, ReplyStatus.EXPIRED, failure)
            return True
        if reply.status is ReplyStatus.SENDING:
            # Whoever sent it died before the answer came, or could not write it down.
            until = now + timedelta(seconds=ECHO_AFTER_DEATH_SECONDS)
            await self._wait_for_echo(reply, until)
            return False
        if not await self._outbox.write(lambda session: Outbox(session).begin(reply)):
            return True
        try:
            message_id = await self._graph.send_message(
                person.psid, reply.message, metadata=reply.metadata
            )
        except GraphApiError as error:
            return await self._refused(person, reply, error)
        await self._outbox.write(
            lambda session: Outbox(session).arrived(
                reply.reference, message_id=message_id, at=self._now()
            )
        )
        return True

    async def _refused(self, person: Person, reply: Reply, error: GraphApiError) -> bool:
        """Decide what becomes of a message; False when what follows must wait for it."""
        if error.kind == "unknown_outcome":
            return await self._unknown(person, reply, error)
        if error.code in TOKEN_CODES:
            self._tell_of_token(error)
            await self._wait(reply, timedelta(seconds=TOKEN_SECONDS))
            return False
        if error.kind == "permanent":
            logger.error(
                "message %s to %s was refused for good: %s",
                reply.id,
                person.conversation_id,
                error,
            )
            await self._give_up(reply, ReplyStatus.FAILED, str(error))
            return True
        logger.warning(
            "message %s to %s waits after try %s: %s",
            reply.id,
            person.conversation_id,
            reply.attempts + 1,
            error,
        )
        asked = error.retry_after_seconds
        await self._wait(reply, delay(reply.attempts + 1, asked_seconds=asked))
        return False

    async def _unknown(self, person: Person, reply: Reply, error: GraphApiError) -> bool:
        if reply.unknown_outcomes + 1 >= MOST_UNKNOWN:
            logger.error(
                "message %s to %s is given up, since nobody knows whether it arrives: %s",
                reply.id,
                person.conversation_id,
                error,
            )
            await self._give_up(reply, ReplyStatus.FAILED, f"unknown outcome: {error}")
            return True
        seconds = ECHO_SECONDS * 2**reply.unknown_outcomes
        until = self._now() + timedelta(seconds=seconds)
        logger.warning(
            "message %s to %s may have arrived; waits for its echo: %s",
            reply.id,
            person.conversation_id,
            error,
        )
        await self._wait_for_echo(reply, until)
        return False

    async def _wait_for_echo(self, reply: Reply, until: datetime) -> None:
        await self._outbox.write(lambda session: Outbox(session).wait_for_echo(reply, until=until))

    def _tell_of_token(self, error: GraphApiError) -> None:
        now = self._now()
        every = timedelta(seconds=TOKEN_SECONDS)
        if self._token_told is None or now - self._token_told >= every:
            self._token_told = now
            logger.error("Meta refuses the page's token, so all messages wait: %s", error)

    async def _wait(self, reply: Reply, how_long: timedelta) -> None:
        until = self._now() + how_long
        await self._outbox.write(lambda session: Outbox(session).wait(reply, until=until))

    async def _give_up(self, reply: Reply, status: ReplyStatus, failure: str) -> None:
        await self._outbox.write(
            lambda session: Outbox(session).give_up(reply, status, failure=failure)
        )

    async def _forget(self, conversation_id: str) -> None:
        await self._outbox.write(lambda session: People(session).forget_if_done(conversation_id))


def _due(session: Session, conversation_id: str) -> Due:
    return Due(People(session).by_id(conversation_id), Outbox(session).next_for(conversation_id))
