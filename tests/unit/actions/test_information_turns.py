"""A bare piece of information goes on with the topic of the conversation."""

from __future__ import annotations

import pytest

from tests.unit.actions.rehearsal import Conversation, names


async def test_named_concern_keeps_the_topic(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="hair_loss")

    replies = await visitor.says("inform", concern="cellulite")

    assert names(replies) == ["utter_plan_frequency", "utter_evidence_frequency_cellulite"]


async def test_named_concern_keeps_an_education_topic(visitor: Conversation) -> None:
    await visitor.says("ask_effectiveness")

    replies = await visitor.says("inform", concern="cellulite")

    assert names(replies) == ["utter_answer_effectiveness_cellulite"]


async def test_named_alternative_keeps_the_comparison(visitor: Conversation) -> None:
    await visitor.says("ask_comparison")

    replies = await visitor.says("inform", alternative="botox")

    assert names(replies) == ["utter_answer_comparison_botox"]


async def test_named_condition_keeps_the_question_who_can_have_it(visitor: Conversation) -> None:
    await visitor.says("ask_eligibility", concern="hair_loss")

    replies = await visitor.says("inform", condition="pregnancy")

    assert names(replies) == ["utter_answer_eligibility_pregnancy"]


async def test_bare_area_keeps_topic_and_concern(visitor: Conversation) -> None:
    await visitor.says("ask_session_length", concern="excess_fat", body_area="arms")

    replies = await visitor.says("inform", body_area="thighs")

    assert names(replies)[0] == "utter_plan_session_length"
    assert replies[0].metadata["plan_code"] == "FAT-THI-01"


@pytest.mark.parametrize(
    ("entities", "answer"),
    [
        ({"concern": "cellulite"}, "utter_answer_uses_cellulite"),
        ({"body_area": "abdomen"}, "utter_answer_uses_excess_fat"),
        ({"body_area": "thighs"}, "utter_answer_uses_excess_fat"),
        ({"body_area": "face"}, "utter_ask_concern_for_area"),
        ({"medication": "minoxidil"}, "utter_answer_hair_medication_minoxidil"),
        ({"alternative": "botox"}, "utter_answer_comparison_botox"),
        ({"condition": "pregnancy"}, "utter_answer_eligibility_pregnancy"),
        ({"body_area": "knees"}, "utter_inform_ask_topic"),
    ],
    ids=[
        *("concern", "area", "thighs", "area of several concerns"),
        *("medicine", "other care", "condition", "none"),
    ],
)
async def test_what_is_named_without_a_topic_is_introduced(
    visitor: Conversation, entities: dict[str, str], answer: str
) -> None:
    assert names(await visitor.says("inform", **entities)) == [answer]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ask_results_onset", "utter_answer_results_onset_excess_fat"),
        ("ask_effectiveness", "utter_answer_effectiveness_excess_fat"),
    ],
)
async def test_an_area_asks_the_open_question_of_what_is_treated_there(
    visitor: Conversation, question: str, answer: str
) -> None:
    await visitor.says(question)

    assert names(await visitor.says("inform", "for belly", body_area="abdomen")) == [answer]


async def test_plan_reference_is_not_looked_up_in_public(visitor: Conversation) -> None:
    replies = await visitor.says("inform", plan_reference="HAIR-01")

    assert names(replies) == ["utter_my_plan_offer"]


@pytest.mark.parametrize("topic", ["ask_frequency", "ask_effectiveness"])
async def test_information_that_names_nothing_is_not_understood(
    visitor: Conversation, topic: str
) -> None:
    await visitor.says(topic, concern="hair_loss")

    assert names(await visitor.says("inform")) == ["utter_default"]


async def test_plan_details_stay_the_topic(visitor: Conversation) -> None:
    await visitor.says("ask_plan_details", concern="hair_loss")

    replies = await visitor.says("inform", concern="wrinkles")

    assert names(replies) == ["utter_plan_plan_details"]
    assert replies[0].metadata["plan_code"] == "LINE-01"
