"""Rasa's message processor, which also tells how each message was handled, on every channel."""

from __future__ import annotations

import asyncio
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.ops import metrics, turn_log
from mesoguide.ops.turn_log import TurnReport


@dataclass
class _Handling:
    """The message that the present task handles."""

    tracker: DialogueStateTracker | None = None


_handling: ContextVar[_Handling | None] = ContextVar("handling", default=None)


class TurnsInProgress:
    """Counts the messages that are being handled, for whoever has to wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._idle: asyncio.Event | None = None

    def begin(self) -> None:
        """Count one more."""
        self._count += 1
        metrics.TURNS_IN_PROGRESS.inc()

    def end(self) -> None:
        """Count one less."""
        self._count -= 1
        metrics.TURNS_IN_PROGRESS.dec()
        if not self._count and self._idle is not None:
            self._idle.set()

    async def wait_until_idle(self, seconds: float) -> bool:
        """Wait until none is left; False when some are after all that time."""
        if not self._count:
            return True
        self._idle = asyncio.Event()
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except asyncio.TimeoutError:
            return False
        return True


#: Of this process.
IN_PROGRESS = TurnsInProgress()


class ObservedProcessor(MessageProcessor):
    """Handles messages as Rasa does, and reports each to :mod:`mesoguide.ops.turn_log`."""

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Handle a message."""
        handling, started = _Handling(), time.perf_counter()
        token = _handling.set(handling)
        IN_PROGRESS.begin()
        fault: str | None = None
        try:
            answers: list[dict[str, Any]] | None = await super().handle_message(message)
        except BaseException as error:
            fault = type(error).__name__
            raise
        finally:
            IN_PROGRESS.end()
            _handling.reset(token)
            seconds = time.perf_counter() - started
            turn_log.record(self._report(message, handling.tracker, seconds, fault))
        return answers

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation, which tells how the message was handled."""
        if (handling := _handling.get()) is not None:
            handling.tracker = tracker
        await super().save_tracker(tracker)

    async def _run_action(self, action: Any, *arguments: Any, **named: Any) -> bool:
        """Run an action; Rasa itself only logs that one failed."""
        return bool(await super()._run_action(_Counted(action), *arguments, **named))

    def _report(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None,
        seconds: float,
        fault: str | None,
    ) -> TurnReport:
        report: dict[str, Any] = {
            "conversation_id": message.sender_id,
            "channel": message.input_channel or turn_log.UNKNOWN,
            "seconds": seconds,
            "failed": fault is not None,
            "error": fault,
        }
        if tracker is None:
            return TurnReport(**report)
        intent = (tracker.latest_message and tracker.latest_message.intent) or {}
        ran, said = _this_turn(tracker)
        names = (name for name in ran if name != ACTION_LISTEN_NAME)
        return TurnReport(
            **report,
            intent=turn_log.known_intent(intent.get("name"), self.domain.intents),
            confidence=float(intent.get("confidence") or 0.0),
            actions=turn_log.known_actions(names, self.domain.action_names_or_texts),
            replies=tuple(str(reply) for reply in said if reply),
            messages=len(said),
        )


class _Counted:
    """An action whose faults are counted before Rasa swallows them."""

    def __init__(self, action: Any) -> None:
        self._action = action

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *arguments: Any, **named: Any) -> Any:
        try:
            return await self._action.run(*arguments, **named)
        except ActionExecutionRejection:
            raise
        except Exception:
            metrics.ACTION_ERRORS.labels(self._action.name()).inc()
            raise


def _this_turn(tracker: DialogueStateTracker) -> tuple[list[str | None], list[str | None]]:
    """Return the actions that were run and the replies that were said since the last message."""
    ran, said = [], []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            ran.append(event.action_name)
        elif isinstance(event, BotUttered):
            said.append((event.metadata or {}).get("utter_action"))
    return ran[::-1], said[::-1]
