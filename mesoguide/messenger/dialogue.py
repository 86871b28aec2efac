"""One turn with the dialogue: what a person did goes in, what the bot says comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mesoguide.channels.conversation_history import TITLE, offered_title
from mesoguide.channels.stored_conversations import Event, StoredConversations
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.schema import is_missing_table
from mesoguide.dialogue.safety.safety_answers import RED_FLAGS
from mesoguide.messenger.event_values import EventKind
from mesoguide.messenger.inbox import PAYLOAD_MARK
from mesoguide.messenger.spoken_answer import Said
from mesoguide.messenger.turn_queue import PendingEvent

CHANNEL = "messenger"

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Input:
    """What the dialogue is told.

    Attributes:
        text: words, or an intent that the bot itself offered.
        title: what stood on the button, if one was pressed.
    """

    text: str
    title: str = ""


class CollectedOutput(OutputChannel):
    """Output channel that keeps what the bot says; nothing can go wrong in it."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    @classmethod
    def name(cls) -> str:
        """Name of the channel."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one message of the bot, with all its parts."""
        self.said.append(Said.of(message))


class Dialogue:
    """Talks to the agent; a turn that was taken before is read, not taken again."""

    def __init__(
        self, tracker: DatabaseWorker, *, get_started: str, payloads: Sequence[str]
    ) -> None:
        """Makes the dialogue.

        Args:
            tracker: the database of conversations.
            get_started: the payload that stands for opening the conversation.
            payloads: what everybody is offered.
        """
        self._tracker = tracker
        self._get_started = get_started
        self._payloads = frozenset(payloads)

    async def said_before(self, conversation_id: str, event: PendingEvent) -> list[Said] | None:
        """Return the stored answer to an event; None when it is new.

        A process that died between the end of a turn and the outbox leaves one behind.
        """
        turn = await self._ask(
            lambda stored: stored.turn(conversation_id, event.key), list[Event]()
        )
        return [Said.of_event(each) for each in turn[1:]] if turn else None

    async def input_for(self, conversation_id: str, event: PendingEvent) -> Input | None:
        """Return what the dialogue is told; None when there are no words in it."""
        if event.kind is EventKind.START:
            return Input(self._get_started)
        if event.payload and await self._is_offered(conversation_id, event.payload):
            return Input(event.payload, title=event.text)
        # Only the bot's own buttons may name an intent.
        words = event.text.strip().lstrip(PAYLOAD_MARK).strip()
        return Input(words) if words else None

    async def turn(
        self, agent: Agent, conversation_id: str, event: PendingEvent, given: Input
    ) -> list[Said]:
        """Take the turn; it is stored when this returns."""
        output = CollectedOutput()
        await agent.processor.handle_message(
            UserMessage(
                text=given.text,
                output_channel=output,
                sender_id=conversation_id,
                input_channel=CHANNEL,
                message_id=event.key,
                metadata={TITLE: given.title} if given.title else {},
            )
        )
        return output.said

    async def is_red_flag(self, agent: Agent, given: Input) -> bool:
        """Tell whether a message needs an answer at once; nothing is stored."""
        parsed = await agent.processor.parse_message(UserMessage(text=given.text))
        return (parsed.get("intent") or {}).get("name") in RED_FLAGS

    async def _is_offered(self, conversation_id: str, payload: str) -> bool:
        if payload in self._payloads:
            return True
        offers = await self._ask(
            lambda stored: stored.messages_offering(conversation_id, payload), list[Event]()
        )
        return offered_title(offers, payload) is not None

    async def _ask(
        self, question: Callable[[StoredConversations], _Answer], nothing: _Answer
    ) -> _Answer:
        def ask(session: Session) -> _Answer:
            try:
                return question(StoredConversations(session))
            except SQLAlchemyError as error:
                # Rasa makes its table with the first conversation.
                if is_missing_table(error):
                    return nothing
                raise

        return await self._tracker.read(ask)
