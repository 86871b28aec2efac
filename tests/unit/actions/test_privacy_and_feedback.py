"""What is stored is told and deleted; feedback is kept with the answer that it is about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.unit.actions.rehearsal import Conversation, names, spoken


@pytest.fixture
def rows(own_file: Path) -> Any:
    def read(table: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(own_file)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608

    return read


async def test_deletion_is_confirmed_first(own_visitor: Conversation) -> None:
    replies = await own_visitor.says("request_data_deletion", "delete my data")

    assert names(replies) == ["utter_ask_deletion_confirmed"]


async def test_no_keeps_everything(own_visitor: Conversation, rows: Any) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    await own_visitor.presses("/affirm")
    await own_visitor.says("request_data_deletion", "delete my data")
    replies = await own_visitor.says("deny", "no")

    assert names(replies) == ["utter_deletion_kept"]
    assert len(rows("safety_alerts")) == 1


async def test_yes_deletes_every_row_and_gives_the_receipt(
    own_visitor: Conversation, rows: Any
) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    await own_visitor.presses("/affirm")
    await own_visitor.says("request_data_deletion", "delete my data")
    replies = await own_visitor.says("affirm", "yes")

    assert names(replies) == ["utter_deletion_done"]
    assert rows("safety_alerts") == []
    (receipt,) = rows("deletion_receipts")
    assert receipt["code"] in spoken(replies)
    assert own_visitor.tracker.get_slot("conversation_deleted") == receipt["code"]


@pytest.mark.parametrize(
    "text",
    [
        "no, don't delete my data",
        "please do not delete it",
        "what exactly would be deleted?",
        "delete my data",
        "frub dlax",
    ],
)
async def test_only_a_clear_yes_deletes(own_visitor: Conversation, rows: Any, text: str) -> None:
    await own_visitor.says("request_data_deletion", "delete my data")
    await own_visitor.says("request_data_deletion", text)

    assert rows("deletion_receipts") == []


async def test_yes_in_more_words_deletes(own_visitor: Conversation, rows: Any) -> None:
    await own_visitor.says("request_data_deletion", "delete my data")
    await own_visitor.says("request_data_deletion", "Yes, delete it.")

    assert len(rows("deletion_receipts")) == 1


async def test_what_cannot_be_read_keeps_everything_in_the_end(own_visitor: Conversation) -> None:
    await own_visitor.says("request_data_deletion", "delete my data")
    replies = [names(await own_visitor.types("frub dlax")) for _ in range(3)]

    assert replies == [
        ["utter_ask_deletion_confirmed"],
        ["utter_ask_deletion_confirmed"],
        ["utter_deletion_kept"],
    ]


async def test_a_deletion_that_fails_says_so(own_visitor: Conversation, sql: Any) -> None:
    await own_visitor.says("request_data_deletion", "delete my data")
    sql("DROP TABLE deletion_receipts")
    replies = await own_visitor.says("affirm", "yes")

    assert names(replies) == ["utter_deletion_failed"]
    assert own_visitor.tracker.get_slot("conversation_deleted") is None


async def test_what_is_stored_is_told(own_visitor: Conversation) -> None:
    await own_visitor.says("report_emergency", "my tongue is swelling")
    await own_visitor.presses("/affirm")
    replies = await own_visitor.says("ask_privacy", "what do you store?")

    assert names(replies) == ["utter_privacy", "utter_stored"]
    assert "notes to staff about your safety: 1" in spoken(replies)


async def test_an_answer_that_did_not_help_offers_topics_and_a_person(
    own_visitor: Conversation, rows: Any
) -> None:
    ranking = [
        {"name": "ask_origin", "confidence": 0.5},
        {"name": "ask_definition", "confidence": 0.3},
        {"name": "ask_name_meaning", "confidence": 0.1},
    ]
    await own_visitor.types("the start of it?", intent="ask_origin", intent_ranking=ranking)
    replies = await own_visitor.types("that's not what I asked", intent="deny", act="unhelpful")

    assert names(replies) == ["utter_unhelpful"]
    assert [button["payload"] for button in replies[0].buttons] == [
        "/ask_definition",
        "/ask_name_meaning",
        "/request_human",
    ]
    (feedback,) = rows("feedback")
    assert feedback["helpful"] == 0
    assert "utter_answer_origin" in feedback["responses"]
    assert feedback["question"] == "the start of it?"
    (question,) = rows("unanswered_questions")
    assert question["reason"] == "unhelpful"


@pytest.mark.parametrize(
    ("text", "reply", "helpful"),
    [
        ("that was really helpful, thank you", "utter_feedback_praise", 1),
        ("good but the waiting was not", "utter_feedback_thanks", 0),
        ("your staff were rude", "utter_feedback_thanks", 0),
    ],
)
async def test_feedback_is_kept_in_the_visitors_words(
    own_visitor: Conversation, rows: Any, text: str, reply: str, helpful: int
) -> None:
    replies = await own_visitor.says("give_feedback", text)

    assert names(replies) == [reply]
    (feedback,) = rows("feedback")
    assert (feedback["reason"], feedback["helpful"]) == (text, helpful)


async def test_plain_words_are_used_on_request(visitor: Conversation) -> None:
    await visitor.says("ask_origin", "who invented it?")
    replies = await visitor.says("ask_clarification", "I don't get it")

    assert names(replies) == ["utter_simple_answer_origin"]


async def test_a_plan_is_explained_with_its_numbers(visitor: Conversation) -> None:
    await visitor.says("ask_frequency", "how often for hair loss?", concern="hair_loss")
    replies = await visitor.says("ask_clarification", "I don't get it")

    assert names(replies)[0] == "utter_simple_plan_frequency"
    assert "3 to 4" in spoken(replies)


async def test_the_plainest_words_are_said_once_then_in_one_line(visitor: Conversation) -> None:
    await visitor.says("ask_origin", "who invented it?")
    await visitor.says("ask_clarification", "I don't get it")

    one_line = await visitor.says("ask_clarification", "still not")
    last = await visitor.says("ask_clarification", "no, sorry")

    assert names(one_line) == ["utter_simplest_gist"]
    assert "began it in the 1950s." in spoken(one_line)
    assert names(last) == ["utter_simplest"]


async def test_nothing_was_said_to_be_explained(visitor: Conversation) -> None:
    assert names(await visitor.says("ask_clarification", "what?")) == ["utter_nothing_to_explain"]


async def test_a_repeated_question_gets_other_words(visitor: Conversation) -> None:
    first = await visitor.says("ask_origin", "who invented it?")
    second = await visitor.says("ask_origin", "but who invented it?")
    third = await visitor.says("ask_origin", "who was it?")
    fourth = await visitor.says("ask_origin", "who began it?")

    assert len({spoken(first), spoken(second), spoken(third)}) == 3
    assert spoken(fourth) == spoken(first)


async def test_a_refusal_that_was_not_understood_is_said_more_simply(visitor: Conversation) -> None:
    await visitor.says("out_of_scope", "will it rain")

    replies = await visitor.says("ask_clarification", "what do you mean")
    assert names(replies) == ["utter_simple_out_of_scope"]


async def test_a_reply_without_a_simpler_version_is_said_again(visitor: Conversation) -> None:
    await visitor.says("list_plans", "which plans are there")

    replies = await visitor.says("ask_clarification", "I don't follow")
    assert "utter_plans_list" in names(replies)


async def test_small_talk_is_not_what_somebody_does_not_follow(visitor: Conversation) -> None:
    await visitor.says("ask_origin", "who invented it?")
    await visitor.says("thank", "ok thanks")

    replies = await visitor.says("ask_clarification", "I don't get it")
    assert names(replies) == ["utter_simple_answer_origin"]


async def test_anger_at_the_chat_is_kept_and_no_topic_is_guessed(visitor: Conversation) -> None:
    await visitor.says("ask_origin", "who invented it?")

    replies = await visitor.types("you stupid bot", "give_feedback", act="unhelpful")
    assert names(replies) == ["utter_feedback_upset"]
    assert "{clinic_phone}" not in spoken(replies)
