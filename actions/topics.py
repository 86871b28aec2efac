"""Finds the topic of a turn and the response that answers it best."""

from __future__ import annotations

from actions.turn import Turn
from mesoguide.content.topics import TOPICS, Topic


def topic_of(turn: Turn) -> Topic | None:
    """Return the topic that the message asks about, else the one the conversation is about."""
    if turn.intent.startswith("ask_"):
        asked = TOPICS.get(turn.intent.removeprefix("ask_"))
        if asked:
            return asked
    return TOPICS.get(str(turn.tracker.get_slot("topic")))


def general_answer(topic: Topic, turn: Turn) -> str:
    """Name the response that fits the message best."""
    return telling_variant(topic, turn) or f"utter_answer_{topic.name}"


def telling_variant(topic: Topic, turn: Turn) -> str | None:
    """Name the response for an entity of this turn, if there is one."""
    for kind in topic.variants:
        for value in _values(kind, turn):
            name = f"utter_answer_{topic.name}_{value}"
            if turn.has_response(name):
                return name
    return None


def _values(kind: str, turn: Turn) -> list[str]:
    if kind != "concern":
        values = turn.mentioned(kind)
        # "I said Botox, but I was thinking of fillers": the last one is meant.
        mended = turn.message.act == "correct" or " but " in turn.message.text.lower()
        return values[::-1] if mended else values
    concern = turn.concern()
    return [concern.value] if concern else []
