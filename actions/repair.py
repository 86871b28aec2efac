"""Actions for what was not understood: in steps that end with a person, never a loop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.resources import Resources
from actions.stored import keep_unanswered
from actions.turn import Turn
from mesoguide.content.titles import nearest_topics, topic_buttons
from mesoguide.dialogue.contact.form_reading import gives_contact
from mesoguide.dialogue.context.not_ours_reading import OUT_OF_SCOPE, not_ours
from mesoguide.dialogue.gibberish import is_gibberish
from mesoguide.dialogue.names import MY_PLAN_FORM, UNKNOWN_CLINIC_FACT

OUT_OF_SCOPE_REPLY = "utter_out_of_scope"
#: In the middle of a form nobody is asked to pick another topic: the form goes on.
IN_FORM_REPLY = "utter_form_cannot_answer"
MISS_REPLIES = frozenset(
    {
        "utter_default",
        "utter_default_nearest",
        "utter_ask_rephrase",
        OUT_OF_SCOPE_REPLY,
        "utter_offer_call",
        "utter_offer_person",
        "utter_still_not_understood",
        "utter_unhelpful",
        "utter_unhelpful_again",
    }
)

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
        if group := not_ours(turn.message, turn.rules.not_ours):
            buttons = _comparison(turn) if group == "treatments" else None
            turn.say(f"utter_not_ours_{group}", buttons)
            await keep_unanswered(turn, self.resources, [], OUT_OF_SCOPE)
            return []
        form = turn.state.active_form
        if form == MY_PLAN_FORM:
            turn.say(OUT_OF_SCOPE_REPLY)
            await keep_unanswered(turn, self.resources, [], OUT_OF_SCOPE)
            return []
        if form or gives_contact(turn.message.text):
            await handle_miss(turn, self.resources)
            return []
        misses = misses_in_a_row(turn.events)
        turn.say(later_step(misses) if misses >= OFFER_PERSON_AT else OUT_OF_SCOPE_REPLY)
        await keep_unanswered(turn, self.resources, [], OUT_OF_SCOPE)
        return []


def _comparison(turn: Turn) -> list[dict[str, str]] | None:
    """Return buttons for how our shots compare with a treatment, where an answer says so."""
    other = next(iter(turn.mentioned("alternative")), "")
    if not turn.has_response(f"utter_answer_comparison_{other}"):
        return None
    payload = json.dumps({"alternative": other})
    return [{"title": "Compare it", "payload": f"/ask_comparison{payload}"}]


class ActionAnswerUnknownClinicFact(ClinicAction):
    """Says that only staff know it: parking, steps, buses; keeps the question for staff."""

    def name(self) -> str:
        """Name in the domain."""
        return UNKNOWN_CLINIC_FACT

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter where to ask."""
        turn.say("utter_unknown_clinic_fact")
        await keep_unanswered(turn, self.resources, [], OUT_OF_SCOPE)
        return []


def later_step(misses: int) -> str:
    """Name the reply from the third miss in a row on: a person is offered once."""
    return "utter_offer_person" if misses == OFFER_PERSON_AT else "utter_still_not_understood"


def misses_in_a_row(events: Sequence[Mapping[str, Any]]) -> int:
    """Count the turns that ended in a miss, up to this one, since the last that did not.

    What was answered counts and not what was understood: a doubtful wish is a miss as well.
    """
    count, replies, is_this_turn = 1, set(), True
    for event in reversed(events):
        if event.get("event") == "bot":
            replies.add((event.get("metadata") or {}).get("utter_action"))
        elif event.get("event") == "user":
            if not is_this_turn:
                if not replies & MISS_REPLIES:
                    break
                count += 1
            replies, is_this_turn = set(), False
    return count


async def handle_miss(turn: Turn, resources: Resources) -> None:
    """Answer what was not understood, one step further than the last time, and keep it."""
    if len(turn.message.text) > MAX_MESSAGE_CHARACTERS:
        turn.say("utter_too_long")
        return
    titles = resources.titles
    ranking = turn.tracker.latest_message.get("intent_ranking") or ()
    # Nothing is near to "asdfgh".
    nearest = [] if is_gibberish(turn.heard) else nearest_topics(ranking, titles)
    misses = misses_in_a_row(turn.events)
    if turn.state.active_form:
        turn.say(IN_FORM_REPLY)
    elif gives_contact(turn.message.text) and not turn.message.is_payload:
        turn.say("utter_offer_call")
        return
    elif misses >= OFFER_PERSON_AT:
        turn.say(later_step(misses))
    elif misses == OFFER_PERSON_AT - 1:
        turn.say("utter_ask_rephrase")
    elif nearest:
        turn.say("utter_default_nearest", topic_buttons(nearest, titles))
    else:
        turn.say("utter_default")
    await keep_unanswered(turn, resources, nearest, "not_understood")
