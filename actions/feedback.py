"""Action that takes praise, complaints and "that did not help"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.stored import keep_feedback, keep_unanswered
from actions.turn import Turn
from mesoguide.content.titles import nearest_topics, topic_buttons
from mesoguide.dialogue.praise import is_praise

UNHELPFUL = "unhelpful"


@dataclass(frozen=True)
class Exchange:
    """A question and what was answered to it.

    Attributes:
        question: the visitor's message.
        parse_data: how it was understood.
        replies: the names of the replies, in order.
        claims: the claims that they rest on.
        answered_at: time of the first reply, by which the answer is told from others.
    """

    question: str
    parse_data: Mapping[str, Any]
    replies: tuple[str, ...]
    claims: tuple[str, ...]
    answered_at: float

    @property
    def intent(self) -> str:
        """The intent that was answered."""
        return str((self.parse_data.get("intent") or {}).get("name") or "")


class ActionTakeFeedback(ClinicAction):
    """Stores feedback against the answer that was shown, and offers a way on."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_feedback"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Thank for it; after an answer that did not help, offer other topics and a person."""
        last = last_exchange(turn.events)
        helpful = is_praise(turn.message.text)
        if turn.message.act == UNHELPFUL and last and not helpful:
            titles = self.resources.titles
            ranking = last.parse_data.get("intent_ranking") or ()
            nearest = nearest_topics(ranking, titles, but=last.intent)
            turn.say("utter_unhelpful", topic_buttons(nearest, titles))
            await keep_feedback(turn, self.resources, last, helpful=False)
            await keep_unanswered(turn, self.resources, nearest, UNHELPFUL, last.question)
            return []
        if turn.message.is_payload:
            turn.say("utter_ask_feedback")
            return []
        turn.say("utter_feedback_praise" if helpful else "utter_feedback_thanks")
        await keep_feedback(turn, self.resources, last, helpful=helpful)
        return []


def last_exchange(events: Sequence[Mapping[str, Any]]) -> Exchange | None:
    """Find the question before the latest message, with the replies to it."""
    replies: list[Mapping[str, Any]] = []
    seen_latest = False
    for event in reversed(events):
        if event.get("event") == "bot" and seen_latest:
            replies.insert(0, event)
        elif event.get("event") == "user":
            if seen_latest and replies:
                return _exchange(event, replies)
            seen_latest = True
    return None


def _exchange(question: Mapping[str, Any], replies: Sequence[Mapping[str, Any]]) -> Exchange:
    said = [reply.get("metadata") or {} for reply in replies]
    claims = [c for values in said for c in (values.get("metadata") or {}).get("claims") or ()]
    return Exchange(
        question=str(question.get("text") or ""),
        parse_data=question.get("parse_data") or {},
        replies=tuple(str(values.get("utter_action")) for values in said),
        claims=tuple(dict.fromkeys(claims)),
        answered_at=float(replies[0].get("timestamp") or 0.0),
    )
