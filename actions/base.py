"""The base of all actions: a fault ends in an honest sentence, never in silence."""

from __future__ import annotations

import abc
import logging
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.resources import Resources, shared_resources
from actions.turn import Turn
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.names import BODY_AREA, CONCERN, MORE_FOLLOWS, TOPIC
from mesoguide.ops import metrics

logger = logging.getLogger(__name__)

SERVICE_PROBLEM = "utter_service_problem"


class ClinicAction(Action, abc.ABC):
    """An action that answers one turn.

    Subclasses write :meth:`answer`. Objects are shared by all conversations, so they keep nothing
    of a turn.
    """

    def __init__(self, resources: Resources | None = None) -> None:
        self._given = resources

    @property
    def resources(self) -> Resources:
        """The plans, the ledger and the labels."""
        return self._given or shared_resources()

    @abc.abstractmethod
    async def answer(self, turn: Turn) -> list[EventType]:
        """Answer the turn and return the events to record."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Answer; whatever goes wrong, the visitor gets an apology and staff get a log line.

        The log names the fault and never the message: what a patient wrote stays in the database.
        """
        turn = Turn.of(dispatcher, tracker, domain, self.resources.rules)
        try:
            events = await self.answer(turn)
        except Exception as error:  # the visitor must not be left in silence whatever broke
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            metrics.ACTION_ERRORS.labels(self.name()).inc()
            dispatcher.messages.clear()
            turn.say(SERVICE_PROBLEM)
            return []
        for message in dispatcher.messages[:-1]:
            # Only the last message of an answer shows buttons: two sets leave no one choice.
            message[MORE_FOLLOWS] = True
        return [*meant(turn), *events]


def meant(turn: Turn) -> list[EventType]:
    """Return what to remember where the message means something else than its words alone say.

    Rasa fills the slots from the words before an action runs: it knows nothing of what is denied,
    of an area that brings its concern back, or of a question that goes on with the one before it.
    """
    changes: dict[str, str | None] = {}
    concern, area = turn.concern(), turn.body_area()
    if not turn.heard.mentioned(CONCERN):
        changes[CONCERN] = concern.value if concern else None
    if not turn.heard.mentioned(BODY_AREA) and (turn.message.denied or turn.mentioned(BODY_AREA)):
        changes[BODY_AREA] = area.value if area else None
    topic = TOPICS.get(turn.intent.removeprefix("ask_"))
    if topic and turn.message.intent != turn.heard.intent:
        changes[TOPIC] = topic.name
    return [SlotSet(name, value) for name, value in changes.items() if value != turn.slot(name)]
