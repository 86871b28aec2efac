"""Two running bots: one as in use, and one with tight limits whose actions a test can hold."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import create_engine, text

from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train
from tests.channels.held_actions import HeldActions
from tests.channels.widget_client import WidgetClient

CLINIC_SITE = "https://www.clinic.example"
#: Of the second bot; the first one has no limit that a test would meet.
MESSAGES_PER_MINUTE = 4
REQUESTS_PER_MINUTE = 30
NO_LIMIT = 1_000_000


@dataclass
class WidgetBot:
    """A bot on a website."""

    settings: Settings
    chat: Server
    addresses: Iterator[int]

    def visitor(self, **headers: str) -> WidgetClient:
        """A new visitor."""
        return WidgetClient(self.settings.port, headers)

    def visitor_from_elsewhere(self) -> WidgetClient:
        """A new visitor with an address of their own, as a trusted proxy tells it."""
        number = next(self.addresses)
        address = f"198.51.{number // 256}.{number % 256}"
        return self.visitor(**{"x-forwarded-for": f"203.0.113.9, {address}"})

    def stored_rows(self, table: str, where: str = "1 = 1") -> int:
        """Count rows of a table in the database that has it."""
        tracker = table in ("events", "widget_ended_conversations")
        settings = self.settings
        url = settings.tracker_database_url if tracker else settings.database_url
        engine = create_engine(url, future=True)
        try:
            with engine.connect() as connection:
                query = text(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - ours
                return int(connection.execute(query).scalar_one())
        finally:
            engine.dispose()

    def log(self) -> str:
        """Everything that the chat server has logged."""
        return self.chat.log_path.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def widget_model() -> Path:
    """The trained model, trained now if it is not up to date."""
    return train(load_settings({}), progress=lambda seconds, step: None).path


@pytest.fixture(scope="session")
def bot(widget_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WidgetBot]:
    """A bot with both servers, open to the clinic's website."""
    settings = own_settings(
        tmp_path_factory.mktemp("widget-bot"),
        allowed_origins=(CLINIC_SITE,),
        messages_per_minute=NO_LIMIT,
        requests_per_minute=NO_LIMIT,
    )
    update_database(settings, Console(quiet=True))
    servers = (action_server(settings), chat_server(settings, widget_model))
    with_servers = WidgetBot(settings, servers[1], itertools.count())
    yield from running(with_servers, *servers)


@pytest.fixture(scope="session")
def tight_bot(widget_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WidgetBot]:
    """A bot with tight limits behind one proxy, for its own pages only; see `actions`."""
    settings = own_settings(
        tmp_path_factory.mktemp("tight-bot"),
        messages_per_minute=MESSAGES_PER_MINUTE,
        requests_per_minute=REQUESTS_PER_MINUTE,
        trusted_proxies=1,
    )
    update_database(settings, Console(quiet=True))
    chat = chat_server(settings, widget_model)
    yield from running(WidgetBot(settings, chat, itertools.count()), chat)


@pytest.fixture(scope="session")
def every_action(tight_bot: WidgetBot) -> Iterator[HeldActions]:
    """The action server of the tight bot."""
    actions = HeldActions(tight_bot.settings.action_port)
    yield actions
    actions.close()


@pytest.fixture
def actions(every_action: HeldActions) -> HeldActions:
    """The same, with no calls so far."""
    every_action.forget()
    return every_action


@pytest.fixture
def visitor(bot: WidgetBot) -> WidgetClient:
    """Somebody who opens the chat for the first time."""
    return bot.visitor()


def own_settings(folder: Path, **changes: Any) -> Settings:
    """Return settings of a bot of its own: empty databases and free ports."""
    base = load_settings({"MESOGUIDE_VAR": str(folder)})
    return replace(base, port=free_port(), action_port=free_port(), **changes)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running(bot: WidgetBot, *servers: Server) -> Iterator[WidgetBot]:
    """Run servers for as long as the fixture lasts."""
    try:
        for server in servers:
            server.start(bot.settings)
        for server in servers:
            server.wait_until_up(lambda seconds: None)
        yield bot
    finally:
        for server in servers:
            server.stop()
