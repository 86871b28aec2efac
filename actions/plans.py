"""Actions of the plans family."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.plan_answers import answer_with_plan, say_plan
from actions.turn import PLAN_CODE, Turn
from mesoguide.clinic.concerns import Concern
from mesoguide.clinic.values import PlanView
from mesoguide.content import phrases
from mesoguide.content.plan_replies import plan_values
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.names import BODY_AREA, CONCERN, TOPIC
from mesoguide.exceptions import ClinicDataUnavailable

PLAN_DETAILS = TOPICS["plan_details"]
#: Below this, "what about the cellulite one?" is no wish to compare it with another.
SURE_TO_COMPARE = 0.7
EXAMPLES_NOTE = "utter_part_examples"


class ActionListPlans(ClinicAction):
    """Lists the clinic's plans; those with a caution come apart, each after its caution."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_list_plans"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the list."""
        try:
            plans = await self.resources.plans.plans()
        except ClinicDataUnavailable:
            turn.say("utter_plans_unavailable")
            return []
        if not plans:
            turn.say("utter_plans_empty")
            return []
        plain = [plan for plan in plans if not plan.caution]
        cautioned = [plan for plan in plans if plan.caution]
        # A list of examples alone says so once, in its last message.
        told_later = bool(plain) and not any(plan.is_approved for plan in plans)
        if cautioned:
            note = "" if told_later else turn.texts.part(EXAMPLES_NOTE)
            turn.say(
                "utter_plans_list_cautioned",
                plan_lines=_examples_last(cautioned, _by_caution, note),
                plan_code=_codes(cautioned),
                listed_plans=_codes(_in_order_shown(cautioned)),
            )
        if plain:
            examples = not any(plan.is_approved for plan in plain)
            note = turn.texts.part(EXAMPLES_NOTE)
            turn.say(
                "utter_plans_list",
                example_note=note if examples else "",
                plan_lines=_examples_last(plain, _by_name, "" if examples else note),
                listed_plans=_codes(_in_order_shown(plain)),
            )
        # "Name one": whoever does so wants its details.
        return [SlotSet(TOPIC, PLAN_DETAILS.name)]


class ActionShowPlan(ClinicAction):
    """Shows the plan for a concern, a body area or a code."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_show_plan"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the plan's details."""
        codes = turn.mentioned("plan_reference")
        if not codes:
            return await answer_with_plan(PLAN_DETAILS, turn, self.resources)
        try:
            plan = await self.resources.plans.by_code(codes[0])
        except ClinicDataUnavailable:
            turn.say("utter_plans_unavailable")
            return []
        if plan is None:
            turn.say("utter_plan_unknown_code")
        else:
            say_plan(PLAN_DETAILS, turn, plan, self.resources)
            # "And how many visits is that?" goes on with this plan.
            return [SlotSet(TOPIC, PLAN_DETAILS.name), *_remembered(plan)]
        return []


class ActionComparePlans(ClinicAction):
    """Sets two plans side by side."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_compare_plans"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter both plans, or ask for a second one."""
        try:
            plans = await self._named_plans(turn)
        except ClinicDataUnavailable:
            turn.say("utter_plans_unavailable")
            return []
        doubtful = turn.message.confidence < SURE_TO_COMPARE
        if doubtful and len(plans) == 1 and turn.mentioned("concern"):
            say_plan(PLAN_DETAILS, turn, plans[0], self.resources)
            return [SlotSet(TOPIC, PLAN_DETAILS.name)]
        if len(plans) < 2:
            turn.say("utter_compare_need_two")
            return []
        pair = plans[:2]
        examples = not any(plan.is_approved for plan in pair)
        first, second = (self._summary(plan, turn, marked=not examples) for plan in pair)
        turn.say(
            "utter_plan_compare",
            first=first,
            second=second,
            example_note=turn.texts.part(EXAMPLES_NOTE) if examples else "",
            plan_code=_codes(pair),
            listed_plans=_codes(pair),
        )
        return []

    async def _named_plans(self, turn: Turn) -> list[PlanView]:
        """Find the plans that the message names by code, concern or area."""
        catalogue = self.resources.plans
        found = [await catalogue.by_code(code) for code in turn.mentioned("plan_reference")]
        plans = [plan for plan in found if plan is not None]
        areas = turn.mentioned("body_area")
        for value in turn.mentioned("concern"):
            if concern := Concern.parse(value):
                plans += _for_areas(await catalogue.for_concern(concern), areas)
        if len(plans) < 2 and (remembered := turn.earlier_concern()):
            plans += _for_areas(await catalogue.for_concern(remembered), areas)
        names_any = any(turn.mentioned(kind) for kind in ("concern", "body_area", "plan_reference"))
        if not names_any and len(spoken_of(turn)) > 1:
            plans = [plan for code in spoken_of(turn) if (plan := await catalogue.by_code(code))]
        return list({plan.code: plan for plan in plans}.values())

    def _summary(self, plan: PlanView, turn: Turn, *, marked: bool) -> str:
        """Sum a plan up; ``marked`` says of this plan whether it is an example."""
        values = plan_values(plan, self.resources.labels, turn.texts)
        summary = turn.texts.part("utter_part_plan_summary", **values).strip()
        return f"{summary} {values['example_note']}" if marked else summary


def spoken_of(turn: Turn) -> list[str]:
    """Return the codes of the last two plans that were shown one by one: "compare those two"."""
    codes: list[str] = []
    for event in turn.events:
        shown = str((event.get("metadata") or {}).get(PLAN_CODE) or "").split()
        if event.get("event") == "bot" and len(shown) == 1:
            codes = [code for code in codes if code != shown[0]] + shown
    return codes[-2:]


def _remembered(plan: PlanView) -> list[EventType]:
    """Return what to remember of a plan: its concern, and its area if it is for one only."""
    area = plan.body_areas[0].value if len(plan.body_areas) == 1 else None
    return [SlotSet(CONCERN, plan.concern.value), SlotSet(BODY_AREA, area)]


def _in_order_shown(plans: Sequence[PlanView]) -> list[PlanView]:
    """Sort plans as a list shows them: approved ones first, each caution's together."""
    cautions = list(dict.fromkeys((not plan.is_approved, plan.caution) for plan in plans))
    cautions.sort(key=lambda key: key[0])
    return sorted(plans, key=lambda plan: cautions.index((not plan.is_approved, plan.caution)))


def _for_areas(plans: Sequence[PlanView], areas: Sequence[str]) -> list[PlanView]:
    """Keep the plans for the areas that were named; without a match, the first plan stands in."""
    named = [p for p in plans if any(area.value in areas for area in p.body_areas)]
    return named or list(plans[:1])


def _examples_last(
    plans: Sequence[PlanView], paragraphs: Callable[[Sequence[PlanView]], list[str]], note: str
) -> str:
    """Return the approved plans, then the note on examples, then the examples."""
    approved = [plan for plan in plans if plan.is_approved]
    examples = [plan for plan in plans if not plan.is_approved]
    noted = [note, *paragraphs(examples)] if examples and note else paragraphs(examples)
    return "\n\n".join([*paragraphs(approved), *noted])


def _by_name(plans: Sequence[PlanView]) -> list[str]:
    """Return the names of the plans as one paragraph."""
    return [phrases.lines([plan.name for plan in plans])] if plans else []


def _by_caution(plans: Sequence[PlanView]) -> list[str]:
    """Return one paragraph for each caution: the caution, then the plans that it goes with."""
    groups: dict[str, list[str]] = {}
    for plan in plans:
        groups.setdefault(plan.caution or "", []).append(plan.name)
    return [f"{caution}\n{phrases.lines(names)}" for caution, names in groups.items()]


def _codes(plans: Sequence[PlanView]) -> str:
    """Return the codes apart by blanks; the bot event keeps them for the question for sources."""
    return " ".join(plan.code for plan in plans)
