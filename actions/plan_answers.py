"""Answers that join what is known in general with the clinic's plan for the concern."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, SlotSet

from actions.plan_choice import PlanChoice, choose_plan
from actions.resources import Resources
from actions.topics import general_answer, telling_variant
from actions.turn import PLAN_CODE, Turn
from mesoguide.clinic.concerns import Concern
from mesoguide.clinic.values import PlanView
from mesoguide.content import phrases
from mesoguide.content.plan_replies import plan_values
from mesoguide.content.topics import TOPICS, Topic
from mesoguide.dialogue.context.care_aspects import DETAIL, LEFT_TO_PLANS, care_points
from mesoguide.dialogue.context.ellipsis import speaks_of_both
from mesoguide.dialogue.names import BODY_AREA, CONCERN
from mesoguide.exceptions import ClinicDataUnavailable

MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20

#: Topics that have a wording of their own for a plan without an approved price.
COST_TOPIC = "cost"

SIMPLE = "utter_simple_"
ASK_FOR_AREA = "utter_ask_body_area"
ASK_FOR_CONCERN = "utter_ask_concern_for_area"
_BOTH = re.compile(r"\b(?:and|or|both|plus|as well)\b|[&,/+]", re.IGNORECASE)
#: "For my hair and my thighs?" gets both; more would be a wall of text.
MOST_CONCERNS = 2


async def answer_with_plan(topic: Topic, turn: Turn, resources: Resources) -> list[EventType]:
    """Answer from the clinic's plan, then with what studies say.

    Returns:
        What to remember: a concern that only the area of the body brought to mind.
    """
    if point := care_point_of(topic, turn):
        return await _answer_care_point(point, topic, turn, resources)
    variant = telling_variant(topic, turn)
    if variant and "concern" not in topic.variants:
        # A condition or a detail was named: that answer is the fitting one, whatever the plan.
        turn.say(variant)
        return []
    try:
        choices = [await choose_plan(turn, resources, concern) for concern in asked_about(turn)]
    except ClinicDataUnavailable:
        turn.say("utter_plans_unavailable")
        _say_what_studies_say(topic, turn)
        return []
    for choice in choices:
        _answer_for(choice, topic, turn, resources)
    found = [choice.concern for choice in choices if choice.concern not in (None, turn.concern())]
    return [SlotSet(CONCERN, found[0].value)] if len(choices) == 1 and found and found[0] else []


def care_point_of(topic: Topic, turn: Turn) -> str | None:
    """Return the point of care that a message asks about, if the topic has an answer to it."""
    points = [
        p for p in turn.mentioned(DETAIL) if turn.has_response(f"utter_answer_{topic.name}_{p}")
    ]
    return points[0] if topic.from_plan and topic.name == "aftercare" and points else None


async def _answer_care_point(
    point: str, topic: Topic, turn: Turn, resources: Resources
) -> list[EventType]:
    """Say what is known of one point of care, and the plan's own line where that is left to it."""
    turn.say(f"utter_answer_{topic.name}_{point}")
    if point not in LEFT_TO_PLANS or turn.concern() is None:
        return []
    try:
        plan = (await choose_plan(turn, resources)).plan
    except ClinicDataUnavailable:
        return []  # what was said is true without the plan
    lines = [line for line in plan.aftercare if point in care_points(line)] if plan else []
    if plan and lines:
        values = plan_values(plan, resources.labels, turn.texts, turn.body_area())
        turn.say("utter_plan_care_point", **{**values, "care_points": " ".join(lines)})
    return []


def asked_about(turn: Turn) -> tuple[Concern | None, ...]:
    """Return the concerns that one question names, or the one that the conversation is about."""
    named = [Concern.parse(value) for value in turn.mentioned("concern")]
    known = [concern for concern in named if concern and _BOTH.search(turn.message.text)]
    if not named and speaks_of_both(turn.message.text):
        known = list(turn.both_concerns())
    return tuple(known[:MOST_CONCERNS]) if len(known) > 1 else (turn.concern(),)


def _answer_for(choice: PlanChoice, topic: Topic, turn: Turn, resources: Resources) -> None:
    if choice.concern and choice.uncovered_area and turn.mentioned(BODY_AREA):
        turn.say(
            "utter_plan_other_area",
            concern_name=resources.labels.concern(choice.concern.value),
            area_name=resources.labels.body_area(choice.uncovered_area.value),
        )
    if choice.plan is not None:
        say_plan(topic, turn, choice.plan, resources)
        _say_evidence(topic, turn, choice.plan)
    elif choice.concern and (choice.areas_to_choose or choice.uncovered_area):
        if may_ask(ASK_FOR_AREA, turn) and not choice.uncovered_area:
            ask_for_area(turn, choice.areas_to_choose, resources)
        else:
            _say_what_is_known(topic, turn, choice.concern)
    elif choice.concerns_to_choose and may_ask(ASK_FOR_CONCERN, turn):
        ask_for_concern(turn, choice.concerns_to_choose, resources)
    elif choice.concern is not None:
        turn.say("utter_plan_none")
        _say_what_studies_say(topic, turn)
    else:
        _say_what_studies_say(topic, turn)


def may_ask(reply: str, turn: Turn) -> bool:
    """Tell whether a question back is in place.

    It is not right after it was asked, nor beside another question: both are answered instead,
    with what is true for every part of the body.
    """
    return turn.state.last_reply != reply and len(turn.message.questions) < 2


def say_plan(topic: Topic, turn: Turn, plan: PlanView, resources: Resources) -> None:
    """Utter the plan's part of the answer; whoever asks again gets it in other words."""
    response = plan_response(topic, plan)
    plainer = response.replace("utter_", SIMPLE, 1)
    if was_said(response, turn, plan) and not was_said(plainer, turn, plan):
        response = plainer
    turn.say(response, **plan_values(plan, resources.labels, turn.texts, turn.body_area()))


def plan_response(topic: Topic, plan: PlanView) -> str:
    """Name the response with the plan's part of the answer."""
    if topic.name == COST_TOPIC and plan.price is None:
        return "utter_plan_cost_example"
    return f"utter_plan_{topic.name}"


def was_said(response: str, turn: Turn, plan: PlanView) -> bool:
    """Tell whether a reply was given already for this plan."""
    return turn.was_said(response, **{PLAN_CODE: plan.code})


async def say_number_of_visits(visits: str, turn: Turn, resources: Resources) -> None:
    """Answer "no, I meant 3 sessions": that number, and what the clinic's plan has."""
    try:
        choice = await choose_plan(turn, resources)
    except ClinicDataUnavailable:
        turn.say("utter_plans_unavailable")
        return
    if choice.areas_to_choose and may_ask(ASK_FOR_AREA, turn):
        ask_for_area(turn, choice.areas_to_choose, resources)
    elif choice.areas_to_choose and choice.concern:
        _say_what_is_known(TOPICS["frequency"], turn, choice.concern)
    elif choice.plan is None:
        turn.say("utter_plan_none")
    else:
        values = plan_values(choice.plan, resources.labels, turn.texts, turn.body_area())
        turn.say("utter_visits_number", **{**values, "visits": phrases.counted(visits, "visit")})


def ask_for_area(turn: Turn, plans: tuple[PlanView, ...], resources: Resources) -> None:
    """Ask which part of the body is meant, naming all and offering the first few as buttons."""
    areas = list(dict.fromkeys(area for plan in plans for area in plan.body_areas))
    names = [resources.labels.body_area(area.value) for area in areas]
    concern = plans[0].concern.value
    buttons = [
        {
            "title": phrases.sentence_case(name)[:MAX_BUTTON_TITLE],
            "payload": f'/inform{{"concern": "{concern}", "body_area": "{area.value}"}}',
        }
        for area, name in zip(areas[:MAX_BUTTONS], names, strict=False)
    ]
    turn.say(
        ASK_FOR_AREA,
        buttons,
        concern_name=resources.labels.concern(concern),
        areas=phrases.listing(names),
    )


def ask_for_concern(turn: Turn, plans: tuple[PlanView, ...], resources: Resources) -> None:
    """Ask what an area of the body is to be treated for, offering what there are plans for."""
    concerns = list(dict.fromkeys(plan.concern for plan in plans))
    names = [resources.labels.concern(concern) for concern in concerns]
    area = turn.body_area()
    buttons = [
        {
            "title": phrases.sentence_case(name)[:MAX_BUTTON_TITLE],
            "payload": f'/inform{{"concern": "{concern.value}", "body_area": "{area.value}"}}',
        }
        for concern, name in zip(concerns[:MAX_BUTTONS], names, strict=False)
        if area
    ]
    turn.say(
        ASK_FOR_CONCERN,
        buttons,
        area_name=resources.labels.body_area(area.value) if area else "",
        concerns=phrases.listing(names),
    )


def _say_evidence(topic: Topic, turn: Turn, plan: PlanView) -> None:
    """Add what studies say about this topic and concern, where the ledger has a line for it."""
    evidence = f"utter_evidence_{topic.name}_{plan.concern.value}"
    if not turn.has_response(evidence) or _is_of_other_area(evidence, turn, plan):
        return
    plainer = evidence.replace("utter_", SIMPLE, 1)
    # Only whoever asks the same again: another area has another plan, and the full evidence.
    again = was_said(plan_response(topic, plan), turn, plan) and not turn.was_said(plainer)
    turn.say(plainer if again and turn.has_response(plainer) else evidence)


def _is_of_other_area(evidence: str, turn: Turn, plan: PlanView) -> bool:
    """Tell whether studies of the concern say nothing of the area that the plan is for."""
    left_out = set(turn.texts.metadata(evidence).get("not_for_areas") or ())
    return bool(left_out) and {area.value for area in plan.body_areas} <= left_out


def _say_what_is_known(topic: Topic, turn: Turn, concern: Concern) -> None:
    """Say what is true for a concern wherever it is, else for the treatment as a whole.

    The full general answer asks what the shots would be for, which is known here.
    """
    answer = general_answer(topic, turn)
    plain = answer.replace("utter_", SIMPLE, 1)
    evidence = f"utter_evidence_{topic.name}_{concern.value}"
    turn.say(next((name for name in (evidence, plain) if turn.has_response(name)), answer))


def _say_what_studies_say(topic: Topic, turn: Turn) -> None:
    """Give the general answer; a question about "the plan" without a concern needs the concern."""
    answer = general_answer(topic, turn)
    if turn.has_response(answer):
        turn.say(answer)
    elif turn.mentioned("concern") and turn.concern() is None:
        turn.say("utter_plan_unknown_concern")
    elif turn.concern() is None:
        turn.say("utter_ask_concern")
