"""Action that takes praise, complaints and "that did not help"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import EventType

from actions.base import ClinicAction
from actions.plan_answers import SIMPLE
from actions.stored import keep_feedback, keep_unanswered
from actions.turn import Turn
from mesoguide.content.titles import NEAREST, Titles, nearest_topics, topic_buttons
from mesoguide.dialogue.praise import is_about_the_chat, is_praise

UNHELPFUL = "unhelpful"
UNHELPFUL_REPLY = "utter_unhelpful"
UNHELPFUL_AGAIN = "utter_unhelpful_again"
UPSET_REPLY = "utter_feedback_upset"
#: What is offered where nothing is near what was asked.
OFFERED_ANYWAY = ("ask_uses", "ask_effectiveness")
#: A topic that the classifier finds less likely than this is not near, only next in a long tail.
NEAR_FROM = 0.05


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

    @property
    def is_complaint(self) -> bool:
        """Whether it was itself a complaint about an answer before it."""
        return bool({UNHELPFUL_REPLY, UNHELPFUL_AGAIN} & set(self.replies))

    def nearest(self, titles: Titles, leads_to: Iterable[str], *, understood: str) -> list[str]:
        """Name the questions nearest to the one that was asked, but for the one understood.

        First what the message may have meant as well, then what its answer leads on to.
        """
        ranking = self.parse_data.get("intent_ranking") or ()
        likely = [r for r in ranking if float(r.get("confidence") or 0.0) >= NEAR_FROM]
        following = [{"name": intent} for intent in leads_to]
        return nearest_topics([*likely, *following], titles, but=understood)


class ActionTakeFeedback(ClinicAction):
    """Stores feedback against the answer that was shown, and offers a way on."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_feedback"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Thank for it; after an answer that did not help, offer other topics and a person."""
        last = last_exchange(turn.events)
        helpful = is_praise(turn.message.text)
        goes_on = last is not None and last.is_complaint and turn.message.act == UNHELPFUL
        if is_about_the_chat(turn.message.text) and not helpful and not goes_on:
            turn.say(UPSET_REPLY)
            await keep_feedback(turn, self.resources, last, helpful=False)
            return []
        if turn.message.act == UNHELPFUL and turn.state.active_form and not helpful:
            # The form's question comes last, so no other topic can be picked from buttons.
            turn.say(UPSET_REPLY)
            await keep_feedback(turn, self.resources, last, helpful=False)
            return []
        if turn.message.act == UNHELPFUL and last and not helpful:
            await self._try_again(turn, last)
            return []
        if turn.message.is_payload:
            turn.say("utter_ask_feedback")
            return []
        turn.say("utter_feedback_praise" if helpful else "utter_feedback_thanks")
        await keep_feedback(turn, self.resources, last, helpful=helpful)
        return []

    async def _try_again(self, turn: Turn, last: Exchange) -> None:
        """Say how the question was understood, offer what is near it and a person."""
        titles = self.resources.titles
        if last.is_complaint:
            turn.say(UNHELPFUL_AGAIN)
            await keep_feedback(turn, self.resources, last, helpful=False)
            return
        understood = last.intent if last.intent in titles else f"ask_{turn.state.topic}"
        leads_to = _leads_to(turn, last.replies)
        nearest = last.nearest(titles, leads_to, understood=understood)
        others = [topic for topic in OFFERED_ANYWAY if topic != understood]
        offered = list(dict.fromkeys([*nearest, *others]))[:NEAREST]
        turn.say(
            UNHELPFUL_REPLY,
            topic_buttons(offered, titles),
            understood=_understood(turn, titles.get(understood)),
        )
        await keep_feedback(turn, self.resources, last, helpful=False)
        await keep_unanswered(turn, self.resources, nearest, UNHELPFUL, last.question)


def _understood(turn: Turn, title: str | None) -> str:
    """Return the sentence that says what a question was taken for, if that has a name."""
    return turn.texts.part("utter_part_understood", title=f'"{title}"') if title else ""


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


def _leads_to(turn: Turn, replies: Iterable[str]) -> Iterator[str]:
    """Yield the questions that the buttons of replies offer, in any of their wordings."""
    for name in replies:
        for wording in (name, name.replace("utter_", SIMPLE, 1)):
            for variation in turn.texts.responses.get(wording, ()):
                for button in variation.get("buttons") or ():
                    yield str(button.get("payload")).removeprefix("/").partition("{")[0]
