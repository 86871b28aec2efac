"""A question gets the answer for the concern, medicine or other detail that it names."""

from __future__ import annotations

import pytest

from tests.unit.actions.rehearsal import Clinic, Conversation, names


@pytest.mark.parametrize(
    ("intent", "entities", "response"),
    [
        ("ask_uses", {}, "utter_answer_uses"),
        ("ask_uses", {"concern": "cellulite"}, "utter_answer_uses_cellulite"),
        ("ask_ingredients", {"concern": "hair_loss"}, "utter_answer_ingredients_hair_loss"),
        ("ask_ingredients", {"concern": "wrinkles"}, "utter_answer_ingredients"),
        ("ask_mechanism", {"concern": "excess_fat"}, "utter_answer_mechanism_excess_fat"),
        ("ask_comparison", {"alternative": "prp"}, "utter_answer_comparison_prp"),
        ("ask_comparison", {"alternative": "yoga"}, "utter_answer_comparison"),
        ("ask_hair_medication", {"detail": "stopping"}, "utter_answer_hair_medication_stopping"),
        ("ask_side_effects", {"detail": "serious"}, "utter_answer_side_effects_serious"),
        ("ask_regulation", {"detail": "france"}, "utter_answer_regulation_france"),
        ("ask_preparation", {"detail": "medicines"}, "utter_answer_preparation_medicines"),
        (
            "ask_practitioner",
            {"detail": "self_injection"},
            "utter_answer_practitioner_self_injection",
        ),
        ("ask_combination", {"alternative": "laser"}, "utter_answer_combination_laser"),
        ("ask_results_onset", {"concern": "wrinkles"}, "utter_answer_results_onset_wrinkles"),
    ],
)  # fmt: skip
async def test_detail_picks_the_answer(
    visitor: Conversation, intent: str, entities: dict[str, str], response: str
) -> None:
    assert names(await visitor.says(intent, **entities)) == [response]


async def test_more_telling_detail_wins_over_the_concern(visitor: Conversation) -> None:
    replies = await visitor.says("ask_side_effects", concern="hair_loss", detail="infection")

    assert names(replies) == ["utter_answer_side_effects_infection"]


async def test_remembered_concern_picks_the_answer(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", concern="cellulite")

    replies = await visitor.says("ask_effectiveness")

    assert names(replies) == ["utter_answer_effectiveness_cellulite"]


async def test_medicine_of_an_earlier_message_is_not_assumed(visitor: Conversation) -> None:
    await visitor.says("ask_hair_medication", medication="minoxidil")

    assert names(await visitor.says("ask_hair_medication")) == ["utter_answer_hair_medication"]


@pytest.mark.parametrize("action", ["action_answer_question", "action_answer_from_plan"])
async def test_question_without_a_topic_is_not_understood(
    visitor: Conversation, action: str
) -> None:
    await visitor.hears("ask_capabilities")

    assert names(await visitor.does(action)) == ["utter_default"]


def intents(clinic: Clinic) -> list[str]:
    return sorted(clinic.rules.actions)


async def test_every_intent_is_answered(clinic: Clinic) -> None:
    for intent in intents(clinic):
        assert await Conversation(clinic).says(intent), intent


async def test_every_intent_is_answered_in_a_conversation_about_hair(clinic: Clinic) -> None:
    for intent in intents(clinic):
        visitor = Conversation(clinic)
        await visitor.says("ask_frequency", concern="hair_loss", body_area="scalp")
        assert await visitor.says(intent), intent


async def test_each_treatment_that_is_compared_gets_its_answer(visitor: Conversation) -> None:
    replies = await visitor.says("ask_comparison", alternative=["prp", "hair_transplant"])

    assert names(replies) == [
        "utter_answer_comparison_prp",
        "utter_answer_comparison_hair_transplant",
    ]


async def test_depth_and_bleeding_are_answered_once_each(visitor: Conversation) -> None:
    replies = await visitor.says("ask_procedure", detail=["depth", "bleeding"])

    assert names(replies) == ["utter_answer_procedure_depth", "utter_answer_procedure_bleeding"]


async def test_more_treatments_than_fit_are_cut_to_three(visitor: Conversation) -> None:
    treatments = ["prp", "laser", "botox", "fillers"]

    assert len(await visitor.says("ask_comparison", alternative=treatments)) == 3
