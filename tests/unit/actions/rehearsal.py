"""Holds conversations with the real actions as Rasa does, without a server and without NLU.

Slots are filled by Rasa's own action, custom actions get the conversation as JSON, and what they
utter is filled in by Rasa's own code with our response generator.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk import Tracker, utils
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ClinicAction
from actions.resources import Resources
from mesoguide.dialogue.response_generator import ClinicResponseGenerator
from mesoguide.ops.settings import PROJECT_ROOT

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
    rules: dict[str, str]

    @classmethod
    def of(cls, domain: Domain, generator: ClinicResponseGenerator, resources: Resources) -> Clinic:
        actions = (kind(resources) for kind in action_classes())
        return cls(domain, generator, {action.name(): action for action in actions}, read_rules())


class Conversation:
    """One visitor's conversation."""

    def __init__(self, clinic: Clinic, visitor: str = "visitor") -> None:
        self.clinic = clinic
        self.tracker = DialogueStateTracker(visitor, clinic.domain.slots)
        self.slots_given: dict[str, Any] = {}

    async def says(self, intent: str, text: str = "", **entities: Any) -> list[Reply]:
        """Says something that was understood so, and gets the answer that the rules provide."""
        await self.hears(intent, text, entities)
        return await self.does(self.clinic.rules[intent])

    async def hears(self, intent: str, text: str = "", entities: Entities | None = None) -> None:
        found = [
            {"entity": kind, "value": value}
            for kind, values in (entities or {}).items()
            for value in (values if isinstance(values, list) else [values])
        ]
        message = UserUttered(text, {"name": intent, "confidence": 1.0}, found)
        self.tracker.update(message, self.clinic.domain)
        slots = await ActionExtractSlots(None).run(
            CollectingOutputChannel(), self.clinic.generator, self.tracker, self.clinic.domain
        )
        self.tracker.update_with_events(slots, self.clinic.domain)

    def remembers(self, **slots: Any) -> None:
        """Puts values into slots as a typed payload or an earlier release could."""
        self.tracker.update_with_events(
            [SlotSet(name, value) for name, value in slots.items()], self.clinic.domain
        )

    async def does(self, action: str) -> list[Reply]:
        """Runs an action and gives back what the visitor reads."""
        messages = [{"response": action}]
        if not action.startswith("utter_"):
            messages = await self.dispatches(action)
        said = await RemoteAction._utter_responses(
            messages, CollectingOutputChannel(), self.clinic.generator, self.tracker
        )
        self.tracker.update(ActionExecuted(action), self.clinic.domain)
        self.tracker.update_with_events(said, self.clinic.domain)
        replies = [_reply(event.as_dict()) for event in said]
        assert len(replies) == len(messages), f"not in domain.yml: {messages}"
        for reply in replies:
            assert_fit_to_send(reply)
        return replies

    async def dispatches(self, action: str) -> list[dict[str, Any]]:
        """Runs a custom action on the conversation as the action server receives it."""
        sent = json.loads(json.dumps(self.tracker.current_state(EventVerbosity.ALL)))
        dispatcher = CollectingDispatcher()
        events = await self.clinic.actions[action].run(
            dispatcher, Tracker.from_dict(sent), self.clinic.domain.as_dict()
        )
        assert events == []
        return dispatcher.messages


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
    return Domain.load(str(PROJECT_ROOT / "domain.yml"))


def import_actions() -> None:
    from actions import conversation, education, plans, safety, sources  # noqa: F401 - registers


def read_rules() -> dict[str, str]:
    """The action that answers each intent, from ``data/rules``."""
    found = {}
    for path in sorted((PROJECT_ROOT / "data" / "rules").glob("*.yml")):
        for rule in _read(path)["rules"]:
            intent, action = rule["steps"]
            found[intent["intent"]] = action["action"]
    return found


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
