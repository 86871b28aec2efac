"""Holds conversations with the real actions as Rasa does, without a server and without NLU.

Slots are filled by Rasa's own action, custom actions get the conversation as JSON, and what they
utter is filled in by Rasa's own code with our response generator.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk import Tracker, utils
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.base import ClinicAction
from actions.resources import Resources
from mesoguide.dialogue.names import NOTICE
from mesoguide.dialogue.rasa_events import newest_first
from mesoguide.dialogue.response_generator import ClinicResponseGenerator
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.turn_plan import planned_actions
from mesoguide.dialogue.turn_state import turn_state
from mesoguide.ops.settings import PROJECT_ROOT

LISTEN = "action_listen"
MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20

#: The visitor's side of a turn: a list names several values, and anything may come in a payload.
Entities = Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """One message as a channel gets it."""

    response: str
    text: str
    buttons: tuple[dict[str, Any], ...]
    metadata: dict[str, Any]


@dataclass(frozen=True)
class Clinic:
    """Everything that a conversation needs, shared by all conversations."""

    domain: Domain
    generator: ClinicResponseGenerator
    actions: dict[str, ClinicAction]
    rules: Rules
    resources: Resources

    @classmethod
    def of(cls, domain: Domain, generator: ClinicResponseGenerator, resources: Resources) -> Clinic:
        actions = (kind(resources) for kind in action_classes())
        by_name = {action.name(): action for action in actions}
        return cls(domain, generator, by_name, resources.rules, resources)


class Conversation:
    """One visitor's conversation."""

    def __init__(self, clinic: Clinic, visitor: str = "visitor") -> None:
        self.clinic = clinic
        self.tracker = DialogueStateTracker(visitor, clinic.domain.slots)
        self.channel = "rest"

    async def says(self, intent: str, text: str = "", **entities: Any) -> list[Reply]:
        """Says something that was understood so, and gets the answer of the whole turn."""
        await self.hears(intent, text, entities)
        return await self.is_answered()

    async def types(self, text: str, intent: str = "inform", **understood: Any) -> list[Reply]:
        """Types a text; `understood` is what NLU makes of it (act, questions, confidence, ...)."""
        await self.hears(intent, text, **understood)
        return await self.is_answered()

    async def presses(self, payload: str) -> list[Reply]:
        """Presses a button."""
        intent, _, entities = payload.removeprefix("/").partition("{")
        await self.hears(intent, payload, json.loads("{" + entities) if entities else None)
        return await self.is_answered()

    async def hears(
        self,
        intent: str,
        text: str = "",
        entities: Entities | None = None,
        *,
        act: str = "none",
        **understood: Any,
    ) -> None:
        found = [
            {"entity": kind, "value": value}
            for kind, values in (entities or {}).items()
            for value in (values if isinstance(values, list) else [values])
        ]
        confidence = understood.pop("confidence", 1.0)
        parse_data = {"dialogue_act": {"name": act, "confidence": 1.0}, **understood}
        message = UserUttered(
            text,
            {"name": intent, "confidence": confidence},
            found,
            {"intent": {"name": intent, "confidence": confidence}, "entities": found, **parse_data},
            input_channel=self.channel,
        )
        self.tracker.update(message, self.clinic.domain)
        slots = await ActionExtractSlots(None).run(
            CollectingOutputChannel(), self.clinic.generator, self.tracker, self.clinic.domain
        )
        self.tracker.update_with_events(slots, self.clinic.domain)

    def begins_another_session(self) -> None:
        """Comes back after so long a silence that Rasa starts a session."""
        self.tracker.update_with_events(
            [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted(LISTEN)],
            self.clinic.domain,
        )

    async def is_answered(self) -> list[Reply]:
        """Runs the actions of the turn in their order; the notice is not part of the answer."""
        replies: list[Reply] = []
        while action := self.tracker.followup_action or self._next_action():
            replies += await self.does(action)
        self.tracker.update(ActionExecuted(LISTEN), self.clinic.domain)
        return [reply for reply in replies if reply.response != NOTICE]

    def _next_action(self) -> str | None:
        state = turn_state(newest_first(self.tracker))
        assert state
        planned = planned_actions(state, self.clinic.rules)
        return planned[len(state.done)] if len(state.done) < len(planned) else None

    def remembers(self, **slots: Any) -> None:
        """Puts values into slots as a typed payload or an earlier release could."""
        self.tracker.update_with_events(
            [SlotSet(name, value) for name, value in slots.items()], self.clinic.domain
        )

    async def does(self, action: str) -> list[Reply]:
        """Runs an action and gives back what the visitor reads."""
        messages, events = [{"response": action}], []
        if not action.startswith("utter_"):
            messages, events = await self.runs(action)
        self.tracker.clear_followup_action()
        said = await RemoteAction._utter_responses(
            messages, CollectingOutputChannel(), self.clinic.generator, self.tracker
        )
        self.tracker.update(ActionExecuted(action), self.clinic.domain)
        self.tracker.update_with_events([*said, *events], self.clinic.domain)
        replies = [_reply(event.as_dict()) for event in said]
        assert len(replies) == len(messages), f"not in domain.yml: {messages}"
        for reply in replies:
            assert_fit_to_send(reply)
        return replies

    async def dispatches(self, action: str) -> list[dict[str, Any]]:
        """Runs a custom action for what it says."""
        messages, _ = await self.runs(action)
        return messages

    async def runs(self, action: str) -> tuple[list[dict[str, Any]], list[Event]]:
        """Runs a custom action on the conversation as the action server receives it."""
        sent = json.loads(json.dumps(self.tracker.current_state(EventVerbosity.ALL)))
        dispatcher = CollectingDispatcher()
        events = await self.clinic.actions[action].run(
            dispatcher, Tracker.from_dict(sent), self.clinic.domain.as_dict()
        )
        return dispatcher.messages, deserialise_events(json.loads(json.dumps(events)))


def _reply(event: dict[str, Any]) -> Reply:
    return Reply(
        response=event["metadata"]["utter_action"],
        text=event["text"],
        buttons=tuple(event["data"]["buttons"] or ()),
        metadata=event["metadata"],
    )


def assert_fit_to_send(reply: Reply) -> None:
    """A patient never sees a placeholder, a Python value or a hole in the layout."""
    assert reply.text, reply.response
    assert not re.search(r"[{}]|\bNone\b|utter_|^\s|\s$", reply.text), reply.text
    assert not re.search(r"\n\n\n|^[ \t]|[ \t]$| {2}", reply.text, re.MULTILINE), reply.text
    assert len(reply.buttons) <= MAX_BUTTONS, reply.response
    for button in reply.buttons:
        assert 0 < len(button["title"]) <= MAX_BUTTON_TITLE, button
        assert "{" not in button["title"], button
        assert re.fullmatch(r"/\w+(\{.*\})?", button["payload"]), button


def names(replies: list[Reply]) -> list[str]:
    return [reply.response for reply in replies]


def spoken(replies: list[Reply]) -> str:
    """All that was read in one turn."""
    return "\n\n".join(reply.text for reply in replies)


def action_classes() -> list[type[ClinicAction]]:
    """Every action as the action server finds them."""
    import_actions()
    found = [kind for kind in utils.all_subclasses(ClinicAction) if not kind.__abstractmethods__]
    return sorted(found, key=lambda kind: kind.__name__)


@lru_cache(maxsize=1)
def load_domain() -> Domain:
    # Rasa's own reader also validates, which takes four seconds; training does that.
    text = (PROJECT_ROOT / "domain.yml").read_text(encoding="utf-8")
    return Domain.from_dict(yaml.load(text, yaml.CSafeLoader))


def import_actions() -> None:
    for module in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"actions.{module.name}")
