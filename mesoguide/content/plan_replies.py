"""What a reply says of a plan: the values that the response templates name in braces.

The templates are in ``domain.yml``. They put ``{caution}`` first, so a plan's caution is the first
thing that a patient reads of it, and ``{example_note}`` before any number of an unapproved plan.
"""

from __future__ import annotations

from mesoguide.clinic.concerns import BodyArea
from mesoguide.clinic.values import PlanView
from mesoguide.content import phrases
from mesoguide.content.labels import Labels
from mesoguide.content.response_texts import ResponseTexts

#: How ``discomfort_basis`` opens when nobody measured the figure.
ESTIMATE_MARK = "demo estimate"
#: Values that a plan may have no words for; Rasa does not keep empty ones with a message.
MAY_BE_EMPTY = ("caution", "plain_note", "example_note", "price", "price_line")


def plan_values(
    plan: PlanView, labels: Labels, texts: ResponseTexts, area: BodyArea | None = None
) -> dict[str, str]:
    """Return every value that a plan reply may name.

    Args:
        plan: the plan.
        labels: names of concerns and areas.
        texts: short texts that are parts of replies.
        area: the area that was asked about, which is then named with the concern.
    """
    concern = labels.concern(plan.concern.value)
    if area is not None and area in plan.body_areas:
        concern = f"{concern} ({labels.body_area(area.value)})"
    areas = phrases.listing([labels.body_area(area.value) for area in plan.body_areas])
    return {
        "plan_code": plan.code,
        "plan_name": plan.name,
        "concern_name": concern,
        "areas": areas,
        "caution": plan.caution or "",
        # The caution already tells it; saying it twice buries it.
        "plain_note": "" if plan.caution else plan.plain_note,
        "example_note": "" if plan.is_approved else texts.part("utter_part_example"),
        "sessions": str(plan.sessions),
        "interval": phrases.day_range(plan.interval_days.min, plan.interval_days.max),
        "top_up": _top_up(plan, texts),
        "minutes": str(plan.session_minutes),
        "downtime": plan.downtime_text,
        "discomfort": str(plan.discomfort),
        "discomfort_basis": _discomfort_basis(plan, texts),
        "numbing_lines": phrases.lines(
            [phrases.sentence_case(option) for option in plan.anaesthetic_options]
        ),
        "aftercare_lines": phrases.lines(plan.aftercare),
        "not_suitable_lines": phrases.lines(
            [phrases.sentence_case(item) for item in plan.not_suitable_for]
        ),
        "price": _price(plan),
        "price_line": _price_line(plan, texts),
    }


def _top_up(plan: PlanView, texts: ResponseTexts) -> str:
    if plan.maintenance_days is None:
        return texts.part("utter_part_no_top_up")
    span = phrases.day_range(plan.maintenance_days.min, plan.maintenance_days.max)
    return texts.part("utter_part_top_up", top_up_interval=span)


def _discomfort_basis(plan: PlanView, texts: ResponseTexts) -> str:
    guessed = plan.discomfort_basis.lower().startswith(ESTIMATE_MARK)
    return texts.part("utter_part_pain_guessed" if guessed else "utter_part_pain_measured")


def _price(plan: PlanView) -> str:
    """Return the price in words; empty for a plan that is not approved, which has no price here."""
    price = plan.price
    if price is None:
        return ""
    low, high = price.course_min, price.course_max
    course = low if low == high else f"{low} to {high}"
    return f"{price.per_session} a visit, {course} for the course"


def _price_line(plan: PlanView, texts: ResponseTexts) -> str:
    price = _price(plan)
    return texts.part("utter_part_price", price=price) if price else ""
