"""Talks to the widget's interface as a browser does."""

from __future__ import annotations

import http.client
import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

BASE = "/webhooks/widget/"
TIMEOUT_SECONDS = 30
JSON = {"content-type": "application/json"}


@dataclass
class Answer:
    """A response, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of an error."""
        return str(self.json["code"])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of a streamed answer."""
        return [json.loads(line) for line in self.body.splitlines()]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bot's messages in it; it must have come to its end."""
        assert self.status == 200, self.body
        *messages, end = self.lines
        assert end == {"type": "end"}
        assert {line["type"] for line in messages} <= {"message"}, messages
        return messages

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Those of the messages that come from reviewed content, without notices and greetings."""
        return [message for message in self.messages if message["answer_id"]]


@dataclass
class WidgetClient:
    """One visitor's browser. It begins a session with the first message."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def request(self, method: str, path: str, body: bytes | Any = None, **headers: str) -> Answer:
        """Send a request; `body` is JSON unless it is bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            self._send(connection, method, path, body, headers)
            response = connection.getresponse()
            lowered = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, lowered, response.read())
        finally:
            connection.close()

    def begin(self) -> str:
        """Begin a session and return its token."""
        answer = self.request("POST", "session", {})
        assert answer.status == 201, answer.body
        self.token = answer.json["token"]
        return self.token

    def say(self, text: str, message_id: str = "") -> Answer:
        """Send a message and read the whole answer."""
        return self._message({"text": text}, message_id)

    def choose(self, payload: str, message_id: str = "") -> Answer:
        """Press a button and read the whole answer."""
        return self._message({"payload": payload}, message_id)

    @contextmanager
    def streaming(self, text: str, message_id: str = "") -> Iterator[Iterator[dict[str, Any]]]:
        """Send a message and hand out the lines of the answer as they come."""
        with self._sent({"text": text}, message_id) as connection:
            response = connection.getresponse()
            yield (json.loads(line) for line in iter(response.readline, b""))

    def hang_up_on(self, text: str, message_id: str) -> None:
        """Send a message and close the connection before any of the answer has come."""
        with self._sent({"text": text}, message_id):
            pass

    def history(self) -> list[dict[str, Any]]:
        """Return the conversation."""
        answer = self.request("GET", "history")
        assert answer.status == 200, answer.body
        messages: list[dict[str, Any]] = answer.json["messages"]
        return messages

    def _message(self, said: dict[str, str], message_id: str) -> Answer:
        self.token or self.begin()
        return self.request("POST", "messages", {"id": message_id or str(uuid.uuid4()), **said})

    @contextmanager
    def _sent(self, said: dict[str, str], message_id: str) -> Iterator[http.client.HTTPConnection]:
        self.token or self.begin()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        body = {"id": message_id or str(uuid.uuid4()), **said}
        with closing(connection):
            self._send(connection, "POST", "messages", body, {})
            yield connection

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | Any,
        headers: dict[str, str],
    ) -> None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**self.headers, **given}
        if self.token and "authorization" not in sent:
            sent["authorization"] = f"Bearer {self.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent = {**JSON, **sent}
        target = path if path.startswith("/") else BASE + path
        connection.request(method, target, body, sent)
