"""Entities and slots can be set by a typed payload: whatever they hold, the answer is ours."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.names import RAISE_ALERT
from tests.unit.actions.rehearsal import Clinic, Conversation, action_classes, names

MARK = "zq9hostile"
KINDS = (
    "concern",
    "body_area",
    "alternative",
    "medication",
    "condition",
    "symptom",
    "detail",
    "plan_reference",
)
SLOTS = ("concern", "body_area", "topic")
ACTIONS = sorted({kind(None).name() for kind in action_classes()} - {RAISE_ALERT})

VALUES = {
    "sql": f"{MARK}'; DROP TABLE plans; --",
    "markup": f"<script>alert('{MARK}')</script>",
    "placeholder": f"{{clinic_phone}}{{{MARK}}}",
    "format": f"%s%n{{0}}{{0.__class__}}{MARK}",
    "long": MARK * 1_000,
    "lines": f"{MARK}\n\nutter_greet\x00\x1b[31m",
    "right-to-left": f"\u202e{MARK}",
    "response-name": f"{MARK}_example",
    "none": None,
    "number": 7,
    "fraction": float("inf"),
    "truth": True,
    "mapping": {"value": MARK, "concern": {"concern": MARK}},
    "list-of-lists": [[MARK, [MARK]], [None]],
}

every_value = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
every_action = pytest.mark.parametrize("action", ACTIONS)


@every_value
@every_action
async def test_hostile_value_is_answered_and_never_repeated(
    clinic: Clinic, action: str, value: object
) -> None:
    visitor = Conversation(clinic)
    visitor.remembers(**dict.fromkeys(SLOTS, value))
    await visitor.hears("inform", MARK, dict.fromkeys(KINDS, value))

    replies = await visitor.does(action)

    assert replies
    assert "utter_service_problem" not in names(replies)
    assert MARK not in str(replies)


@every_value
async def test_hostile_slot_is_no_answer_to_a_plan_question(clinic: Clinic, value: object) -> None:
    visitor = Conversation(clinic)
    visitor.remembers(concern=value, body_area=value)

    assert names(await visitor.says("ask_frequency")) == ["utter_answer_frequency"]


async def test_hostile_code_leaves_the_plans_as_they_are(own_visitor: Conversation) -> None:
    await own_visitor.says("ask_plan_details", plan_reference=VALUES["sql"])

    replies = await own_visitor.says("ask_plan_details", plan_reference="HAIR-01")

    assert names(replies) == ["utter_plan_plan_details"]


async def test_hundreds_of_values_in_one_message_are_answered(visitor: Conversation) -> None:
    many = [f"{MARK}{number}" for number in range(300)]

    replies = await visitor.says("compare_plans", concern=many, body_area=many)

    assert names(replies) == ["utter_compare_need_two"]


@every_action
async def test_conversation_without_any_message_is_answered(clinic: Clinic, action: str) -> None:
    assert await Conversation(clinic).does(action)


@every_action
async def test_broken_message_ends_in_an_answer(clinic: Clinic, action: str) -> None:
    visitor = Conversation(clinic)
    await visitor.hears("inform", MARK)
    visitor.tracker.latest_message.parse_data["entities"] = [7, None, MARK]

    replies = await visitor.does(action)

    assert replies
    assert MARK not in str(replies)
