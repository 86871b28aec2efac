"""No conversation is lost in silence: not without its database, and not with its server killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import create_engine, text

from mesoguide.ops.settings import Settings
from mesoguide.ops.tracker_store import UNAVAILABLE
from tests.channels.widget_client import WidgetClient
from tests.conversations.running_bot import RunningBot, fresh_settings
from tests.postgres import PostgresServer

PHONE = "+44 1632 960123"
SECRET = "zanzibarquux"  # noqa: S105 - what a visitor wrote, looked for in logs

TakeAway = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def database(postgres_server: PostgresServer) -> str:
    """A database for conversations alone."""
    return postgres_server.create_database()


@pytest.fixture(scope="module")
def own_bot(
    start_bot: Callable[[Settings], RunningBot],
    postgres_server: PostgresServer,
    database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> RunningBot:
    """A bot that may be killed, whose conversations lie in that database."""
    url = postgres_server.url(database)
    folder = tmp_path_factory.mktemp("own-bot")
    return start_bot(fresh_settings(folder, tracker_database_url=url))


@pytest.fixture
def visitor(own_bot: RunningBot) -> WidgetClient:
    return WidgetClient(own_bot.settings.port)


@pytest.fixture
def away(postgres_server: PostgresServer, database: str) -> TakeAway:
    """Take the database away for as long as a block lasts."""

    @contextmanager
    def taken_away() -> Iterator[None]:
        engine = create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false"))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :d"),
                {"d": database},
            )
            try:
                yield
            finally:
                connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true"))
        engine.dispose()

    return taken_away


def asked(visitor: WidgetClient) -> list[str]:
    """What the visitor has said, as the bot remembers it."""
    history = visitor.request("GET", "history").json["messages"]
    return [message["text"] for message in history if message["from"] == "visitor"]


def test_visitor_is_told_and_may_send_again(
    own_bot: RunningBot, visitor: WidgetClient, away: TakeAway
) -> None:
    assert visitor.say("who invented mesotherapy?").messages

    with away():
        refused = visitor.say("does it hurt?", "id-again-1")
    again = visitor.say("does it hurt?", "id-again-1")

    assert (refused.status, refused.code) == (503, "unavailable")
    assert again.messages
    assert asked(visitor) == ["who invented mesotherapy?", "does it hurt?"]


def test_other_channels_apologise_with_the_phone(own_bot: RunningBot, away: TakeAway) -> None:
    conversation = own_bot.conversation()
    conversation.say("hello")

    with away():
        said = conversation.send(f"does it hurt? {SECRET}")
    after = conversation.say("does it hurt?")

    assert [PHONE in message["text"] for message in said] == [True]
    assert after.replies


def test_staff_are_alerted_without_the_words(own_bot: RunningBot, away: TakeAway) -> None:
    with away():
        own_bot.conversation().send(SECRET)

    log = own_bot.chat.log_path.read_text(encoding="utf-8")
    assert UNAVAILABLE in log
    assert SECRET not in log


def test_what_was_acknowledged_survives_a_killed_server(
    own_bot: RunningBot, visitor: WidgetClient
) -> None:
    messages = ["who invented mesotherapy?", "does it hurt?", "can I drive home?"]
    for message in messages:
        assert visitor.say(message).messages
    assert own_bot.chat.process is not None
    os.killpg(own_bot.chat.process.pid, signal.SIGKILL)
    own_bot.chat.process.wait()

    own_bot.chat.start(own_bot.settings)
    own_bot.chat.wait_until_up(lambda seconds: None)

    assert asked(visitor) == messages
    assert visitor.say("and how often?").messages
