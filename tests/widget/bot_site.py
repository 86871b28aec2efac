"""The real bot behind the real connector, for the tests that are marked ``bot``."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from mesoguide.ops.servers import Server, action_server, chat_server
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.start import update_database
from mesoguide.ops.training import train

#: Higher than any test comes; the connector's own tests are about its limits.
NO_LIMIT = 1_000_000


@dataclass
class BotSite:
    """A running bot and the pages that its connector serves."""

    settings: Settings
    chat: Server

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def url(self, page: str = "demo") -> str:
        return f"{self.origin}/webhooks/widget/{page}"

    def stop(self) -> None:
        self.chat.stop()

    def start(self) -> None:
        self.chat.start(self.settings)
        self.chat.wait_until_up(lambda seconds: None)


@contextmanager
def running_bot_site(folder: Path) -> Iterator[BotSite]:
    """Run the bot with databases of its own; train first if the model is out of date."""
    model = train(load_settings({}), progress=lambda seconds, step: None).path
    settings = replace(
        load_settings({"MESOGUIDE_VAR": str(folder)}),
        port=_free_port(),
        action_port=_free_port(),
        messages_per_minute=NO_LIMIT,
        requests_per_minute=NO_LIMIT,
    )
    update_database(settings, Console(quiet=True))
    servers = (action_server(settings), chat_server(settings, model))
    try:
        for server in servers:
            server.start(settings)
        for server in servers:
            server.wait_until_up(lambda seconds: None)
        yield BotSite(settings, servers[1])
    finally:
        for server in servers:
            server.stop()


def _free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
