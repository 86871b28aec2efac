"""The base of all forms: a loop of questions that can be left, interrupted and taken up again.

Rasa's own form forgets what a message says beside a question ("it's Anna, does it hurt?") and reads
details only in answer to itself. A form of ours is an action with the form's name, which Rasa
allows: the loop and the requested slot are recorded as ever.
"""

from __future__ import annotations

import abc

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import ClinicAction
from actions.safety import closed
from actions.turn import Turn
from mesoguide.dialogue.names import ANSWER, ANSWERS_WITHOUT_RULE, FORM_MISSES, STOPPED_FORM

REQUESTED_SLOT = "requested_slot"
#: After this many unreadable answers to one question the form says how to get on without it.
STUCK_AFTER = 2
#: "Oh, I give up" sounds a little like yes; nothing is sent for that.
SURE_OF_YES = 0.5


class FormAction(ClinicAction, abc.ABC):
    """An action that asks until it has what it needs."""

    @abc.abstractmethod
    def name(self) -> str:
        """Name of the form in the domain."""

    async def answer(self, turn: Turn) -> list[EventType]:
        """Begin the form, or go on with it."""
        if turn.state.active_form == self.name():
            return await self.go_on(turn)
        return await self.begin(turn)

    @abc.abstractmethod
    async def begin(self, turn: Turn) -> list[EventType]:
        """Say what this is, take what was said already, and ask for the first thing missing."""

    @abc.abstractmethod
    async def go_on(self, turn: Turn) -> list[EventType]:
        """Take the answer, and ask for the next thing or finish."""

    def ask(self, turn: Turn, slot: str, response: str | None = None) -> list[EventType]:
        """Ask for something, and record that the form waits for it."""
        turn.say(response or f"utter_ask_{slot}")
        return [ActiveLoop(self.name()), SlotSet(REQUESTED_SLOT, slot), SlotSet(FORM_MISSES, 0)]

    def ask_again(self, turn: Turn, problem: str, **values: str) -> list[EventType]:
        """Say what was wrong; the second time also how to get on, and the third time let go."""
        misses = int(turn.slot(FORM_MISSES) or 0) + 1
        if misses > STUCK_AFTER:
            return self.stop(turn, "utter_form_cancelled")
        turn.say(problem, **values)
        if misses == STUCK_AFTER:
            turn.say("utter_form_stuck")
        return [SlotSet(FORM_MISSES, misses)]

    def stop(self, turn: Turn, response: str) -> list[EventType]:
        """Leave the form unfinished; what was given is kept in case the person comes back."""
        turn.say(response)
        return [*closed(), SlotSet(STOPPED_FORM, self.name())]

    def finish(self) -> list[EventType]:
        """End the form."""
        return [*closed(), SlotSet(STOPPED_FORM, None)]


def was_digression(turn: Turn) -> bool:
    """Tell whether the message was a question that has just been answered."""
    answers = {*turn.rules.actions.values(), *ANSWERS_WITHOUT_RULE}
    return any(action in answers for action in turn.state.done)


def pressed(turn: Turn) -> str | None:
    """Return what a form's button stands for."""
    return next(iter(turn.mentioned(ANSWER)), None) if turn.message.is_payload else None


def said_yes(turn: Turn) -> bool:
    """Tell whether the message says yes."""
    message = turn.message
    return message.intent == "affirm" and (message.is_payload or message.confidence >= SURE_OF_YES)


def said_no(turn: Turn) -> bool:
    """Tell whether the message says no."""
    return turn.message.intent == "deny"
