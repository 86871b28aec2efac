"""Greeting again is short, and what is not understood leads to a person in three steps."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import Restarted

from actions.conversation import MAX_MESSAGE_CHARACTERS
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


STEPS = ("utter_default", "utter_ask_rephrase", "utter_request_human", "utter_request_human")


@pytest.mark.parametrize("misses", [1, 2, 3, 4])
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
