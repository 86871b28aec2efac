"""A question about the clinic's plans is answered from the database, then from studies."""

from __future__ import annotations

import json

import pytest

from tests.unit.actions.conftest import Sql
from tests.unit.actions.rehearsal import Conversation, names, spoken


async def test_frequency_for_hair_loss_says_3_to_4_visits(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="hair_loss")

    assert "3 to 4 visits, 3 to 4 weeks apart" in replies[0].text


async def test_frequency_for_hair_loss_tells_the_top_up_interval(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="hair_loss")

    assert "a top-up visit every 3 to 6 months is planned" in replies[0].text


async def test_plan_is_followed_by_what_studies_say(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="hair_loss")

    assert names(replies) == ["utter_plan_frequency", "utter_evidence_frequency_hair_loss"]


async def test_plan_without_a_study_behind_the_topic_stands_alone(visitor: Conversation) -> None:
    replies = await visitor.says("ask_anaesthesia", concern="hair_loss")

    assert names(replies) == ["utter_plan_anaesthesia"]


async def test_changed_row_changes_the_next_answer(own_visitor: Conversation, sql: Sql) -> None:
    before = await own_visitor.says("ask_frequency", concern="hair_loss")
    sql(
        "UPDATE plans SET sessions_min = 5, sessions_max = 9, interval_days_min = 60, "
        "interval_days_max = 90 "
        "WHERE code = 'HAIR-01'"
    )
    after = await own_visitor.says("ask_frequency", concern="hair_loss")

    assert "3 to 4 visits" in before[0].text
    assert "5 to 9 visits" in after[0].text
    assert "is 2 to 3 months" in after[0].text


async def test_plan_without_top_ups_says_so(visitor: Conversation) -> None:
    replies = await visitor.says("ask_maintenance", concern="excess_fat", body_area="arms")

    assert "No top-up visits are planned." in replies[0].text


async def test_concern_is_remembered_for_the_next_question(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="hair_loss")

    replies = await visitor.says("ask_maintenance")

    assert "The plan for hair loss has 3 to 4 visits at first" in replies[0].text


async def test_new_concern_starts_without_the_old_area(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="excess_fat", body_area="thighs")

    replies = await visitor.says("ask_frequency", concern="excess_fat")

    assert names(replies) == ["utter_ask_body_area"]


async def test_last_concern_of_a_corrected_message_counts(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern=["hair_loss", "cellulite"])

    assert replies[0].metadata["plan_code"] == "CELL-01"


async def test_fat_without_an_area_asks_for_the_area(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="excess_fat")

    assert names(replies) == ["utter_ask_body_area"]


async def test_question_for_the_area_names_every_area(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="excess_fat")

    for area in ("arms", "legs", "thighs", "tummy", "buttocks", "under the chin"):
        assert area in replies[0].text


async def test_buttons_of_the_area_question_set_concern_and_area(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="excess_fat")

    assert [button["payload"] for button in replies[0].buttons] == [
        '/inform{"concern": "excess_fat", "body_area": "chin"}',
        '/inform{"concern": "excess_fat", "body_area": "abdomen"}',
        '/inform{"concern": "excess_fat", "body_area": "arms"}',
    ]


async def test_pressed_area_button_gets_that_plan(visitor: Conversation) -> None:
    asked = await visitor.says("ask_frequency", concern="excess_fat")
    pressed = json.loads(asked[0].buttons[1]["payload"].removeprefix("/inform"))

    replies = await visitor.says("inform", **pressed)

    assert replies[0].metadata["plan_code"] == "FAT-ABD-01"


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("arms", "FAT-ARM-01"),
        ("legs", "FAT-LEG-01"),
        ("thighs", "FAT-THI-01"),
        ("abdomen", "FAT-ABD-01"),
        ("buttocks", "FAT-BUT-01"),
        ("chin", "CHIN-01"),
    ],
)
async def test_area_picks_its_plan(visitor: Conversation, area: str, code: str) -> None:
    replies = await visitor.says("ask_frequency", concern="excess_fat", body_area=area)

    assert replies[0].metadata["plan_code"] == code


async def test_answered_area_question_goes_on_with_the_topic(visitor: Conversation) -> None:
    await visitor.says("ask_recovery", concern="excess_fat")

    replies = await visitor.says("inform", body_area="arms")

    assert names(replies)[0] == "utter_plan_recovery"
    assert replies[0].metadata["plan_code"] == "FAT-ARM-01"


async def test_area_that_no_plan_covers_is_told_what_is_known_of_the_concern(
    visitor: Conversation,
) -> None:
    replies = await visitor.says("ask_frequency", concern="excess_fat", body_area="hands")

    assert names(replies) == ["utter_plan_other_area", "utter_evidence_frequency_excess_fat"]


async def test_area_is_not_asked_twice_in_a_row(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="excess_fat")

    replies = await visitor.says("ask_frequency")

    assert names(replies) == ["utter_evidence_frequency_excess_fat"]


async def test_known_concern_is_not_asked_back_by_the_general_answer(
    visitor: Conversation,
) -> None:
    await visitor.says("ask_frequency", concern="excess_fat")

    replies = await visitor.says("ask_discomfort")

    assert names(replies) == ["utter_simple_answer_discomfort"]


async def test_concern_stays_when_only_another_area_is_named(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="pigmentation")

    replies = await visitor.says("ask_frequency", body_area="arms")

    assert names(replies)[0] == "utter_plan_other_area"
    assert replies[1].metadata["plan_code"] == "PIG-01"


@pytest.mark.parametrize(
    ("area", "code"), [("scalp", "HAIR-01"), ("chin", "CHIN-01")], ids=["scalp", "chin"]
)
async def test_area_of_a_single_concern_implies_it(
    visitor: Conversation, area: str, code: str
) -> None:
    replies = await visitor.says("ask_frequency", body_area=area)

    assert replies[0].metadata["plan_code"] == code


@pytest.mark.parametrize("area", ["thighs", "face", "hands"])
async def test_area_of_several_concerns_gets_the_general_answer(
    visitor: Conversation, area: str
) -> None:
    replies = await visitor.says("ask_frequency", body_area=area)

    assert names(replies) == ["utter_answer_frequency"]


async def test_plan_question_about_an_area_of_several_concerns_asks_for_the_concern(
    visitor: Conversation,
) -> None:
    replies = await visitor.says("ask_plan_details", body_area="face")

    assert names(replies) == ["utter_ask_concern"]


async def test_question_without_a_concern_gets_the_general_answer(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency")

    assert names(replies) == ["utter_answer_frequency"]


async def test_unknown_concern_gets_the_general_answer(visitor: Conversation) -> None:
    replies = await visitor.says("ask_frequency", concern="acne")

    assert names(replies) == ["utter_answer_frequency"]


async def test_plan_for_an_unknown_concern_says_so(visitor: Conversation) -> None:
    replies = await visitor.says("ask_plan_details", concern="acne")

    assert names(replies) == ["utter_plan_unknown_concern"]


async def test_unknown_concern_is_not_answered_with_the_earlier_one(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="hair_loss")

    replies = await visitor.says("ask_frequency", concern="acne")

    assert names(replies) == ["utter_answer_frequency"]


async def test_concern_without_a_plan_says_so_and_gives_the_general_answer(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql("DELETE FROM plans WHERE code = 'HAIR-01'")

    replies = await own_visitor.says("ask_frequency", concern="hair_loss")

    assert names(replies) == ["utter_plan_none", "utter_answer_frequency"]


async def test_plan_details_of_a_concern_without_a_plan_only_say_so(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql("DELETE FROM plans WHERE code = 'HAIR-01'")

    replies = await own_visitor.says("ask_plan_details", concern="hair_loss")

    assert names(replies) == ["utter_plan_none"]


async def test_question_without_any_plans_still_gets_the_general_answer(
    own_visitor: Conversation, sql: Sql
) -> None:
    sql("DELETE FROM plans")

    replies = await own_visitor.says("ask_recovery", concern="hair_loss")

    assert names(replies) == ["utter_plan_none", "utter_answer_recovery"]


async def test_named_condition_is_answered_before_the_plan(visitor: Conversation) -> None:
    replies = await visitor.says("ask_eligibility", concern="hair_loss", condition="pregnancy")

    assert names(replies) == ["utter_answer_eligibility_pregnancy"]


async def test_insurance_is_answered_before_the_price(visitor: Conversation) -> None:
    replies = await visitor.says("ask_cost", concern="hair_loss", detail="insurance")

    assert names(replies) == ["utter_answer_cost_insurance"]


@pytest.mark.parametrize("concern", ["hair_loss", "Hair Loss", " hair-loss "], ids=repr)
async def test_spelling_of_a_concern_does_not_matter(visitor: Conversation, concern: str) -> None:
    replies = await visitor.says("ask_frequency", concern=concern)

    assert "3 to 4 visits" in spoken(replies)
