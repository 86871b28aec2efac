"""Limits, broken connections, slow actions and restarts, on the bot with tight limits."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import create_engine, text

from tests.channels.conftest import MESSAGES_PER_MINUTE, REQUESTS_PER_MINUTE, WidgetBot
from tests.channels.held_actions import HeldActions
from tests.channels.widget_client import Answer, WidgetClient

ORIGIN = "who invented mesotherapy?"
#: Needs an action, so that a test can hold it.
HELD = "How many sessions for hair loss?"
#: The first is answered without an action.
TWO_QUESTIONS = "Who invented mesotherapy? And how many sessions for hair loss?"


@pytest.fixture
def visitor(tight_bot: WidgetBot) -> WidgetClient:
    visitor = tight_bot.visitor_from_elsewhere()
    visitor.begin()
    return visitor


class Asking(threading.Thread):
    """Sends a message from another tab and keeps the answer."""

    def __init__(self, visitor: WidgetClient, text: str, message_id: str) -> None:
        super().__init__(daemon=True)
        self._sent = (visitor, text, message_id)
        self._answer: Answer | None = None
        self.start()

    def run(self) -> None:
        visitor, said, message_id = self._sent
        self._answer = visitor.say(said, message_id)

    def answer(self) -> Answer:
        self.join(30)
        assert self._answer is not None
        return self._answer


# ---- Limits ----


def test_conversation_may_send_so_many_messages_a_minute(visitor: WidgetClient) -> None:
    for _ in range(MESSAGES_PER_MINUTE):
        assert visitor.say(ORIGIN).messages

    refused = visitor.say(ORIGIN)

    assert (refused.status, refused.code) == (429, "too_many")
    assert 1 <= int(refused.headers["retry-after"]) <= 60 / MESSAGES_PER_MINUTE


def test_other_conversations_may_still_send(tight_bot: WidgetBot, visitor: WidgetClient) -> None:
    for _ in range(MESSAGES_PER_MINUTE + 1):
        visitor.say(ORIGIN)

    assert tight_bot.visitor_from_elsewhere().say(ORIGIN).messages


def test_address_may_ask_so_often_a_minute(tight_bot: WidgetBot) -> None:
    visitor = tight_bot.visitor_from_elsewhere()
    answers = [visitor.request("GET", "config") for _ in range(REQUESTS_PER_MINUTE + 5)]

    assert [answer.status for answer in answers[:REQUESTS_PER_MINUTE]] == [200] * 30
    assert answers[-1].code == "too_many"
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_new_sessions_do_not_evade_the_limit_of_an_address(tight_bot: WidgetBot) -> None:
    visitor = tight_bot.visitor_from_elsewhere()
    statuses = {visitor.request("POST", "session", {}).status for _ in range(40)}

    assert statuses == {201, 429}


def test_made_up_hops_do_not_evade_it_either(tight_bot: WidgetBot) -> None:
    visitor = tight_bot.visitor_from_elsewhere()
    ours = visitor.headers["x-forwarded-for"].split(", ")[1]
    statuses = set()
    for number in range(REQUESTS_PER_MINUTE + 5):
        visitor.headers["x-forwarded-for"] = f"192.0.2.{number}, {ours}"
        statuses.add(visitor.request("GET", "config").status)

    assert statuses == {200, 429}


def test_files_and_health_are_not_counted(tight_bot: WidgetBot) -> None:
    visitor = tight_bot.visitor_from_elsewhere()
    statuses = {visitor.request("GET", "health").status for _ in range(REQUESTS_PER_MINUTE + 5)}

    assert statuses == {200}


# ---- While a turn is running ----


def test_what_is_ready_is_sent_before_the_turn_is_over(
    visitor: WidgetClient, actions: HeldActions
) -> None:
    with visitor.streaming(TWO_QUESTIONS) as lines:
        with actions.held():
            assert any("Pistor" in line["text"] for line in lines)
            actions.wait_for_call()

        assert [line["type"] for line in lines] == ["message", "end"]


def test_same_message_during_its_turn_waits_for_the_answer(
    visitor: WidgetClient, actions: HeldActions
) -> None:
    message_id = str(uuid.uuid4())
    with actions.held():
        first = Asking(visitor, HELD, message_id)
        actions.wait_for_call()
        second = Asking(visitor, HELD, message_id)

    assert first.answer().messages == second.answer().messages
    assert len(actions.calls) == 1


def test_turn_goes_on_when_the_visitor_has_gone(
    visitor: WidgetClient, actions: HeldActions
) -> None:
    message_id = str(uuid.uuid4())
    with actions.held():
        visitor.hang_up_on(HELD, message_id)
        actions.wait_for_call()
    # Nobody has asked for the answer again; a later message waits for its turn.
    visitor.say(ORIGIN)

    said = [entry["text"] for entry in visitor.history()]
    assert said.index("Answer number 1.") < said.index(ORIGIN)


def test_answer_to_a_broken_connection_is_there_for_the_retry(
    visitor: WidgetClient, actions: HeldActions
) -> None:
    message_id = str(uuid.uuid4())
    with actions.held():
        visitor.hang_up_on(HELD, message_id)
        actions.wait_for_call()

    assert visitor.say(HELD, message_id).messages[-1]["text"] == "Answer number 1."
    assert len(actions.calls) == 1


def test_messages_are_answered_in_their_order(visitor: WidgetClient, actions: HeldActions) -> None:
    with actions.held():
        first = Asking(visitor, HELD, str(uuid.uuid4()))
        actions.wait_for_call()
        second = Asking(visitor, ORIGIN, str(uuid.uuid4()))
    first.answer(), second.answer()

    said = [entry["text"] for entry in visitor.history() if entry["from"] == "visitor"]
    assert said == [HELD, ORIGIN]


def test_one_slow_turn_holds_up_nobody_else(
    tight_bot: WidgetBot, visitor: WidgetClient, actions: HeldActions
) -> None:
    with actions.held():
        slow = Asking(visitor, HELD, str(uuid.uuid4()))
        actions.wait_for_call()

        assert tight_bot.visitor_from_elsewhere().say(ORIGIN).messages
    slow.answer()


def test_deletion_waits_for_the_turn_and_then_nothing_is_left(
    tight_bot: WidgetBot, visitor: WidgetClient, actions: HeldActions
) -> None:
    before = tight_bot.stored_rows("events")
    deleted: list[Answer] = []
    with actions.held():
        asking = Asking(visitor, HELD, str(uuid.uuid4()))
        actions.wait_for_call()
        deleting = threading.Thread(
            target=lambda: deleted.append(visitor.request("DELETE", "conversation"))
        )
        deleting.start()
    asking.answer()
    deleting.join(30)

    assert deleted[0].json["removed"]["messages"] >= 2
    assert tight_bot.stored_rows("events") == before


# ---- When parts are away ----


def test_unreadable_conversations_are_told_as_unavailable(
    tight_bot: WidgetBot, visitor: WidgetClient
) -> None:
    visitor.say(ORIGIN)
    engine = create_engine(tight_bot.settings.tracker_database_url, future=True)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE events RENAME TO events_away"))
    answers = [visitor.say(ORIGIN), visitor.request("GET", "history")]
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE events_away RENAME TO events"))
    engine.dispose()

    assert {(answer.status, answer.code) for answer in answers} == {(503, "unavailable")}
    assert "events" not in str([answer.body for answer in answers])
    assert visitor.say(ORIGIN).messages


def test_failed_deletion_can_be_tried_again(tight_bot: WidgetBot, visitor: WidgetClient) -> None:
    visitor.say(ORIGIN)
    engine = create_engine(tight_bot.settings.database_url, future=True)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE deletion_receipts RENAME TO receipts_away"))
    failed = visitor.request("DELETE", "conversation")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE receipts_away RENAME TO deletion_receipts"))
    engine.dispose()

    assert failed.code == "unavailable"
    assert visitor.request("DELETE", "conversation").status == 200
    assert visitor.request("GET", "history").code == "session_unknown"


def test_conversation_goes_on_after_a_restart(tight_bot: WidgetBot, visitor: WidgetClient) -> None:
    deleted = tight_bot.visitor_from_elsewhere()
    deleted.say(ORIGIN)
    deleted.request("DELETE", "conversation")
    message_id = str(uuid.uuid4())
    first = visitor.say(ORIGIN, message_id)
    history = visitor.history()

    tight_bot.chat.stop()
    tight_bot.chat.start(tight_bot.settings)
    tight_bot.chat.wait_until_up(lambda seconds: None)

    assert visitor.history() == history
    assert visitor.say(ORIGIN, message_id).lines == first.lines
    assert visitor.history() == history
    assert visitor.choose(first.messages[-1]["buttons"][0]["payload"]).messages
    assert deleted.request("GET", "history").code == "session_unknown"
