"""One turn as an action sees it: what was asked, of what, and how to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.content.response_texts import ResponseTexts
from mesoguide.dialogue.context.ellipsis import goes_back, means_the_other, says_same_place
from mesoguide.dialogue.context.follow_ups import as_meant
from mesoguide.dialogue.names import LISTED_PLANS, NOTICE
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.turn_plan import answered_questions, more_to_come
from mesoguide.dialogue.turn_state import FRESH_START, TurnState, turn_state
from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Value under which a message carries the code of the plan that it speaks of, or several codes
#: apart by blanks.
PLAN_CODE = "plan_code"

_NO_MESSAGE = TurnState(UnderstoodMessage.of({}))


@dataclass(frozen=True)
class Turn:
    """A visitor's message in its conversation.

    Entities and slots can be set by a typed payload, so their values are hostile until they have
    been compared with the catalogue.
    """

    dispatcher: CollectingDispatcher
    tracker: Tracker
    texts: ResponseTexts
    rules: Rules

    @classmethod
    def of(
        cls,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Mapping[str, Any],
        rules: Rules,
    ) -> Turn:
        """Build a turn from what Rasa hands to an action."""
        return cls(dispatcher, tracker, ResponseTexts(domain.get("responses", {})), rules)

    @cached_property
    def state(self) -> TurnState:
        """The message, and how the conversation stood when it came."""
        return as_meant(turn_state(reversed(self.tracker.events)) or _NO_MESSAGE, self.rules)

    @property
    def message(self) -> UnderstoodMessage:
        """The latest message as it is meant in the conversation."""
        return self.state.message

    @cached_property
    def heard(self) -> UnderstoodMessage:
        """The latest message by its words alone."""
        return (turn_state(reversed(self.tracker.events)) or _NO_MESSAGE).message

    @property
    def intent(self) -> str:
        """The question that this action answers: a message may hold several."""
        questions = answered_questions(self.message, self.rules)
        if len(questions) < 2:
            return questions[0]
        answered = [action for action in self.state.done if action != NOTICE]
        return questions[min(len(answered), len(questions) - 1)]

    @property
    def conversation_id(self) -> str:
        """The id under which everything of this conversation is stored."""
        return str(self.tracker.sender_id)

    @property
    def channel(self) -> str:
        """Name of the channel that the message came by."""
        return str(self.tracker.get_latest_input_channel() or "unknown")

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """Everything in this conversation since it last started afresh."""
        return self._sessions[1]

    @property
    def earlier_events(self) -> Sequence[Mapping[str, Any]]:
        """What came before that, in the turn that starts afresh; Rasa forgets it afterwards."""
        return self._sessions[0]

    @cached_property
    def _sessions(self) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
        events: Sequence[Mapping[str, Any]] = self.tracker.events
        starts = (n for n, event in enumerate(events, 1) if event.get("event") in FRESH_START)
        start = max(starts, default=0)
        restarted = start > 0 and events[start - 1].get("event") == "restart"
        return (() if restarted else events[: max(start - 1, 0)]), events[start:]

    def mentioned(self, kind: str) -> list[str]:
        """List the values of one kind of entity in the latest message, each once, in order."""
        return self.message.mentioned(kind)

    def slot(self, name: str) -> Any:
        """Return what is remembered under a name."""
        return self.tracker.get_slot(name)

    def concern(self) -> Concern | None:
        """Return the concern of this message, else the one the conversation is about.

        "Back to the belly" brings back what was spoken of with the belly; what the message denies
        is no longer what the conversation is about.
        """
        for value in reversed(self.mentioned("concern")):
            if concern := Concern.parse(value):
                return concern
        remembered = Concern.parse(self.slot("concern"))
        if means_the_other(self.message.text):
            return self.other_concern() or remembered
        if remembered and self.message.denies("concern", remembered.value):
            remembered = None
        area = next(iter(self.mentioned("body_area")), None)
        is_elsewhere = remembered is Concern.HAIR_LOSS and area not in (None, BodyArea.SCALP.value)
        if area and (remembered is None or is_elsewhere or goes_back(self.message.text)):
            # "No, I meant me, the thighs" after somebody else's hair.
            return self.concern_spoken_of_with(area) or remembered
        return remembered

    def other_concern(self) -> Concern | None:
        """Return the concern that was spoken of before the present one, if there was another."""
        named: list[Concern] = []
        for event in self.events:
            if event.get("event") == "slot" and event.get("name") == "concern":
                concern = Concern.parse(event.get("value"))
                named = [c for c in named if c is not concern] + ([concern] if concern else [])
        return named[-2] if len(named) > 1 else None

    def both_concerns(self) -> tuple[Concern, ...]:
        """Return the last two concerns that the visitor named, in their order."""
        users = (event for event in self.events if event.get("event") == "user")
        parsed = (UnderstoodMessage.of(event.get("parse_data") or {}) for event in users)
        named: list[Concern] = []
        for message in parsed:
            found = [c for value in message.mentioned("concern") if (c := Concern.parse(value))]
            named = [c for c in named if c not in found] + found
        return tuple(named[-2:]) if len(named) > 1 else ()

    def concern_spoken_of_with(self, area: str) -> Concern | None:
        """Return the concern that an area of the body was last spoken of with, if any was."""
        return dict(self._concerns_with_areas()).get(area)

    def _concerns_with_areas(self) -> Iterator[tuple[str, Concern]]:
        """Yield each area with the concern that it was named for, the latest last."""
        concern: Concern | None = None
        for event in self.events:
            if event.get("event") != "user":
                continue
            earlier = UnderstoodMessage.of(event.get("parse_data") or {})
            named = [c for value in earlier.mentioned("concern") if (c := Concern.parse(value))]
            concern = named[-1] if named else concern
            if concern and earlier.denies("concern", concern.value):
                concern = None
            areas = earlier.mentioned("body_area")
            if concern and event is not self._latest:
                yield from ((area, concern) for area in areas)

    @cached_property
    def _latest(self) -> Mapping[str, Any] | None:
        users = (event for event in reversed(self.events) if event.get("event") == "user")
        return next(users, None)

    def earlier_concern(self) -> Concern | None:
        """Return what the conversation was about before this message, else what the slot holds.

        Rasa fills the slot from the message before an action runs.
        """
        events = iter(reversed(self.events))
        next((event for event in events if event.get("event") == "user"), None)
        for event in events:
            if event.get("event") == "slot" and event.get("name") == "concern":
                return Concern.parse(event.get("value"))
        return Concern.parse(self.slot("concern"))

    def body_area(self) -> BodyArea | None:
        """Return the body area of this message, else the one the conversation is about.

        A new concern starts without an area: thighs asked about for fat are not meant for hair.
        "Fat there, not cellulite" keeps it.
        """
        for value in reversed(self.mentioned("body_area")):
            if area := BodyArea.parse(value):
                return area
        is_new = bool(self.mentioned("concern")) and not says_same_place(self.message.text)
        area = None if is_new else BodyArea.parse(self.slot("body_area"))
        return None if area and self.message.denies("body_area", area.value) else area

    def say(
        self, response: str, buttons: list[dict[str, str]] | None = None, /, **values: str
    ) -> None:
        """Utter a named response with its values filled in.

        Rasa keeps every value with the message for ever, so only those that the response names
        are handed on, and the codes of plans, by which their sources are found later, or "the
        second one". Buttons are left to the last answer of the turn.
        """
        named = self.texts.placeholders(response) | {PLAN_CODE, LISTED_PLANS}
        kept = {name: value for name, value in values.items() if name in named}
        shown = None if more_to_come(self.state, self.rules) else buttons
        self.dispatcher.utter_message(response=response, buttons=shown, **kept)

    def has_response(self, name: str) -> bool:
        """Tell whether the domain has a response of this name."""
        return self.texts.has(name)

    def was_said(self, response: str, **metadata: str) -> bool:
        """Tell whether a reply was said in this conversation, with these values if given."""
        said = (e.get("metadata") or {} for e in self.events if e.get("event") == "bot")
        return any(
            values.get("utter_action") == response
            and all(values.get(key) == value for key, value in metadata.items())
            for values in said
        )
