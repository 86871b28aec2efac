"""Greeting again is short, and what is not understood leads to a person in three steps."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import Restarted

from actions.repair import MAX_MESSAGE_CHARACTERS
from tests.unit.actions.conftest import Sql
from tests.unit.actions.rehearsal import Conversation, names


async def test_first_greeting_introduces_the_bot(visitor: Conversation) -> None:
    assert names(await visitor.says("greet")) == ["utter_greet"]


async def test_second_greeting_is_short(visitor: Conversation) -> None:
    await visitor.says("greet")

    assert names(await visitor.says("greet")) == ["utter_greet_again"]


async def test_greeting_after_a_question_still_introduces_the_bot(visitor: Conversation) -> None:
    await visitor.says("ask_origin")

    assert names(await visitor.says("greet")) == ["utter_greet"]


async def test_greeting_is_remembered_over_other_turns(visitor: Conversation) -> None:
    await visitor.says("greet")
    await visitor.says("ask_origin")

    assert names(await visitor.says("greet")) == ["utter_greet_again"]


STEPS = (
    "utter_default",
    "utter_ask_rephrase",
    "utter_offer_person",
    "utter_still_not_understood",
    "utter_still_not_understood",
)


@pytest.mark.parametrize("misses", [1, 2, 3, 4, 5])
async def test_miss_gets_its_step(visitor: Conversation, misses: int) -> None:
    for _ in range(misses - 1):
        await visitor.says("nlu_fallback", "qwertz")

    assert names(await visitor.says("nlu_fallback", "qwertz")) == [STEPS[misses - 1]]


async def test_understood_message_starts_the_steps_again(visitor: Conversation) -> None:
    await visitor.says("nlu_fallback", "qwertz")
    await visitor.says("nlu_fallback", "qwertz")
    await visitor.says("ask_origin")

    assert names(await visitor.says("nlu_fallback", "qwertz")) == ["utter_default"]


async def test_restarted_conversation_starts_the_steps_again(visitor: Conversation) -> None:
    await visitor.says("nlu_fallback", "qwertz")
    await visitor.says("nlu_fallback", "qwertz")
    visitor.tracker.update(Restarted(), visitor.clinic.domain)

    assert names(await visitor.says("nlu_fallback", "qwertz")) == ["utter_default"]


async def test_restarted_conversation_is_introduced_again(visitor: Conversation) -> None:
    await visitor.says("greet")
    visitor.tracker.update(Restarted(), visitor.clinic.domain)

    assert names(await visitor.says("greet")) == ["utter_greet"]


async def test_message_that_is_too_long_is_asked_for_in_short(visitor: Conversation) -> None:
    replies = await visitor.says("nlu_fallback", "a" * (MAX_MESSAGE_CHARACTERS + 1))

    assert names(replies) == ["utter_too_long"]


async def test_longest_message_that_is_read_counts_as_a_miss(visitor: Conversation) -> None:
    replies = await visitor.says("nlu_fallback", "a" * MAX_MESSAGE_CHARACTERS)

    assert names(replies) == ["utter_default"]


async def test_rule_that_did_not_fit_is_the_first_step(visitor: Conversation) -> None:
    await visitor.hears("greet", "hello")

    assert names(await visitor.does("action_handle_misunderstanding")) == ["utter_default"]


RANKING = [
    {"name": "nlu_fallback", "confidence": 0.3},
    {"name": "out_of_scope", "confidence": 0.2},
    {"name": "ask_cost", "confidence": 0.15},
    {"name": "greet", "confidence": 0.1},
    {"name": "ask_frequency", "confidence": 0.05},
    {"name": "ask_uses", "confidence": 0.04},
]


async def test_first_miss_offers_the_two_nearest_topics_and_a_person(visitor: Conversation) -> None:
    replies = await visitor.types("the usual sum", intent="nlu_fallback", intent_ranking=RANKING)

    assert names(replies) == ["utter_default_nearest"]
    titles = visitor.clinic.resources.titles
    assert [(b["title"], b["payload"]) for b in replies[0].buttons] == [
        (titles["ask_cost"], "/ask_cost"),
        (titles["ask_frequency"], "/ask_frequency"),
        (titles["request_human"], "/request_human"),
    ]


async def test_nothing_is_offered_as_near_to_letters_that_are_no_word(
    visitor: Conversation,
) -> None:
    replies = await visitor.types("qwertz", intent="nlu_fallback", intent_ranking=RANKING)

    assert names(replies) == ["utter_default"]


async def test_yes_to_a_person_begins_the_call_back(visitor: Conversation) -> None:
    for _ in range(3):
        await visitor.says("nlu_fallback", "qwertz")

    assert names(await visitor.says("affirm", "yes")) == [
        "utter_callback_start",
        "utter_ask_contact_name",
    ]


async def test_miss_is_kept_for_staff_with_its_repeats(own_visitor: Conversation, sql: Sql) -> None:
    await own_visitor.types("The usual sum?", intent="nlu_fallback", intent_ranking=RANKING)
    await own_visitor.says("ask_origin", "who invented it?")
    await own_visitor.types("the usual sum", intent="nlu_fallback", intent_ranking=RANKING)

    (row,) = sql("SELECT question, channel, nearest, times_asked FROM unanswered_questions")
    assert row[0] == "The usual sum?"
    assert row[1] == "rest"
    assert "ask_cost" in row[2]
    assert row[3] == 2


async def test_out_of_scope_twice_is_told_and_then_a_person_offered(visitor: Conversation) -> None:
    replies = [names(await visitor.says("out_of_scope", "football?")) for _ in range(4)]

    assert replies == [
        ["utter_out_of_scope"],
        ["utter_out_of_scope"],
        ["utter_offer_person"],
        ["utter_still_not_understood"],
    ]


async def test_visitor_of_an_earlier_session_is_no_stranger(visitor: Conversation) -> None:
    await visitor.says("greet")
    visitor.begins_another_session()

    assert names(await visitor.says("greet")) == ["utter_greet_return"]


async def test_form_of_an_earlier_session_is_offered_again(visitor: Conversation) -> None:
    await visitor.says("request_human", "call me, I'm Anna Smith")
    visitor.begins_another_session()
    replies = await visitor.says("greet")
    resumed = await visitor.says("affirm", "yes")

    assert names(replies) == ["utter_greet_return_form"]
    assert names(resumed) == ["utter_form_resumed", "utter_ask_contact"]
