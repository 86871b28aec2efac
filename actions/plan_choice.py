"""Chooses the clinic's plan for what a turn is about, or says why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from actions.resources import Resources
from actions.turn import Turn
from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.values import PlanView
from mesoguide.dialogue.names import BODY_AREA, CONCERN

#: Concerns that are of one part of the body only: another part that is named is for another one.
_OF_ONE_AREA = frozenset({Concern.HAIR_LOSS})
#: Parts of the body that only one concern can be of, whatever was spoken of before.
_AREAS_OF_ONE_CONCERN = frozenset({BodyArea.SCALP})
#: Concerns of fat: below the chin it is fat, too, and no longer the cellulite of the thighs.
_OF_FAT = frozenset({Concern.CELLULITE, Concern.BODY_CONTOURING})


@dataclass(frozen=True)
class PlanChoice:
    """What the database has for a question: one plan, or the reason why there is none.

    Attributes:
        concern: what is to be treated.
        plan: the one plan for it.
        areas_to_choose: plans for the concern, each for other parts of the body.
        concerns_to_choose: plans for the part of the body, each for another concern.
        uncovered_area: the part of the body that was spoken of, if no plan here is for it.
    """

    concern: Concern | None = None
    plan: PlanView | None = None
    areas_to_choose: tuple[PlanView, ...] = ()
    concerns_to_choose: tuple[PlanView, ...] = ()
    uncovered_area: BodyArea | None = None


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
        plans = await plans_for_area(area, resources)
        if len({plan.concern for plan in plans}) != 1:
            # Whoever takes a concern back and names an area has still to say what it is for.
            return PlanChoice(concerns_to_choose=tuple(plans) if turn.message.denied else ())
        concern = plans[0].concern
    plans = list(await resources.plans.for_concern(concern))
    for_area = [plan for plan in plans if area in plan.body_areas]
    uncovered = area if area and not for_area else None
    if uncovered and turn.mentioned(BODY_AREA):
        other = await _other_choice(turn, resources, concern, uncovered)
        if other:
            return other
    candidates = for_area or plans
    if len(candidates) == 1:
        return PlanChoice(concern=concern, plan=candidates[0], uncovered_area=uncovered)
    return PlanChoice(concern=concern, areas_to_choose=tuple(candidates), uncovered_area=uncovered)


async def _other_choice(
    turn: Turn, resources: Resources, concern: Concern, area: BodyArea
) -> PlanChoice | None:
    """Return the choice for another concern that an area brings to mind, if it does."""
    # No plan for cellulite is for the belly; the fat there was spoken of before.
    other = turn.concern_spoken_of_with(area.value)
    if other and other is not concern:
        return await choose_plan(turn, resources, other)
    there = await plans_for_area(area, resources)
    if not there or turn.mentioned(CONCERN):
        return None
    concerns = {plan.concern for plan in there}
    if len(concerns) == 1 and _gives_way(concern, area):
        return await choose_plan(turn, resources, there[0].concern)
    # Whoever spoke of dark patches and goes on about the arms still speaks of dark patches.
    return PlanChoice(concerns_to_choose=tuple(there)) if concern in _OF_ONE_AREA else None


def _gives_way(concern: Concern, area: BodyArea) -> bool:
    """Tell whether a concern gives way to the only one that there is a plan for at an area."""
    return area in _AREAS_OF_ONE_CONCERN or concern in _OF_ONE_AREA or concern in _OF_FAT


async def plans_for_area(area: BodyArea | None, resources: Resources) -> list[PlanView]:
    """List the plans for an area of the body.

    Raises:
        ClinicDataUnavailable: if the database cannot be read in time.
    """
    return [plan for plan in await resources.plans.plans() if area in plan.body_areas]
