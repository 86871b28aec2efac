"""Says what there is to know of a thing that was named without any question: "for belly"."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.plan_answers import ask_for_concern
from actions.plan_choice import choose_plan, plans_for_area
from actions.resources import Resources
from actions.topics import general_answer
from actions.turn import Turn
from mesoguide.clinic.concerns import Concern
from mesoguide.clinic.values import PlanView
from mesoguide.content.topics import Topic
from mesoguide.dialogue.names import BODY_AREA, CONCERN, TOPIC
from mesoguide.exceptions import ClinicDataUnavailable

ASK_TOPIC = "utter_inform_ask_topic"
#: The topic that introduces each kind of thing, the most telling kind first.
_INTRODUCED_BY = (
    ("condition", "eligibility"),
    ("medication", "hair_medication"),
    ("alternative", "comparison"),
)
#: The topic that introduces a concern.
OVERVIEW = "uses"


async def introduce(turn: Turn, resources: Resources) -> list[EventType]:
    """Say what there is to know first of what was named, or ask what to tell about it."""
    for kind, topic in _INTRODUCED_BY:
        for value in turn.mentioned(kind):
            if turn.has_response(answer := f"utter_answer_{topic}_{value}"):
                turn.say(answer)
                return [SlotSet(TOPIC, topic)]
    concern, to_choose = await concern_meant(turn, resources)
    if concern and turn.has_response(answer := f"utter_answer_{OVERVIEW}_{concern.value}"):
        _take_area(concern, turn, resources)
        turn.say(answer)
        return [SlotSet(TOPIC, OVERVIEW), SlotSet(CONCERN, concern.value)]
    if to_choose:
        ask_for_concern(turn, to_choose, resources)
        return [SlotSet(TOPIC, OVERVIEW)]
    turn.say(ASK_TOPIC)
    return []


async def answer_for_area(topic: Topic, turn: Turn, resources: Resources) -> list[EventType]:
    """Answer a topic that depends on the concern, for an area of the body: "and my belly?"."""
    concern, to_choose = await concern_meant(turn, resources)
    if concern is None and to_choose:
        ask_for_concern(turn, to_choose, resources)
        return []
    if concern:
        _take_area(concern, turn, resources)
    specific = f"utter_answer_{topic.name}_{concern.value}" if concern else ""
    turn.say(specific if turn.has_response(specific) else general_answer(topic, turn))
    return [SlotSet(CONCERN, concern.value)] if concern else []


def _take_area(concern: Concern, turn: Turn, resources: Resources) -> None:
    """Say which part of the body was understood, where the answer itself names none.

    "It is for my hands" is about the concern that was spoken of before; whoever names both has
    said so themselves.
    """
    area = turn.body_area()
    goes_on = concern is turn.earlier_concern() and not turn.mentioned(CONCERN)
    if area and goes_on and turn.mentioned(BODY_AREA):
        turn.say(
            "utter_area_taken",
            concern_name=resources.labels.concern(concern.value),
            area_name=resources.labels.body_area(area.value),
        )


async def concern_meant(
    turn: Turn, resources: Resources
) -> tuple[Concern | None, tuple[PlanView, ...]]:
    """Return the concern that a turn names or brings to mind by an area, else the plans for that.

    "For belly" is about fat where that is what the clinic has a plan of its own for, for the belly
    and nothing else.
    """
    try:
        choice = await choose_plan(turn, resources)
        if choice.concern or choice.concerns_to_choose:
            return choice.concern, choice.concerns_to_choose
        plans = await plans_for_area(turn.body_area(), resources)
        alone = {plan.concern for plan in plans if len(plan.body_areas) == 1}
        if len(alone) == 1:
            return alone.pop(), ()
        return turn.concern(), tuple(plans)
    except ClinicDataUnavailable:
        return turn.concern(), ()
