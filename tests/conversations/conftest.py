"""Real servers for the conversations: one pair for all tests, on free ports and a fresh folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train
from tests.conversations.running_bot import RunningBot, fresh_settings
from tests.postgres import PostgresServer


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model, trained now if it is not up to date."""
    return train(load_settings({}), progress=lambda seconds, step: None).path


@pytest.fixture(scope="session")
def start_bot(model: Path) -> Iterator[Callable[[Settings], RunningBot]]:
    """Start bots with settings of their own; all are stopped at the end."""
    servers: list[Server] = []

    def start(settings: Settings) -> RunningBot:
        update_database(settings, Console(quiet=True))
        bot = RunningBot(settings, action_server(settings), chat_server(settings, model, dev=True))
        for server in (bot.actions, bot.chat):
            servers.append(server)
            server.start(settings)
        for server in (bot.actions, bot.chat):
            server.wait_until_up(lambda seconds: None)
        return bot

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def bot(
    start_bot: Callable[[Settings], RunningBot], tmp_path_factory: pytest.TempPathFactory
) -> RunningBot:
    """A bot on SQLite for every test that does not break it."""
    return start_bot(fresh_settings(tmp_path_factory.mktemp("bot")))


@pytest.fixture(scope="session")
def postgres_bot(
    start_bot: Callable[[Settings], RunningBot],
    postgres_server: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> RunningBot:
    """A bot on PostgreSQL, of which tests may break parts for as long as they last."""
    url = postgres_server.url(postgres_server.create_database())
    folder = tmp_path_factory.mktemp("postgres-bot")
    return start_bot(fresh_settings(folder, database_url=url, tracker_database_url=url))
