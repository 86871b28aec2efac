"""Actions of the conversation family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.turn import Turn

FALLBACK_INTENT = "nlu_fallback"

#: Longer messages are asked for again in short; the longest training message has 60 words.
MAX_MESSAGE_CHARACTERS = 1_000


class ActionGreet(ClinicAction):
    """Greets; somebody who was greeted already is not told everything again."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_greet"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the first or the later greeting."""
        greeted = any(
            (event.get("metadata") or {}).get("utter_action") == "utter_greet"
            for event in turn.events
            if event.get("event") == "bot"
        )
        turn.say("utter_greet_again" if greeted else "utter_greet")
        return []


class ActionHandleMisunderstanding(ClinicAction):
    """Answers a message that was not understood: in steps that end with a person, never a loop."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_handle_misunderstanding"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the next step: other words, short words, a person."""
        text = str(turn.tracker.latest_message.get("text") or "")
        misses = misses_in_a_row(turn.events)
        if len(text) > MAX_MESSAGE_CHARACTERS:
            turn.say("utter_too_long")
        elif misses <= 1:
            turn.say("utter_default")
        elif misses == 2:
            turn.say("utter_ask_rephrase")
        else:
            turn.say("utter_request_human")
        return []


def misses_in_a_row(events: Sequence[Mapping[str, Any]]) -> int:
    """Count the messages that were not understood since the last one that was."""
    count = 0
    for event in reversed(events):
        if event.get("event") != "user":
            continue
        intent = (event.get("parse_data") or {}).get("intent") or {}
        if intent.get("name") != FALLBACK_INTENT:
            break
        count += 1
    return count
