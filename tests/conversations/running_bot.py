"""A bot that runs for a test: its settings, its two servers, and conversations with it."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings, load_settings
from tests.conversations.driver import Conversation


@dataclass
class RunningBot:
    """A bot that answers over HTTP."""

    settings: Settings
    actions: Server
    chat: Server

    def conversation(self) -> Conversation:
        """Begin a conversation with somebody new."""
        return Conversation(
            f"http://127.0.0.1:{self.settings.port}", self.settings.tracker_database_url
        )


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fresh_settings(folder: Path, **changes: Any) -> Settings:
    """Return settings for a bot of its own: empty SQLite files and free ports."""
    base = load_settings({"MESOGUIDE_VAR": str(folder)})
    return replace(base, port=free_port(), action_port=free_port(), **changes)
