"""A running bot with the clinic's page: both servers, and Meta's side beside them."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from mesoguide.messenger.person_keys import PersonKeys
from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.received import Received
from mesoguide.messenger.simulator.server import GraphSimulator
from mesoguide.messenger.simulator.webhook_events import Event
from mesoguide.messenger.simulator.webhook_sender import Acknowledgement
from mesoguide.ops.secret_key import load_secret_key
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings

SETTLE_SECONDS = 60.0
_WAITING = """
SELECT (SELECT count(*) FROM messenger_events WHERE status = 'pending'{mine})
     + (SELECT count(*) FROM messenger_replies
        WHERE status IN ('waiting', 'sending', 'unknown'){mine})
"""
_numbers = itertools.count(7_000_000_000_000_001)


def new_psid() -> str:
    """Return Meta's number of somebody new."""
    return str(next(_numbers))


@dataclass
class MessengerBot:
    """A bot on a page."""

    settings: Settings
    actions: Server
    chat: Server
    graph: GraphSimulator

    def person(self) -> Person:
        """Somebody new."""
        return Person(self, new_psid())

    def conversation_id(self, psid: str) -> str:
        """The id under which somebody's conversation is kept."""
        return PersonKeys(load_secret_key(self.settings)).conversation_id(psid)

    def settle(self, psid: str | None = None, *, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until everything is answered and sent, to one person or to all."""
        mine = f" AND conversation_id = '{self.conversation_id(psid)}'" if psid else ""
        wait_until(lambda: self.value(_WAITING.format(mine=mine)) == 0, seconds)

    def value(self, query: str, **values: Any) -> Any:
        """Return the one value of a query on the clinic's database."""
        return self.rows(query, **values)[0][0]

    def rows(self, query: str, **values: Any) -> list[Any]:
        """Return the rows of a query on the clinic's database."""
        return self._rows(self.settings.database_url, query, values)

    def events(self, psid: str) -> list[dict[str, Any]]:
        """Return every event of somebody's conversation."""
        query = "SELECT data FROM events WHERE sender_id = :sender ORDER BY id"
        values = {"sender": self.conversation_id(psid)}
        rows = self._rows(self.settings.tracker_database_url, query, values)
        return [json.loads(row[0]) for row in rows]

    def everything_stored(self) -> str:
        """Return both databases as text, to look for what must not be there."""
        kept = []
        for url in {self.settings.database_url, self.settings.tracker_database_url}:
            engine = _engine(url)
            with engine.connect() as connection:
                tables = connection.execute(
                    text("SELECT name FROM sqlite_master WHERE type = 'table'")
                ).scalars()
                for table in tables.all():
                    rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608
                    kept += [str(tuple(row)) for row in rows]
        return "\n".join(kept)

    def log(self) -> str:
        """Everything that the chat server has logged."""
        return self.chat.log_path.read_text(encoding="utf-8", errors="replace")

    def change(self, statement: str, **values: Any) -> None:
        """Change the clinic's database under the running bot."""
        with _engine(self.settings.database_url).begin() as connection:
            connection.execute(text(statement), values)

    def _rows(self, url: str, query: str, values: dict[str, Any]) -> list[Any]:
        with _engine(url).connect() as connection:
            return list(connection.execute(text(query), values).all())


@dataclass
class Person:
    """Somebody who writes to the page."""

    bot: MessengerBot
    psid: str
    _seen: int = field(default=0)

    def write(self, words: str, *, mid: str | None = None) -> list[Received]:
        """Write something and return what comes back."""
        return self.do(webhook_events.text(self.psid, words, mid=mid))

    def press(self, title: str, payload: str | None) -> list[Received]:
        """Press a button and return what comes back."""
        return self.do(webhook_events.postback(self.psid, title, payload))

    def do(self, *events: Event) -> list[Received]:
        """Do something else, and return what comes back."""
        assert self.deliver(*events).status == 200
        return self.new()

    def deliver(self, *events: Event) -> Acknowledgement:
        """Do something, and wait for nothing but the acknowledgement."""
        return self.bot.graph.deliver(*events)

    def new(self) -> list[Received]:
        """Return what came since the last time, once nothing more comes."""
        self.bot.settle(self.psid)
        received = self.bot.graph.received(self.psid)
        new, self._seen = received[self._seen :], len(received)
        return new

    def replies(self) -> list[str]:
        """Return the names of all replies that the dialogue has given."""
        return [
            str(event["metadata"].get("utter_action"))
            for event in self.bot.events(self.psid)
            if event["event"] == "bot"
        ]


def texts(messages: list[Received]) -> str:
    """Return the words of messages."""
    return "\n".join(message.text for message in messages)


def wait_until(holds: Callable[[], bool], seconds: float = SETTLE_SECONDS) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not come true within {seconds} s"
        time.sleep(0.03)


def _engine(url: str) -> Engine:
    return create_engine(url, future=True, poolclass=NullPool, connect_args={"timeout": 10})
