"""Finds the topic of a turn and the response that answers it best."""

from __future__ import annotations

import re

from actions.turn import Turn
from mesoguide.content.topics import TOPICS, Topic
from mesoguide.dialogue.context.unknown_uses import names_other_use
from mesoguide.dialogue.understood_message import Entity

#: The answer on risks near the eye, where a change of sight is an emergency.
RISKS_NEAR_THE_EYE = "utter_answer_side_effects_eyes"
#: "With PRP, fillers, Botox and a laser?": more answers in one turn would be a wall of text.
MOST_ANSWERS = 3
_RISKS = "side_effects"
_NEAR_THE_EYE = re.compile(
    r"\b(?:eyes?|eyelids?|under-?eyes?|tear troughs?|crow['\u2019]?s feet|sight|eyesight|vision|"
    r"blind)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|instead of|rather than)\s+(?:the |a |any )?$", re.IGNORECASE)


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


def every_answer(topic: Topic, turn: Turn) -> list[str]:
    """Name the responses that a message asks for: one, but "with PRP and with fillers" asks two."""
    if not topic.answers_each:
        return [general_answer(topic, turn)]
    found = _telling_variants(topic, turn)
    return found[:MOST_ANSWERS] or [f"utter_answer_{topic.name}"]


def _near_the_eye(topic: Topic, turn: Turn) -> bool:
    """Tell whether a question about risks is about the eye."""
    return topic.name == _RISKS and bool(_NEAR_THE_EYE.search(turn.message.text))


def telling_variant(topic: Topic, turn: Turn) -> str | None:
    """Name the response for an entity of this turn, if there is one."""
    if _near_the_eye(topic, turn):
        return RISKS_NEAR_THE_EYE
    return next(iter(_telling_variants(topic, turn)), None)


def _telling_variants(topic: Topic, turn: Turn) -> list[str]:
    """Name the response for each entity of this turn that there is one for, the first meant first.

    Of what is corrected ("no, fillers") only the last is meant.
    """
    values = (value for kind in topic.variants for value in _values(kind, turn))
    names = [f"utter_answer_{topic.name}_{value}" for value in values]
    found = [name for name in dict.fromkeys(names) if turn.has_response(name)]
    return found[:1] if turn.message.act == "correct" else found


def _denied(entity: Entity, turn: Turn) -> bool:
    """Tell whether the word before takes a thing back: "not surgery either, just creams"."""
    return bool(_NOT.search(turn.message.text[: entity.start]))


def _values(kind: str, turn: Turn) -> list[str]:
    if kind != "concern":
        values = [e.value for e in turn.message.entities if e.kind == kind and not _denied(e, turn)]
        # "I said Botox, but I was thinking of fillers": the last one is meant.
        mended = turn.message.act == "correct" or " but " in turn.message.text.lower()
        unique = list(dict.fromkeys(values))
        return unique[::-1] if mended else unique
    concern = None if names_other_use(turn.message) else turn.concern()
    return [concern.value] if concern else []
