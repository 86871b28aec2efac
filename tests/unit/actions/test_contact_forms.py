"""A call back or an appointment is asked for as with a good receptionist, and stored once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.unit.actions.rehearsal import Conversation, names, spoken


@pytest.fixture
def caller(own_visitor: Conversation) -> Conversation:
    return own_visitor


@pytest.fixture
def stored(own_file: Path) -> Any:
    """Reads the requests in this test's own database."""

    def read() -> list[dict[str, Any]]:
        with closing(sqlite3.connect(own_file)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM callback_requests")]

    return read


async def gives_details(caller: Conversation) -> None:
    """Goes through the call-back form up to the confirmation."""
    await caller.says("request_human", "can somebody call me?")
    await caller.types("Anna Smith")
    await caller.types("07700 900123")
    await caller.types("tomorrow morning")
    await caller.types("my hair")


async def test_details_are_asked_for_one_by_one(caller: Conversation) -> None:
    first = await caller.says("request_human", "can somebody call me?")
    second = await caller.types("Anna Smith")
    third = await caller.types("07700 900123")
    fourth = await caller.types("tomorrow morning")
    last = await caller.types("my hair")

    assert names(first) == ["utter_callback_start", "utter_ask_contact_name"]
    assert names(second) == ["utter_ask_contact"]
    assert names(third) == ["utter_ask_best_time"]
    assert names(fourth) == ["utter_ask_contact_topic"]
    assert names(last) == ["utter_confirm_callback"]
    for detail in ("Anna Smith", "900123", "tomorrow morning", "my hair"):
        assert detail in spoken(last)


async def test_nothing_is_stored_before_it_is_confirmed(caller: Conversation, stored: Any) -> None:
    await gives_details(caller)

    assert stored() == []


async def test_a_confirmed_request_is_stored_with_what_was_promised(
    caller: Conversation, stored: Any
) -> None:
    await gives_details(caller)
    replies = await caller.says("affirm", "yes please")

    assert names(replies) == ["utter_callback_sent"]
    (row,) = stored()
    assert row["kind"] == "call_back"
    assert row["name"] == "Anna Smith"
    assert row["phone"] == "+447700900123"
    assert row["best_time"] == "tomorrow morning"
    assert row["topic"] == "my hair"
    assert row["promised"] in spoken(replies)


async def test_a_second_yes_stores_nothing_more(caller: Conversation, stored: Any) -> None:
    await gives_details(caller)
    await caller.says("affirm", "yes")
    replies = await caller.says("affirm", "yes")

    assert names(replies) == ["utter_request_already_sent"]
    assert len(stored()) == 1


async def test_details_given_at_once_are_not_asked_for(caller: Conversation) -> None:
    replies = await caller.says(
        "request_human",
        "Please call me, I'm Anna Smith, 07700 900123, after 5pm, it's about my hair",
    )

    assert names(replies) == ["utter_callback_start", "utter_confirm_callback"]


async def test_details_volunteered_earlier_are_taken(caller: Conversation) -> None:
    await caller.says("ask_origin", "Hi, my name is Anna Smith. Who invented this?")
    replies = await caller.says("request_human", "can somebody call me?")

    assert names(replies)[-1] == "utter_ask_contact"


async def test_a_question_in_the_middle_is_answered(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    replies = await caller.types("who invented it?", intent="ask_origin")

    assert names(replies) == ["utter_answer_origin", "utter_form_back", "utter_ask_contact_name"]
    assert not replies[0].buttons


async def test_a_detail_beside_a_question_is_taken(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    replies = await caller.types("I'm Anna Smith, who invented it?", intent="ask_origin")

    assert names(replies) == ["utter_answer_origin", "utter_ask_contact"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("07700 900", "utter_wrong_phone_too_short"),
        ("0770090012345678", "utter_wrong_phone_too_long"),
        ("anna@gmail", "utter_wrong_email"),
        ("at the red house", "utter_wrong_contact"),
    ],
)
async def test_a_wrong_contact_is_told_what_is_wrong(
    caller: Conversation, typed: str, problem: str
) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")

    assert names(await caller.types(typed)) == [problem]


async def test_the_second_wrong_answer_shows_a_way_on(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")
    await caller.types("at the red house")

    second = await caller.types("the blue one")
    third = await caller.types("the green one")

    assert names(second) == ["utter_wrong_contact", "utter_form_stuck"]
    assert names(third) == ["utter_form_cancelled"]


async def test_asking_why_is_answered(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    replies = await caller.types("why do you need it?", intent="ask_benefits")

    assert names(replies) == ["utter_form_why", "utter_ask_contact_name"]


async def test_a_time_in_another_question_is_no_time_for_a_call(caller: Conversation) -> None:
    await caller.says("request_human", "call me, I'm Anna Smith, 07700 900123")
    replies = await caller.types(
        "will I be able to wash my hair that evening?", intent="ask_aftercare"
    )

    assert names(replies)[-1] == "utter_ask_best_time"


async def test_never_mind_stops_and_stores_nothing(caller: Conversation, stored: Any) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")
    replies = await caller.types("oh never mind", intent="deny", act="cancel")

    assert names(replies) == ["utter_form_cancelled"]
    assert caller.tracker.active_loop_name is None
    assert stored() == []


async def test_what_was_stopped_can_be_taken_up_again(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")
    await caller.types("never mind", intent="deny", act="cancel")
    await caller.says("ask_origin", "who invented it?")
    replies = await caller.types("ok back to that call", act="resume")

    assert names(replies) == ["utter_form_resumed", "utter_ask_contact"]


async def test_a_name_need_not_be_given(caller: Conversation, stored: Any) -> None:
    await caller.says("request_human", "call me")
    replies = await caller.types("I'd rather not say", intent="deny", act="refuse")
    await caller.types("07700 900123")
    await caller.types("whenever", act="any")
    await caller.types("prices")
    await caller.says("affirm", "yes")

    assert names(replies) == ["utter_ask_contact"]
    (row,) = stored()
    assert row["name"] is None
    assert row["best_time"] in ("any time", "whenever")


async def test_without_any_contact_the_form_ends_kindly(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")
    first = await caller.types("no, not telling you", intent="deny", act="refuse")
    second = await caller.types("no means no", intent="deny", act="refuse")

    assert names(first) == ["utter_refused_contact"]
    assert names(second) == ["utter_form_stopped_no_contact"]
    assert caller.tracker.active_loop_name is None


async def test_an_earlier_detail_can_be_corrected(caller: Conversation) -> None:
    await caller.says("request_human", "call me")
    await caller.types("Anna Smith")
    await caller.types("07700 900123")
    replies = await caller.types("sorry, my number is 07700 900456", intent="inform", act="correct")

    assert names(replies) == ["utter_details_changed", "utter_ask_best_time"]
    assert "900456" in caller.tracker.get_slot("contact_phone")


async def test_the_summary_can_be_changed(caller: Conversation) -> None:
    await gives_details(caller)
    asked = await caller.presses('/inform{"answer": "change"}')
    named = await caller.types("the time")
    again = await caller.types("Friday afternoon")

    assert names(asked) == ["utter_ask_what_to_change"]
    assert names(named) == ["utter_ask_best_time"]
    assert names(again) == ["utter_confirm_callback"]
    assert "Friday afternoon" in spoken(again)


async def test_no_to_the_summary_with_a_new_value_takes_it(caller: Conversation) -> None:
    await gives_details(caller)
    replies = await caller.types("no, Friday afternoon please", intent="deny")

    assert names(replies) == ["utter_details_changed", "utter_confirm_callback"]
    assert "Best time: Friday afternoon" in spoken(replies)


async def test_an_email_will_do(caller: Conversation, stored: Any) -> None:
    await caller.says("request_human", "can you email me at anna@example.org? I'm Anna Smith")
    await caller.types("any time", act="any")
    await caller.types("prices")
    replies = await caller.says("affirm", "yes")

    assert names(replies) == ["utter_callback_sent_email"]
    assert stored()[0]["email"] == "anna@example.org"


async def test_an_appointment_asks_what_to_do_and_whether_one_is_new(
    caller: Conversation, stored: Any
) -> None:
    first = await caller.says("request_appointment", "it is about an appointment")
    second = await caller.presses('/inform{"answer": "book"}')
    third = await caller.presses('/inform{"answer": "new"}')
    for detail in ("Anna Smith", "07700 900123", "mornings", "my hair"):
        last = await caller.types(detail)
    replies = await caller.says("affirm", "yes")

    assert names(first) == ["utter_appointment_start", "utter_ask_visit_request"]
    assert names(second) == ["utter_ask_patient_status"]
    assert names(third) == ["utter_ask_contact_name"]
    assert names(last) == ["utter_confirm_appointment"]
    assert names(replies) == ["utter_appointment_sent"]
    (row,) = stored()
    assert (row["visit_request"], row["patient_status"]) == ("book", "new")


async def test_a_visit_that_is_to_be_moved_is_understood_at_once(caller: Conversation) -> None:
    replies = await caller.says("request_appointment", "I need to reschedule my appointment")

    assert names(replies)[-1] == "utter_ask_patient_status"


async def test_a_database_that_is_away_loses_nothing(
    caller: Conversation, own_file: Path, stored: Any, sql: Any
) -> None:
    await gives_details(caller)
    sql("ALTER TABLE callback_requests RENAME TO gone")
    failed = await caller.says("affirm", "yes")
    sql("ALTER TABLE gone RENAME TO callback_requests")
    replies = await caller.says("affirm", "yes")

    assert names(failed) == ["utter_request_not_stored"]
    assert names(replies) == ["utter_callback_sent"]
    assert len(stored()) == 1


async def test_on_messenger_no_details_are_taken(caller: Conversation) -> None:
    caller.channel = "messenger"
    replies = await caller.says("request_human", "call me")

    assert names(replies) == ["utter_form_not_here"]
    assert caller.tracker.active_loop_name is None


async def test_a_typed_payload_cannot_put_a_false_status_into_the_database(
    caller: Conversation, stored: Any
) -> None:
    await gives_details(caller)
    caller.remembers(patient_status="admin'; DROP TABLE plans", contact_name="<b>Eve</b>")
    await caller.says("affirm", "yes")

    assert stored()[0]["patient_status"] is None
