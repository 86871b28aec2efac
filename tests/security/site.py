"""A running MesoGuide, and ways to reach it as a visitor, as Meta, or byte by byte."""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesoguide.messenger.webhook_signature import signature
from mesoguide.ops.servers import Server
from mesoguide.ops.settings import Settings
from tests.channels.widget_client import WidgetClient

#: Seconds; an answer on a loaded machine.
PATIENCE = 30.0
WIDGET = "/webhooks/widget/"
MESSENGER = "/webhooks/messenger/webhook"
DELETION = "/webhooks/messenger/data-deletion"


@dataclass
class Reply:
    """What came back on a connection; no status where nothing did."""

    status: int | None
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """The servers with their settings."""

    settings: Settings
    chat: Server
    actions: Server
    addresses: Iterator[int]

    def running(self) -> Iterator[Site]:
        """Run both servers for as long as the generator lasts."""
        servers = (self.actions, self.chat)
        try:
            for server in servers:
                server.start(self.settings)
            for server in servers:
                server.wait_until_up(lambda seconds: None)
            yield self
        finally:
            for server in servers:
                server.stop()

    def new_address(self) -> str:
        """An address of the internet that nobody has used yet, for `X-Forwarded-For`."""
        number = next(self.addresses)
        return f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"

    def visitor(self) -> WidgetClient:
        """A new visitor with an address of their own."""
        return WidgetClient(self.settings.port, {"x-forwarded-for": self.new_address()})

    def connect(self, *, timeout: float = PATIENCE) -> socket.socket:
        """Open a connection to the chat server."""
        return socket.create_connection(("127.0.0.1", self.settings.port), timeout=timeout)

    def send_raw(self, data: bytes, *, timeout: float = PATIENCE) -> Reply:
        """Send bytes as they are and read the reply, if one comes in time."""
        with self.connect(timeout=timeout) as connection:
            # It may refuse before all has arrived; the reply is there all the same.
            with suppress(ConnectionError):
                connection.sendall(data)
            return read_reply(connection, to_head=data.startswith(b"HEAD "))

    def deliver(self, body: bytes, *, signed: bool = True, **headers: str) -> Reply:
        """Deliver a webhook as Meta does."""
        secret = str(self.settings.messenger_app_secret)
        given = {"x-hub-signature-256": signature(body, secret)} if signed else {}
        lines = {"host": "clinic.example", **given, **headers}
        return self.send_raw(request_of("POST", MESSENGER, lines, body))

    def ask_actions(self, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Ask the action server."""
        address = ("127.0.0.1", self.settings.action_port)
        connection = http.client.HTTPConnection(*address, timeout=PATIENCE)
        try:
            sent = None if body is None else json.dumps(body).encode()
            method = "GET" if body is None else "POST"
            connection.request(method, path, sent, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def logs(self) -> str:
        """Everything that both servers have logged."""
        return "".join(
            path.read_text(encoding="utf-8", errors="replace")
            for path in (self.chat.log_path, self.actions.log_path)
            if path.exists()
        )

    def is_well(self) -> bool:
        """Tell whether both servers run and can answer messages."""
        url = f"http://127.0.0.1:{self.settings.port}/ready"
        with urllib.request.urlopen(url, timeout=PATIENCE) as reply:
            ready = reply.status == 200
        return ready and self.chat.is_running() and self.actions.is_running()

    def files(self) -> list[Path]:
        """Everything that was written."""
        return [path for path in self.settings.var_dir.rglob("*") if path.is_file()]


def request_of(method: str, target: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request's bytes, with its length unless the headers tell one."""
    lines = [f"{method} {target} HTTP/1.1"]
    if body and not {"content-length", "transfer-encoding"} & set(headers):
        headers = {**headers, "content-length": str(len(body))}
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def read_reply(connection: socket.socket, *, to_head: bool = False) -> Reply:
    """Read one reply; nothing where the other side says none, or closes without a word."""
    response = http.client.HTTPResponse(connection, method="HEAD" if to_head else None)
    try:
        response.begin()
        body = response.read()
    except (http.client.HTTPException, ConnectionError, TimeoutError):
        return Reply(None, {}, b"")
    return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, body)


def is_closed_within(connection: socket.socket, seconds: float) -> bool:
    """Tell whether the other side closes in time, whatever it says before."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            if not connection.recv(65536):
                return True
        except ConnectionError:
            return True
        except TimeoutError:
            return False
    return False
