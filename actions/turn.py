"""One turn as an action sees it: what was asked, of what, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.content.response_texts import ResponseTexts

#: Value under which a message carries the code of the plan that it speaks of, or several codes
#: apart by blanks.
PLAN_CODE = "plan_code"


#: After these the conversation starts afresh, although Rasa hands on what came before.
FRESH_START = frozenset({"restart", "session_started"})


@dataclass(frozen=True)
class Turn:
    """A visitor's message in its conversation.

    Entities and slots can be set by a typed payload, so their values are hostile until they have
    been compared with the catalogue.
    """

    dispatcher: CollectingDispatcher
    tracker: Tracker
    texts: ResponseTexts

    @classmethod
    def of(
        cls, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Turn:
        """Build a turn from what Rasa hands to an action."""
        return cls(dispatcher, tracker, ResponseTexts(domain.get("responses", {})))

    @property
    def intent(self) -> str:
        """Name of the intent of the latest message."""
        return str((self.tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """Everything in this conversation since it last started afresh."""
        events: Sequence[Mapping[str, Any]] = self.tracker.events
        starts = (n for n, event in enumerate(events, 1) if event.get("event") in FRESH_START)
        return events[max(starts, default=0) :]

    def mentioned(self, kind: str) -> list[str]:
        """List the values of one kind of entity in the latest message, each once, in order."""
        entities = self.tracker.latest_message.get("entities") or []
        values = [str(e.get("value")) for e in entities if e.get("entity") == kind]
        return list(dict.fromkeys(values))

    def concern(self) -> Concern | None:
        """Return the concern of this message, else the one the conversation is about."""
        for value in reversed(self.mentioned("concern")):
            if concern := Concern.parse(value):
                return concern
        return Concern.parse(self.tracker.get_slot("concern"))

    def earlier_concern(self) -> Concern | None:
        """Return what the conversation was about before this message, else what the slot holds.

        Rasa fills the slot from the message before an action runs.
        """
        events = iter(reversed(self.events))
        next((event for event in events if event.get("event") == "user"), None)
        for event in events:
            if event.get("event") == "slot" and event.get("name") == "concern":
                return Concern.parse(event.get("value"))
        return Concern.parse(self.tracker.get_slot("concern"))

    def body_area(self) -> BodyArea | None:
        """Return the body area of this message, else the one the conversation is about.

        A new concern starts without an area: thighs asked about for fat are not meant for hair.
        """
        for value in reversed(self.mentioned("body_area")):
            if area := BodyArea.parse(value):
                return area
        if self.mentioned("concern"):
            return None
        return BodyArea.parse(self.tracker.get_slot("body_area"))

    def say(
        self, response: str, buttons: list[dict[str, str]] | None = None, /, **values: str
    ) -> None:
        """Utter a named response with its values filled in.

        Rasa keeps every value with the message for ever, so only those that the response names
        are handed on, and the code of the plan, by which its sources are found later.
        """
        named = self.texts.placeholders(response) | {PLAN_CODE}
        kept = {name: value for name, value in values.items() if name in named}
        self.dispatcher.utter_message(response=response, buttons=buttons, **kept)

    def has_response(self, name: str) -> bool:
        """Tell whether the domain has a response of this name."""
        return self.texts.has(name)
