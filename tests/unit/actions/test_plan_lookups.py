"""Plans are listed, shown by code and compared."""

from __future__ import annotations

import pytest

from mesoguide.clinic.values import PlanView
from tests.unit.actions.conftest import Sql
from tests.unit.actions.rehearsal import Conversation, names, spoken

EXAMPLES_NOTE = "These are example plans that no doctor here has signed off."
EXAMPLE_NOTE = "This is an example plan that no doctor here has signed off."
APPROVE = "UPDATE plans SET approved_by = 'Dr Ana Silva', approved_on = '2026-01-02'"


# ---- By code ----


@pytest.mark.parametrize(
    "code", ["HAIR-01", "hair-01", "hair 01", "hair01", "Hair_01", " HAIR\u201301 "], ids=repr
)
async def test_code_is_found_in_any_spelling(visitor: Conversation, code: str) -> None:
    replies = await visitor.says("ask_plan_details", plan_reference=code)

    assert replies[0].metadata["plan_code"] == "HAIR-01"


async def test_plan_details_name_the_plan_and_its_code(visitor: Conversation) -> None:
    replies = await visitor.says("ask_plan_details", plan_reference="HAIR-01")

    assert "(HAIR-01), for hair loss: 3 to 4 visits" in replies[0].text


@pytest.mark.parametrize("code", ["HAIR-99", "none", "01"], ids=repr)
async def test_unknown_code_says_so(visitor: Conversation, code: str) -> None:
    replies = await visitor.says("ask_plan_details", plan_reference=code)

    assert names(replies) == ["utter_plan_unknown_code"]


async def test_code_comes_before_the_concern(visitor: Conversation) -> None:
    replies = await visitor.says("ask_plan_details", plan_reference="CELL-01", concern="hair_loss")

    assert replies[0].metadata["plan_code"] == "CELL-01"


async def test_plan_for_a_concern_is_shown(visitor: Conversation) -> None:
    replies = await visitor.says("ask_plan_details", concern="wrinkles")

    assert names(replies) == ["utter_plan_plan_details"]
    assert replies[0].metadata["plan_code"] == "LINE-01"


async def test_plan_without_a_concern_asks_for_it(visitor: Conversation) -> None:
    assert names(await visitor.says("ask_plan_details")) == ["utter_ask_concern"]


# ---- The list ----


async def test_list_names_every_plan(visitor: Conversation, all_plans: dict[str, PlanView]) -> None:
    said = spoken(await visitor.says("list_plans"))

    assert [plan.name for plan in all_plans.values() if plan.name not in said] == []


async def test_list_sets_plans_with_a_caution_apart(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    cautioned, plain = await visitor.says("list_plans")

    assert names([cautioned, plain]) == ["utter_plans_list_cautioned", "utter_plans_list"]
    for plan in all_plans.values():
        assert (plan.name in cautioned.text) == bool(plan.caution)
        assert (plan.name in plain.text) == (not plan.caution)


async def test_list_names_each_plan_after_its_caution(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    said = spoken(await visitor.says("list_plans"))

    for plan in all_plans.values():
        assert said.index(plan.caution or "") < said.index(plan.name)


async def test_list_says_each_caution_once(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    said = spoken(await visitor.says("list_plans"))

    assert {said.count(plan.caution) for plan in all_plans.values() if plan.caution} == {1}


async def test_list_of_plain_plans_is_one_message(own_visitor: Conversation, sql: Sql) -> None:
    sql("UPDATE plans SET caution = NULL")

    assert names(await own_visitor.says("list_plans")) == ["utter_plans_list"]


async def test_list_of_examples_says_that_they_are(visitor: Conversation) -> None:
    assert EXAMPLES_NOTE in spoken(await visitor.says("list_plans"))


async def test_list_of_approved_plans_has_no_example_note(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql(APPROVE)

    assert "example" not in spoken(await own_visitor.says("list_plans"))


async def test_list_of_cautioned_examples_alone_says_that_they_are(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql("DELETE FROM plans WHERE caution IS NULL")

    replies = await own_visitor.says("list_plans")

    assert names(replies) == ["utter_plans_list_cautioned"]
    assert EXAMPLES_NOTE in spoken(replies)


async def test_one_approved_plan_does_not_vouch_for_the_others_in_the_list(
    own_visitor: Conversation, sql: Sql, all_plans: dict[str, PlanView]
) -> None:
    sql(f"{APPROVE} WHERE code = 'HAIR-01'")

    plain = (await own_visitor.says("list_plans"))[1].text

    assert plain.index(all_plans["HAIR-01"].name) < plain.index(EXAMPLES_NOTE)
    assert plain.index(EXAMPLES_NOTE) < plain.index(all_plans["LINE-01"].name)


async def test_one_approved_plan_does_not_vouch_for_the_cautioned_ones(
    own_visitor: Conversation, sql: Sql, all_plans: dict[str, PlanView]
) -> None:
    sql(f"{APPROVE} WHERE code = 'CELL-01'")

    cautioned = (await own_visitor.says("list_plans"))[0].text

    assert cautioned.index(all_plans["CELL-01"].name) < cautioned.index(EXAMPLES_NOTE)
    assert cautioned.index(EXAMPLES_NOTE) < cautioned.index(all_plans["PIG-01"].name)


async def test_empty_list_says_so(own_visitor: Conversation, sql: Sql) -> None:
    sql("DELETE FROM plans")

    assert names(await own_visitor.says("list_plans")) == ["utter_plans_empty"]


# ---- Comparing ----


async def compared(visitor: Conversation, **entities: object) -> list[str]:
    """The codes of the plans that a comparison sets side by side."""
    replies = await visitor.says("compare_plans", **entities)
    assert names(replies) == ["utter_plan_compare"]
    return str(replies[0].metadata["plan_code"]).split()


async def test_two_concerns_are_compared(visitor: Conversation) -> None:
    assert await compared(visitor, concern=["hair_loss", "wrinkles"]) == ["HAIR-01", "LINE-01"]


async def test_two_codes_are_compared(visitor: Conversation) -> None:
    found = await compared(visitor, plan_reference=["line 01", "HAIR-01"])

    assert found == ["LINE-01", "HAIR-01"]


async def test_code_and_concern_are_compared(visitor: Conversation) -> None:
    found = await compared(visitor, plan_reference="LINE-01", concern="hair_loss")

    assert found == ["LINE-01", "HAIR-01"]


async def test_two_areas_of_one_concern_are_compared(visitor: Conversation) -> None:
    found = await compared(visitor, concern="excess_fat", body_area=["arms", "thighs"])

    assert found == ["FAT-ARM-01", "FAT-THI-01"]


async def test_two_areas_of_the_remembered_concern_are_compared(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="excess_fat", body_area="arms")

    found = await compared(visitor, body_area=["arms", "thighs"])

    assert found == ["FAT-ARM-01", "FAT-THI-01"]


async def test_named_code_is_compared_with_the_remembered_concern(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="hair_loss")

    assert await compared(visitor, plan_reference="LINE-01") == ["LINE-01", "HAIR-01"]


async def test_named_concern_is_compared_with_the_remembered_one(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="hair_loss")

    assert await compared(visitor, concern="wrinkles") == ["LINE-01", "HAIR-01"]


async def test_comparison_tells_the_figures_of_both(visitor: Conversation) -> None:
    said = spoken(await visitor.says("compare_plans", concern=["hair_loss", "wrinkles"]))

    assert "3 to 4 visits" in said
    assert "3 to 6 visits" in said


@pytest.mark.parametrize(
    "entities",
    [
        {},
        {"concern": "hair_loss"},
        {"concern": ["hair_loss", "acne"]},
        {"plan_reference": ["HAIR-01", "hair 01"]},
        {"plan_reference": ["HAIR-01", "NONE-01"]},
    ],
    ids=["nothing", "one", "one-unknown", "same-twice", "unknown-code"],
)
async def test_fewer_than_two_plans_ask_for_another(
    visitor: Conversation, entities: dict[str, object]
) -> None:
    replies = await visitor.says("compare_plans", **entities)

    assert names(replies) == ["utter_compare_need_two"]


async def test_comparison_of_examples_says_so_once(visitor: Conversation) -> None:
    said = spoken(await visitor.says("compare_plans", concern=["hair_loss", "wrinkles"]))

    assert said.count("signed off") == 1
    assert EXAMPLES_NOTE in said


async def test_comparison_of_approved_plans_has_no_example_note(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql(APPROVE)

    said = spoken(await own_visitor.says("compare_plans", concern=["hair_loss", "wrinkles"]))

    assert "example" not in said


async def test_comparison_marks_the_one_plan_that_is_an_example(
    own_visitor: Conversation, sql: Sql, all_plans: dict[str, PlanView]
) -> None:
    sql(f"{APPROVE} WHERE code = 'HAIR-01'")

    said = spoken(await own_visitor.says("compare_plans", concern=["hair_loss", "wrinkles"]))

    hair, lines = said.index(all_plans["HAIR-01"].name), said.index(all_plans["LINE-01"].name)
    assert said.count(EXAMPLE_NOTE) == 1
    assert hair < lines < said.index(EXAMPLE_NOTE)
    assert EXAMPLES_NOTE not in said


async def test_comparison_says_each_caution_before_its_plan(
    visitor: Conversation, all_plans: dict[str, PlanView]
) -> None:
    said = spoken(await visitor.says("compare_plans", concern=["cellulite", "pigmentation"]))

    cellulite, patches = all_plans["CELL-01"], all_plans["PIG-01"]
    assert said.startswith(str(cellulite.caution))
    assert said.index(cellulite.name) < said.index(str(patches.caution)) < said.index(patches.name)


async def test_the_second_of_the_listed_plans_is_shown_and_remembered(
    visitor: Conversation,
) -> None:
    listed = await visitor.says("list_plans", "which plans are there")
    shown = [reply.metadata.get("listed_plans", "") for reply in listed]
    second = " ".join(shown).split()[1]

    details = await visitor.types("tell me about the second one", "ask_clarification")
    visits = await visitor.types("how many visits is that", "ask_frequency")
    assert details[0].metadata["plan_code"] == second
    assert visits[0].metadata["plan_code"] == second
