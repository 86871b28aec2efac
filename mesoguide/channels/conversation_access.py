"""Conversations as the widget's endpoints ask for them: off the event loop, in time.

Every question first makes sure that the conversation was not deleted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.schema import CreateTable

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.conversation_history import (
    HISTORY_LENGTH,
    Answered,
    answered,
    offered_title,
)
from mesoguide.channels.stored_conversations import ENDED, Event, StoredConversations
from mesoguide.channels.visitor_messages import VisitorMessage
from mesoguide.clinic.database_worker import DatabaseWorker

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Admission:
    """What is known of a message before it is answered.

    Attributes:
        stored_turn: the events of the turn that answered it already; empty for a new message.
        title: the title of the button that a payload belongs to.
    """

    stored_turn: tuple[Event, ...] = ()
    title: str | None = None


class ConversationAccess:
    """Reads and ends conversations, or raises within the timeout."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        *,
        suggestions: Mapping[str, str],
        timeout_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Opens nothing yet; connections are made on first use.

        Args:
            sessions: on the database of conversations.
            suggestions: titles by payload of what every visitor is offered from the start.
            timeout_seconds: limit on each question.
            clock: tells the time in seconds since 1970.
        """
        self._sessions = sessions
        self._suggestions = suggestions
        self._clock = clock
        self._has_table = False
        self._worker = DatabaseWorker(
            sessions,
            timeout_seconds=timeout_seconds,
            name="widget-conversations",
            unreadable=_unreadable,
        )

    async def admit(self, conversation_id: str, message: VisitorMessage) -> Admission:
        """Find out whether a message was answered already, and whether it may be said at all.

        Raises:
            ApiError: the conversation was deleted, another message has this id, or a payload was
                not offered.
            ClinicDataUnavailable: the database cannot be read in time.
        """

        def ask(stored: StoredConversations) -> Admission:
            turn = stored.turn(conversation_id, message.id)
            if turn:
                if turn[0].get("text") != message.text:
                    raise ApiError("message_id_taken")
                return Admission(stored_turn=tuple(turn))
            if not message.is_payload:
                return Admission()
            return Admission(title=self._offered(stored, conversation_id, message.text))

        return await self._read(conversation_id, ask)

    async def history(self, conversation_id: str) -> list[Event]:
        """Return the latest messages of both sides, oldest first."""
        return await self._read(
            conversation_id, lambda stored: stored.latest(conversation_id, HISTORY_LENGTH)
        )

    async def answer(self, conversation_id: str, answer_id: str) -> Answered:
        """Return an answer with its question.

        Raises:
            ApiError: the conversation has no such answer, or was deleted.
        """

        def ask(stored: StoredConversations) -> Answered:
            found = answered(stored.turn_of_answer(conversation_id, float(answer_id)))
            if found is None or found.answer_id != answer_id:
                raise ApiError("not_found")
            return found

        return await self._read(conversation_id, ask)

    async def count_messages(self, conversation_id: str) -> int:
        """Count the messages of both sides."""
        return await self._read(
            conversation_id, lambda stored: stored.count_messages(conversation_id)
        )

    async def end(self, conversation_id: str) -> None:
        """Make sure that nobody can write under this id again."""
        await self._prepare()
        await self._worker.write(
            lambda session: StoredConversations(session).end(conversation_id, at=self._clock())
        )

    def close(self) -> None:
        """Takes no more questions."""
        self._worker.close()

    def _offered(self, stored: StoredConversations, conversation_id: str, payload: str) -> str:
        offers = stored.messages_offering(conversation_id, payload)
        title = offered_title(offers, payload) or self._suggestions.get(payload)
        if title is None:
            raise ApiError("payload_not_offered")
        return title

    async def _read(
        self, conversation_id: str, question: Callable[[StoredConversations], _Answer]
    ) -> _Answer:
        def ask(session: Session) -> _Answer:
            stored = StoredConversations(session)
            if stored.was_ended(conversation_id):
                raise ApiError("session_unknown")
            return question(stored)

        await self._prepare()
        return await self._worker.read(ask)

    async def _prepare(self) -> None:
        """Make our table on first use; the database need not be there when the server starts."""
        if not self._has_table:
            await self._worker.run(self._make_table)
            self._has_table = True

    def _make_table(self) -> None:
        try:
            with self._sessions.begin() as session:
                session.execute(CreateTable(ENDED, if_not_exists=True))
        except (IntegrityError, ProgrammingError):
            # PostgreSQL: another process makes it at this moment. If not, the next query tells.
            return


def _unreadable(error: ValueError) -> str:
    # The error's own words may quote what a visitor wrote.
    return f"a conversation in the tracker database cannot be read: {type(error).__name__}"
