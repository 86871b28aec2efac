"""Answers that join what is known in general with the clinic's plan for the concern."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.resources import Resources
from actions.topics import general_answer, telling_variant
from actions.turn import PLAN_CODE, Turn
from mesoguide.clinic.concerns import Concern
from mesoguide.clinic.values import PlanView
from mesoguide.content import phrases
from mesoguide.content.plan_replies import plan_values
from mesoguide.content.topics import Topic
from mesoguide.exceptions import ClinicDataUnavailable

MAX_BUTTONS = 3
MAX_BUTTON_TITLE = 20

#: Topics that have a wording of their own for a plan without an approved price.
COST_TOPIC = "cost"

SIMPLE = "utter_simple_"
_BOTH = re.compile(r"\b(?:and|or|both|plus|as well)\b|[&,/+]", re.IGNORECASE)
#: "For my hair and my thighs?" gets both; more would be a wall of text.
MOST_CONCERNS = 2
WHOLE_PLAN = "utter_plan_plan_details"
#: Topics of which the whole plan says everything.
TOLD_BY_WHOLE_PLAN = frozenset({"frequency", "maintenance", "session_length", "recovery"})


@dataclass(frozen=True)
class PlanChoice:
    """What the database has for a question: one plan, or the reason why there is none."""

    concern: Concern | None = None
    plan: PlanView | None = None
    areas_to_choose: tuple[PlanView, ...] = ()


async def answer_with_plan(topic: Topic, turn: Turn, resources: Resources) -> None:
    """Answer from the clinic's plan, then with what studies say."""
    variant = telling_variant(topic, turn)
    if variant and "concern" not in topic.variants:
        # A condition or a detail was named: that answer is the fitting one, whatever the plan.
        turn.say(variant)
        return
    try:
        choices = [await choose_plan(turn, resources, concern) for concern in asked_about(turn)]
    except ClinicDataUnavailable:
        turn.say("utter_plans_unavailable")
        _say_what_studies_say(topic, turn)
        return
    for choice in choices:
        _answer_for(choice, topic, turn, resources)


def asked_about(turn: Turn) -> tuple[Concern | None, ...]:
    """Return the concerns that one question names, or the one that the conversation is about."""
    named = [Concern.parse(value) for value in turn.mentioned("concern")]
    known = [concern for concern in named if concern and _BOTH.search(turn.message.text)]
    return tuple(known[:MOST_CONCERNS]) if len(known) > 1 else (turn.concern(),)


def _answer_for(choice: PlanChoice, topic: Topic, turn: Turn, resources: Resources) -> None:
    if choice.areas_to_choose:
        ask_for_area(turn, choice.areas_to_choose, resources)
    elif choice.plan is not None:
        say_plan(topic, turn, choice.plan, resources)
        _say_evidence(topic, turn, choice.plan)
    elif choice.concern is not None:
        turn.say("utter_plan_none")
        _say_what_studies_say(topic, turn)
    else:
        _say_what_studies_say(topic, turn)


async def choose_plan(
    turn: Turn, resources: Resources, concern: Concern | None = None
) -> PlanChoice:
    """Look up the plan for a concern, else that of this turn, and the body area of this turn.

    Raises:
        ClinicDataUnavailable: if the database cannot be read in time.
    """
    concern, area = concern or turn.concern(), turn.body_area()
    if concern is None and area is None:
        return PlanChoice()
    if concern is None:
        plans = [plan for plan in await resources.plans.plans() if area in plan.body_areas]
        if len({plan.concern for plan in plans}) != 1:
            return PlanChoice()
        concern = plans[0].concern
    plans = list(await resources.plans.for_concern(concern))
    for_area = [plan for plan in plans if area in plan.body_areas]
    candidates = for_area or plans
    if len(candidates) == 1:
        return PlanChoice(concern=concern, plan=candidates[0])
    return PlanChoice(concern=concern, areas_to_choose=tuple(candidates))


def say_plan(topic: Topic, turn: Turn, plan: PlanView, resources: Resources) -> None:
    """Utter the plan's part of the answer; whoever asks again gets more of it, or other words."""
    response = plan_response(topic, plan)
    if was_said(topic, turn, plan):
        plainer = response.replace("utter_", SIMPLE, 1)
        response = WHOLE_PLAN if topic.name in TOLD_BY_WHOLE_PLAN else plainer
    turn.say(response, **plan_values(plan, resources.labels, turn.texts, turn.body_area()))


def plan_response(topic: Topic, plan: PlanView) -> str:
    """Name the response with the plan's part of the answer."""
    if topic.name == COST_TOPIC and plan.price is None:
        return "utter_plan_cost_example"
    return f"utter_plan_{topic.name}"


def was_said(topic: Topic, turn: Turn, plan: PlanView) -> bool:
    """Tell whether the plan's part of the answer was given already."""
    return turn.was_said(plan_response(topic, plan), **{PLAN_CODE: plan.code})


async def say_number_of_visits(visits: str, turn: Turn, resources: Resources) -> None:
    """Answer "no, I meant 3 sessions": that number, and what the clinic's plan has."""
    try:
        choice = await choose_plan(turn, resources)
    except ClinicDataUnavailable:
        turn.say("utter_plans_unavailable")
        return
    if choice.areas_to_choose:
        ask_for_area(turn, choice.areas_to_choose, resources)
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
        "utter_ask_body_area",
        buttons,
        concern_name=resources.labels.concern(concern),
        areas=phrases.listing(names),
    )


def _say_evidence(topic: Topic, turn: Turn, plan: PlanView) -> None:
    """Add what studies say about this topic and concern, where the ledger has a line for it."""
    evidence = f"utter_evidence_{topic.name}_{plan.concern.value}"
    if turn.has_response(evidence) and not _is_of_other_area(evidence, turn, plan):
        turn.say(evidence)


def _is_of_other_area(evidence: str, turn: Turn, plan: PlanView) -> bool:
    """Tell whether studies of the concern say nothing of the area that the plan is for."""
    left_out = set(turn.texts.metadata(evidence).get("not_for_areas") or ())
    return bool(left_out) and {area.value for area in plan.body_areas} <= left_out


def _say_what_studies_say(topic: Topic, turn: Turn) -> None:
    """Give the general answer; a question about "the plan" without a concern needs the concern."""
    answer = general_answer(topic, turn)
    if turn.has_response(answer):
        turn.say(answer)
    elif turn.mentioned("concern") and turn.concern() is None:
        turn.say("utter_plan_unknown_concern")
    elif turn.concern() is None:
        turn.say("utter_ask_concern")
