"""Actions of the conversation family: greeting, and saying the last answer more simply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.earlier_session import form_left_open
from actions.plan_answers import SIMPLE
from actions.turn import Turn
from mesoguide.clinic.concerns import Concern
from mesoguide.content.plan_replies import MAY_BE_EMPTY
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.names import CONCERN, IS_SIMPLE, STOPPED_FORM

SIMPLEST = "utter_simplest"
#: The first sentence of the simple version, which answers the question.
GIST = "utter_simplest_gist"
_SIMPLE_ANSWER = f"{SIMPLE}answer_"
#: Replies that are said again as they are: a simpler wording could leave out what matters.
SAFETY = (
    *("utter_emergency", "utter_crisis", "utter_symptom", "utter_still_unsafe"),
    *("utter_if_it_comes_back", "utter_cannot_decide", "utter_whom_to_ask"),
)
#: Replies without a simpler version, which are said again as they are, too.
SERVICE = (
    *("utter_privacy", "utter_stored", "utter_deletion_checked", "utter_clinic_info"),
    *("utter_capabilities", "utter_bot_identity", "utter_unknown_clinic_fact"),
)
#: Small talk: who does not follow means what was said before it.
SMALL_TALK = (
    *("utter_thank", "utter_affirm", "utter_deny", "utter_goodbye", "utter_greet_return"),
    *("utter_take_your_time", "utter_welcome_back", "utter_nothing_to_explain", "utter_notice"),
)
#: Said of an answer that was too long or too hard: to hear it once more would not help.
_WANTS_LESS = re.compile(
    r"\b(?:simpl\w+|eas(?:y|ier)|plain\w*|short\w*|brief\w*|summ\w+|sum (?:it|that) up|condense|"
    r"less|fewer|boil|one (?:sentence|line)|tl;? ?dr)\b",
    re.IGNORECASE,
)
#: The topic that introduces a concern.
OVERVIEW_TOPIC = "uses"
#: "I do not get it" is about something said this many turns ago at most.
TURNS_BACK = 4


class ActionGreet(ClinicAction):
    """Greets; somebody who was here before is not told everything again."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_greet"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the first greeting, a later one, or an offer to go on where a form was left."""
        left = form_left_open(turn.earlier_events)
        if left:
            purpose = turn.texts.part(f"utter_part_{left.form}")
            turn.say("utter_greet_return_form", form_purpose=purpose)
            return [*left.slots(), SlotSet(STOPPED_FORM, left.form)]
        if any(event.get("event") == "user" for event in turn.earlier_events):
            turn.say("utter_greet_return")
        else:
            turn.say("utter_greet_again" if turn.was_said("utter_greet") else "utter_greet")
        return []


class ActionExplain(ClinicAction):
    """Says the last answer in the plainest words there are for it."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_explain"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the simple version of each reply of the last answer, or of the one that is named.

        Whoever only wants to hear it once more gets the simple version again; whoever still does
        not follow hears it in one line, and is offered a person.
        """
        if turn.mentioned(CONCERN) and (concern := turn.concern()):
            return explain_concern(concern, turn)
        text = turn.message.text
        wants_it_again = turn.message.act == "again" and not _WANTS_LESS.search(text)
        for replies in said_by_turn(turn.events, TURNS_BACK):
            names = [str(reply.get("utter_action")) for reply in replies]
            was_simple = any(map(is_simple, replies))
            if wants_it_again and was_simple and repeat(replies, turn):
                return []
            if was_simple or (not wants_it_again and {SIMPLEST, GIST} & set(names)):
                say_gist(names, turn)
                return []
            if explain(replies, turn):
                return []
            if turn.state.active_form:
                # What was said last is the form's question, which it asks again by itself.
                turn.say("utter_form_rephrase")
                return []
            if say_as_before(replies, turn):
                return []
        turn.say("utter_nothing_to_explain")
        return []


def explain_concern(concern: Concern, turn: Turn) -> list[EventType]:
    """Say again what was answered for a concern, else the open topic, else an overview of it."""
    for replies in said_by_turn(turn.events, len(turn.events)):
        of_it = [r for r in replies if str(r.get("utter_action")).endswith(f"_{concern.value}")]
        if of_it and (explain(of_it, turn) or repeat(of_it, turn)):
            return []
    topics = (TOPICS.get(str(turn.state.topic)), TOPICS[OVERVIEW_TOPIC])
    answers = (f"utter_answer_{topic.name}_{concern.value}" for topic in topics if topic)
    turn.say(next(filter(turn.has_response, answers), "utter_inform_ask_topic"))
    return []


def say_gist(replies: Sequence[str], turn: Turn) -> None:
    """Say the first sentence of an answer whose simple version was still too much, else give up.

    What to be careful about has just been said, in the simple version before it.
    """
    for name in replies:
        simple = SIMPLE + name.removeprefix(SIMPLE).removeprefix("utter_")
        if simple.startswith(_SIMPLE_ANSWER) and turn.has_response(simple):
            gist, stop, _ = str(turn.texts.responses[simple][0]["text"]).partition(". ")
            if stop and "?" not in gist and "{" not in gist:
                turn.say(GIST, gist=f"{gist}.")
                return
    turn.say(SIMPLEST)


def is_simple(reply: Mapping[str, Any]) -> bool:
    """Tell whether a reply was in the plainest words that there are."""
    named = str(reply.get("utter_action")).startswith(SIMPLE)
    return named or bool((reply.get("metadata") or {}).get(IS_SIMPLE))


def repeat(replies: Sequence[Mapping[str, Any]], turn: Turn) -> bool:
    """Say simple replies once more; tell whether there were any."""
    said = [reply for reply in replies if is_simple(reply)]
    for reply in said:
        name = SIMPLE + str(reply["utter_action"]).removeprefix(SIMPLE).removeprefix("utter_")
        turn.say(name, **values_of(reply))
    return bool(said)


def explain(replies: Sequence[Mapping[str, Any]], turn: Turn) -> bool:
    """Say replies again, more simply; tell whether there was anything to say."""
    said = False
    for reply in replies:
        name = str(reply.get("utter_action"))
        simple = SIMPLE + name.removeprefix("utter_")
        if turn.has_response(simple):
            turn.say(simple, **values_of(reply))
        elif name.startswith((*SAFETY, *SERVICE)):
            turn.say(name, **values_of(reply))
        else:
            continue
        said = True
    return said


def say_as_before(replies: Sequence[Mapping[str, Any]], turn: Turn) -> bool:
    """Say replies once more that have no simpler version; tell whether there were any."""
    names = [str(reply.get("utter_action")) for reply in replies]
    said = [
        reply
        for name, reply in zip(names, replies, strict=True)
        if turn.has_response(name) and name not in (*SMALL_TALK, SIMPLEST, GIST)
    ]
    for reply in said:
        turn.say(str(reply["utter_action"]), **values_of(reply))
    return bool(said)


def values_of(reply: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that were filled into a reply."""
    filled = {key: value for key, value in reply.items() if isinstance(value, str)}
    return {**dict.fromkeys(MAY_BE_EMPTY, ""), **filled}


def said_by_turn(
    events: Sequence[Mapping[str, Any]], turns: int
) -> Iterator[list[Mapping[str, Any]]]:
    """Yield what was said in each earlier turn, the latest first, as the replies' metadata."""
    replies: list[Mapping[str, Any]] = []
    seen = 0
    for event in reversed(events):
        if event.get("event") == "bot":
            replies.insert(0, event.get("metadata") or {})
        elif event.get("event") == "user":
            if seen and replies:
                yield replies
            replies = []
            seen += 1
            if seen > turns + 1:
                return
