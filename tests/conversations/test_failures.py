"""What a visitor sees when a part fails: an honest sentence and a way to reach the clinic.

The bot keeps its data in a real PostgreSQL, so that a table can be locked and a row changed under
it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from tests.conversations.driver import NOTICE
from tests.conversations.running_bot import RunningBot

PHONE = "+44 1632 960123"
FREQUENCY = '/ask_frequency{"concern": "hair_loss"}'


@pytest.fixture
def clinic(postgres_bot: RunningBot) -> Iterator[Engine]:
    engine = create_engine(postgres_bot.settings.database_url, future=True)
    yield engine
    engine.dispose()


@pytest.fixture
def no_action_server(postgres_bot: RunningBot) -> Iterator[None]:
    with postgres_bot.broken("actions_down"):
        yield


@contextmanager
def changed(engine: Engine, statement: str, undo: str) -> Iterator[None]:
    """Change the database for as long as the block lasts."""
    with engine.begin() as connection:
        connection.execute(text(statement))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text(undo))


def test_changing_the_row_of_a_plan_changes_the_answer(
    postgres_bot: RunningBot, clinic: Engine
) -> None:
    conversation = postgres_bot.conversation()
    before = " ".join(conversation.say("How many sessions for hair loss?").texts)
    with changed(
        clinic,
        "UPDATE plans SET sessions_min = 5, sessions_max = 6 WHERE code = 'HAIR-01'",
        "UPDATE plans SET sessions_min = 3, sessions_max = 4 WHERE code = 'HAIR-01'",
    ):
        after = " ".join(conversation.say("How many sessions for hair loss?").texts)
    assert "has 3 to 4 visits" in before
    assert "5 to 6 visits" in after


@pytest.mark.usefixtures("no_action_server")
def test_without_the_action_server_the_visitor_gets_an_apology_and_a_phone_number(
    postgres_bot: RunningBot,
) -> None:
    turn = postgres_bot.conversation().say("How many sessions for hair loss?")
    assert turn.replies == [NOTICE, "utter_service_problem"]
    assert PHONE in turn.texts[-1]


@pytest.mark.usefixtures("no_action_server")
def test_without_the_action_server_plain_answers_still_come(postgres_bot: RunningBot) -> None:
    turn = postgres_bot.conversation().say("who invented mesotherapy?")
    assert turn.replies == [NOTICE, "utter_answer_origin"]


@pytest.mark.usefixtures("no_action_server")
def test_after_the_apology_the_conversation_goes_on(postgres_bot: RunningBot) -> None:
    conversation = postgres_bot.conversation()
    conversation.say(FREQUENCY)
    assert conversation.say("who invented mesotherapy?").replies == ["utter_answer_origin"]


def test_a_locked_table_gives_an_honest_reply_within_seconds(
    postgres_bot: RunningBot, clinic: Engine
) -> None:
    with clinic.connect() as connection:
        connection.execute(text("LOCK TABLE plans IN ACCESS EXCLUSIVE MODE"))
        started = time.monotonic()
        turn = postgres_bot.conversation().say(FREQUENCY)
        waited = time.monotonic() - started
        connection.rollback()
    assert turn.replies == [NOTICE, "utter_plans_unavailable", "utter_answer_frequency"]
    assert waited < postgres_bot.settings.database_timeout_seconds * 2


def test_a_missing_table_gives_an_honest_reply_and_the_general_answer(
    postgres_bot: RunningBot, clinic: Engine
) -> None:
    with changed(
        clinic, "ALTER TABLE plans RENAME TO plans_away", "ALTER TABLE plans_away RENAME TO plans"
    ):
        turn = postgres_bot.conversation().say(FREQUENCY)
    assert turn.replies == [NOTICE, "utter_plans_unavailable", "utter_answer_frequency"]
    assert PHONE in " ".join(turn.texts)


@pytest.mark.usefixtures("no_action_server")
def test_without_the_action_server_an_emergency_still_gets_its_answer(
    postgres_bot: RunningBot,
) -> None:
    turn = postgres_bot.conversation().say("my throat is swelling and I cannot breathe")
    assert turn.replies == ["utter_emergency"]


@pytest.mark.usefixtures("no_action_server")
def test_without_the_action_server_somebody_in_despair_still_gets_an_answer(
    postgres_bot: RunningBot,
) -> None:
    assert postgres_bot.conversation().say("I want to kill myself").replies == ["utter_crisis"]
