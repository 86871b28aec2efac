"""Running bots with the clinic's page, on SQLite, and databases for what needs no bot."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.messenger.simulator.server import GraphSimulator
from mesoguide.ops.servers import action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train
from tests.messenger.messenger_bot import MessengerBot, Person

NO_LIMIT = 1_000_000
#: The address below a server where Meta delivers.
WEBHOOK = "/webhooks/messenger/webhook"


@pytest.fixture(scope="session")
def messenger_model() -> Path:
    """The trained model, trained now if it is not up to date."""
    return train(load_settings({}), progress=lambda seconds, step: None).path


@pytest.fixture(scope="session")
def start_messenger_bot(
    messenger_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., MessengerBot]]:
    """Start bots with a page of their own; all are stopped at the end."""
    with ExitStack() as stack:

        def start(**changes: object) -> MessengerBot:
            folder = tmp_path_factory.mktemp("messenger-bot")
            return stack.enter_context(running_bot(folder, messenger_model, **changes))

        yield start


@pytest.fixture(scope="session")
def messenger_bot(start_messenger_bot: Callable[..., MessengerBot]) -> MessengerBot:
    """A bot for every test that does not break it for others."""
    return start_messenger_bot()


@pytest.fixture
def person(messenger_bot: MessengerBot) -> Person:
    """Somebody who writes to the page for the first time."""
    return messenger_bot.person()


@pytest.fixture
def known_person(person: Person) -> Person:
    """Somebody whom the bot has told what it is."""
    person.press("Get Started", "/greet")
    return person


@pytest.fixture(params=["sqlite", "postgresql"])
def clinic_sessions(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[sessionmaker[Session]]:
    """An empty clinic database, on both kinds."""
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.create_database())
    schema.upgrade(url)
    engine = create_engine_for(url, timeout_seconds=5.0)
    yield session_factory(engine)
    engine.dispose()


@contextmanager
def running_bot(folder: Path, model: Path, **changes: object) -> Iterator[MessengerBot]:
    """Run a bot and Meta's side for as long as the block lasts."""
    with GraphSimulator(window=True) as graph:
        settings = own_settings(folder, graph, **changes)
        update_database(settings, Console(quiet=True))
        bot = MessengerBot(settings, action_server(settings), chat_server(settings, model), graph)
        graph.webhook_url = f"http://127.0.0.1:{settings.port}{WEBHOOK}"
        try:
            for server in (bot.actions, bot.chat):
                server.start(settings)
            for server in (bot.actions, bot.chat):
                server.wait_until_up(lambda seconds: None)
            yield bot
        finally:
            for server in (bot.chat, bot.actions):
                server.stop()


def own_settings(folder: Path, graph: GraphSimulator, **changes: object) -> Settings:
    """Return settings of a bot of its own: an empty database and free ports."""
    base = load_settings({"MESOGUIDE_VAR": str(folder), **graph.environment()})
    return replace(
        base,
        port=free_port(),
        action_port=free_port(),
        messages_per_minute=NO_LIMIT,
        requests_per_minute=NO_LIMIT,
        **changes,  # type: ignore[arg-type] - each caller names fields of the settings
    )


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
