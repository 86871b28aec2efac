"""Turns of the conversation: one message in, the bot's messages out, line by line.

A turn runs to its end whether or not anybody still listens, so that it is stored, and a visitor
whose connection broke finds the answer later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import LockError

from mesoguide.channels.answer_rendering import AnswerRendering
from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.conversation_access import Admission, ConversationAccess
from mesoguide.channels.conversation_history import TITLE, Event
from mesoguide.channels.message_rendering import BotMessage, answer_id
from mesoguide.channels.visitor_messages import VisitorMessage
from mesoguide.channels.widget_configuration import WidgetConfiguration
from mesoguide.dialogue import names
from mesoguide.exceptions import ClinicDataUnavailable

logger = logging.getLogger(__name__)

CHANNEL = "widget"

#: Seconds. The element gives up after 45 s of silence; Sanic closes a request after 60.
ANSWER_TIMEOUT_SECONDS = 40.0

#: Seconds until a message that still waits for its turn is refused: a crowd is better told to come
#: back than kept in silence. Half of the answer's time, since a reverse proxy may ask a second
#: server. The turn runs all the same, and who sends the message again gets its answer.
ADMISSION_TIMEOUT_SECONDS = 20.0

#: Turns that one server works on at the same time; more wait in line, each holding its
#: conversation. They share one core, so more at once make none quicker, and with 250 the event loop
#: took so long to come round that leases on locks ended (9 s, redis_tickets.LEASE_SECONDS). Fewer
#: would let a few turns that wait for a slow action (8 s) hold up all others.
MOST_TURNS_AT_ONCE = 32

#: Read by the dialogue: the element has shown the notice, so the bot need not say it.
NOTICE_SHOWN = {names.NOTICE_SHOWN: True}

Line = dict[str, Any]


class Turn:
    """A turn that is under way, and its lines so far."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._admitted: asyncio.Future[None] = loop.create_future()
        self._deadline = loop.time() + ANSWER_TIMEOUT_SECONDS
        self._admission_deadline = loop.time() + ADMISSION_TIMEOUT_SECONDS
        self._lines: asyncio.Queue[Line | None] = asyncio.Queue()
        self.answer_id = ""
        self.said_something = False

    @property
    def is_admitted(self) -> bool:
        """Tell whether the message is being answered, or was refused."""
        return self._admitted.done()

    def admit(self) -> None:
        """Say that the message will be answered."""
        self._admitted.set_result(None)

    def refuse(self, error: ApiError) -> None:
        """Say that it will not."""
        if not self._admitted.done():
            self._admitted.set_exception(error)
            # Whoever asked may be gone; nobody else has to hear of it.
            self._admitted.exception()

    def tell(self, line: Line) -> None:
        """Add a line."""
        self.said_something = True
        self._lines.put_nowait(line)

    def finish(self) -> None:
        """Say that no more lines will come."""
        self.refuse(ApiError("unavailable"))
        self._lines.put_nowait(None)

    async def wait_until_admitted(self) -> None:
        """Wait until it is certain that the message is being answered.

        Raises:
            ApiError: it is not, or not yet.
        """
        seconds = _seconds_until(self._admission_deadline)
        try:
            await asyncio.wait_for(asyncio.shield(self._admitted), seconds)
        except asyncio.TimeoutError:
            raise ApiError("unavailable") from None

    async def lines(self, too_slow: Line) -> AsyncIterator[Line]:
        """Yield the lines as they come, and the end at the end.

        Args:
            too_slow: the line before the end of a turn that takes too long to wait for.
        """
        while True:
            try:
                line = await asyncio.wait_for(self._lines.get(), _seconds_until(self._deadline))
            except asyncio.TimeoutError:
                line = None
                yield too_slow
            if line is None:
                break
            yield line
        yield {"type": "end"}


class TurnOutput(OutputChannel):
    """Output channel that renders what the bot says and adds it to the turn."""

    def __init__(self, turn: Turn, rendering: AnswerRendering) -> None:
        self._turn = turn
        self._rendering = rendering

    @classmethod
    def name(cls) -> str:
        """Name of the channel."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one message of the bot, with all its parts."""
        await self.send(BotMessage.of(message))

    async def send_stored(self, events: tuple[Event, ...]) -> None:
        """Say again what was answered before."""
        for event in events:
            await self.send(BotMessage.of_event(event))

    async def send(self, message: BotMessage) -> None:
        """Render a message and add it."""
        self._turn.answer_id = self._turn.answer_id or answer_id(message)
        if message.text or message.buttons:
            rendered = await self._rendering.render(message, answer_id=self._turn.answer_id)
            self._turn.tell({"type": "message", **rendered})


class Turns:
    """Runs turns, one at a time for each conversation."""

    def __init__(
        self,
        access: ConversationAccess,
        rendering: AnswerRendering,
        configuration: WidgetConfiguration,
    ) -> None:
        self._access = access
        self._rendering = rendering
        self._configuration = configuration
        # The event loop itself holds tasks weakly.
        self._running: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(MOST_TURNS_AT_ONCE)

    def start(self, agent: Agent, conversation_id: str, message: VisitorMessage) -> Turn:
        """Begin to answer a message."""
        turn = Turn()
        task = asyncio.create_task(self._run(agent, turn, conversation_id, message))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return turn

    def failure(self, kind: str) -> Line:
        """Return the line that says how a turn failed."""
        return {"type": "error", "code": kind, "message": self._configuration.failure(kind)}

    async def _run(
        self, agent: Agent, turn: Turn, conversation_id: str, message: VisitorMessage
    ) -> None:
        try:
            # The place after the lock: whoever waits for a conversation takes none from others.
            async with conversation_lock(agent, conversation_id), self._places:
                admission = await self._access.admit(conversation_id, message)
                turn.admit()
                await self._answer(agent, turn, conversation_id, message, admission)
            if not turn.said_something:
                turn.tell(self.failure("no_answer"))
        except ApiError as error:
            self._fail(turn, error)
        except ClinicDataUnavailable:
            self._fail(turn, ApiError("unavailable"))
        except Exception as error:  # whatever broke, the visitor must hear of it
            # Neither its words nor its trace: both may quote what the visitor wrote.
            name = type(error).__name__
            logger.error("a turn of conversation %s failed: %s", conversation_id, name)
            self._fail(turn, ApiError("fault"))
        finally:
            turn.finish()

    async def _answer(
        self,
        agent: Agent,
        turn: Turn,
        conversation_id: str,
        message: VisitorMessage,
        admission: Admission,
    ) -> None:
        output = TurnOutput(turn, self._rendering)
        if admission.stored_turn:
            await output.send_stored(admission.stored_turn[1:])
            return
        metadata: Mapping[str, Any] = {TITLE: admission.title} if admission.title else {}
        await agent.processor.handle_message(
            UserMessage(
                text=message.text,
                output_channel=output,
                sender_id=conversation_id,
                input_channel=CHANNEL,
                message_id=message.id,
                metadata={**NOTICE_SHOWN, **metadata},
            )
        )

    def _fail(self, turn: Turn, error: ApiError) -> None:
        if turn.is_admitted:
            turn.tell(self.failure("turn_failed"))
        else:
            turn.refuse(error)


def _seconds_until(deadline: float) -> float:
    return max(0.0, deadline - asyncio.get_running_loop().time())


@asynccontextmanager
async def conversation_lock(agent: Agent, conversation_id: str) -> AsyncIterator[None]:
    """Hold the lock that Rasa itself holds during a turn.

    Rasa's own way in takes it too late for us: whether a message was answered already must be asked
    within it, or two requests at once would both be answered.

    Raises:
        ApiError: there is no trained model to talk to, or the lock cannot be had.
    """
    if not agent.is_ready():
        raise ApiError("unavailable")
    try:
        async with agent.lock_store.lock(conversation_id):
            yield
    except LockError as error:
        logger.error("conversation %s cannot be locked", conversation_id)
        raise ApiError("unavailable") from error
