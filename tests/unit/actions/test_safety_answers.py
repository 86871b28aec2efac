"""One sign gets its own reply; several, or none that is known, get the general one."""

from __future__ import annotations

import pytest

from tests.unit.actions.rehearsal import Conversation, names


@pytest.mark.parametrize("sign", ["allergy", "chest", "infection", "numbing", "sight_or_skin"])
async def test_one_emergency_sign_gets_its_reply(visitor: Conversation, sign: str) -> None:
    replies = await visitor.says("report_emergency", symptom=sign)

    assert names(replies) == [f"utter_emergency_{sign}"]


@pytest.mark.parametrize("symptom", ["chin", "hair_patch", "infection", "lump", "rash"])
async def test_one_symptom_gets_its_reply(visitor: Conversation, symptom: str) -> None:
    await visitor.hears("report_symptom", entities={"symptom": symptom})

    replies = await visitor.does("action_answer_symptom")

    assert names(replies) == [f"utter_symptom_{symptom}"]


@pytest.mark.parametrize(
    ("intent", "response", "symptoms"),
    [
        ("report_emergency", "utter_emergency", []),
        ("report_emergency", "utter_emergency", ["chest", "allergy"]),
        ("report_emergency", "utter_emergency", ["pruritus"]),
        ("report_symptom", "utter_symptom", []),
        ("report_symptom", "utter_symptom", ["pruritus"]),
    ],
    ids=[
        *("emergency-none", "emergency-several", "emergency-unknown"),
        *("symptom-none", "symptom-unknown"),
    ],
)
async def test_anything_else_gets_the_general_reply(
    visitor: Conversation, intent: str, response: str, symptoms: list[str]
) -> None:
    await visitor.hears(intent, entities={"symptom": symptoms})
    action = response.replace("utter_", "action_answer_")

    assert names(await visitor.does(action)) == [response]


async def test_several_signs_get_the_general_reply_of_their_level(visitor: Conversation) -> None:
    await visitor.hears("report_symptom", entities={"symptom": ["infection", "rash"]})

    assert names(await visitor.does("action_answer_symptom")) == ["utter_symptom_today"]


async def test_a_second_sign_without_a_reply_still_makes_the_reply_general(
    visitor: Conversation,
) -> None:
    replies = await visitor.says("report_emergency", symptom=["chest", "rash"])

    assert names(replies) == ["utter_emergency"]


async def test_the_place_of_a_sign_is_no_second_sign(visitor: Conversation) -> None:
    replies = await visitor.says("report_symptom", symptom=["infection", "mark"])

    assert names(replies) == ["utter_symptom_infection"]


async def test_the_same_sign_twice_is_one_sign(visitor: Conversation) -> None:
    replies = await visitor.says("report_emergency", symptom=["chest", "chest"])

    assert names(replies) == ["utter_emergency_chest"]


async def test_sign_of_an_earlier_message_is_not_assumed(visitor: Conversation) -> None:
    await visitor.says("report_emergency", symptom="chest")
    await visitor.hears("report_emergency")

    assert names(await visitor.does("action_answer_emergency")) == ["utter_emergency"]


async def test_emergency_reply_opens_with_the_number_to_call(visitor: Conversation) -> None:
    replies = await visitor.says("report_emergency")

    number = visitor.clinic.generator._facts["emergency_number"]
    assert number in replies[0].text.split(".")[0]


@pytest.mark.parametrize(
    ("entities", "response"),
    [
        ({"medication": "minoxidil"}, "utter_medical_advice_medicine"),
        ({"symptom": "mark"}, "utter_medical_advice_mark"),
        ({"symptom": "lump"}, "utter_medical_advice_mark"),
        ({"symptom": ["mark", "lump"]}, "utter_medical_advice_mark"),
        ({"medication": "minoxidil", "symptom": "mark"}, "utter_medical_advice"),
        ({}, "utter_medical_advice"),
        ({"symptom": "rash"}, "utter_medical_advice"),
    ],
    ids=["medicine", "mark", "lump", "mark-and-lump", "both", "neither", "other-symptom"],
)
async def test_advice_fits_what_was_asked_about(
    visitor: Conversation, entities: dict[str, object], response: str
) -> None:
    assert names(await visitor.says("ask_medical_advice", **entities)) == [response]
