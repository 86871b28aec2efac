"""Actions for what was not understood: in steps that end with a person, never a loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.resources import Resources
from actions.stored import keep_unanswered
from actions.turn import Turn
from mesoguide.content.titles import nearest_topics, topic_buttons
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

OUT_OF_SCOPE = "out_of_scope"
MISSES = frozenset({FALLBACK_INTENT, OUT_OF_SCOPE})

#: Longer messages are asked for again in short; the longest training message has 60 words.
MAX_MESSAGE_CHARACTERS = 1_000
#: From the third miss on a person is offered (design, section 3).
OFFER_PERSON_AT = 3


class ActionHandleMisunderstanding(ClinicAction):
    """Answers a message that was not understood, and keeps it for staff."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_handle_misunderstanding"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the next step: the nearest topics, other words and a menu, a person."""
        await handle_miss(turn, self.resources)
        return []


class ActionAnswerOutOfScope(ClinicAction):
    """Says what MesoGuide can help with, and keeps the question for staff."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_out_of_scope"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the limits; after the second time, offer a person."""
        misses = misses_in_a_row(turn.events)
        turn.say(later_step(misses) if misses >= OFFER_PERSON_AT else "utter_out_of_scope")
        await keep_unanswered(turn, self.resources, [], OUT_OF_SCOPE)
        return []


def names_nothing(message: UnderstoodMessage) -> bool:
    """Tell whether a bare piece of information holds nothing that is known."""
    return message.intent == "inform" and not message.entities


def later_step(misses: int) -> str:
    """Name the reply from the third miss in a row on: a person is offered once."""
    return "utter_offer_person" if misses == OFFER_PERSON_AT else "utter_still_not_understood"


def misses_in_a_row(events: Sequence[Mapping[str, Any]]) -> int:
    """Count the messages that were not understood since the last one that was."""
    count = 0
    for event in reversed(events):
        if event.get("event") != "user":
            continue
        message = UnderstoodMessage.of(event.get("parse_data") or {}, event.get("text"))
        if message.intent not in MISSES and not names_nothing(message):
            break
        count += 1
    return count


async def handle_miss(turn: Turn, resources: Resources) -> None:
    """Answer what was not understood, one step further than the last time, and keep it."""
    if len(turn.message.text) > MAX_MESSAGE_CHARACTERS:
        turn.say("utter_too_long")
        return
    titles = resources.titles
    nearest = nearest_topics(turn.tracker.latest_message.get("intent_ranking") or (), titles)
    misses = misses_in_a_row(turn.events)
    if misses >= OFFER_PERSON_AT:
        turn.say(later_step(misses))
    elif misses == OFFER_PERSON_AT - 1:
        turn.say("utter_ask_rephrase")
    elif nearest:
        turn.say("utter_default_nearest", topic_buttons(nearest, titles))
    else:
        turn.say("utter_default")
    await keep_unanswered(turn, resources, nearest, "not_understood")
