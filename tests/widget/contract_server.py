"""A small server that speaks the widget's wire contract, and fails on request.

The real connector and the real bot are tested too (``test_with_bot.py``). This one makes what they
seldom do and a browser must survive: a slow answer, a connection that drops in the middle, hostile
text, two hundred messages, a server that is away.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.widget import scripted_answers

STATIC = Path(__file__).resolve().parents[2] / "mesoguide" / "channels" / "static"
BASE = "/webhooks/widget/"
PAGES = {"demo": "demo.html", "demo/strict": "strict.html"}
#: What the connector sends with the strict page, and the page repeats in its head.
STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
CORS = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Expose-Headers": "Retry-After",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Refusal:
    """An error answer that the server gives instead of its usual one."""

    status: int
    code: str
    message: str = "The server says no."
    retry_after: int | None = None

    def response(self) -> web.Response:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        body = {"code": self.code, "message": self.message}
        return web.json_response(body, status=self.status, headers=headers)


@dataclass
class Faults:
    """What goes wrong next. Each refusal and each drop is used once."""

    refuse_session: list[Refusal] = field(default_factory=list)
    refuse_message: list[Refusal] = field(default_factory=list)
    refuse_history: list[Refusal] = field(default_factory=list)
    refuse_config: list[Refusal] = field(default_factory=list)
    refuse_feedback: list[Refusal] = field(default_factory=list)
    refuse_erase: list[Refusal] = field(default_factory=list)
    #: Let the next answer come so far, in lines; what was sent is there to be read until
    #: ``break_off`` closes the connection. After no line at all it closes at once.
    drop_after: list[int] = field(default_factory=list)
    #: End the next turn with an error line.
    turn_errors: list[str] = field(default_factory=list)


#: Seconds within which a request has to come: as patient as the browser's own expectations.
PATIENCE_SECONDS = 10


@dataclass
class Conversation:
    """What the server keeps of one visitor."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    turns: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Seen:
    """A request that came."""

    method: str
    path: str
    body: Any
    origin: str | None


class ContractServer:
    """The contract on a port of its own. Stopping it keeps the conversations."""

    def __init__(self) -> None:
        self.port = 0
        self.faults = Faults()
        self.config: dict[str, Any] = scripted_answers.config()
        #: Answers that a test sets: the visitor's words (or payload) to the bot's messages.
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.conversations: dict[str, Conversation] = {}
        self.ratings: list[dict[str, Any]] = []
        self.seen: list[Seen] = []
        self.allowed_origins: set[str] = set()
        #: Further pages by path, each with its HTML.
        self.pages: dict[str, str] = {}
        self._open = asyncio.Event()
        self._open.set()
        self._broken_off = asyncio.Event()
        self._came = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._transports: set[asyncio.BaseTransport] = set()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str = "demo") -> str:
        return f"{self.origin}{BASE}{path}"

    async def start(self) -> None:
        """Listen: on a free port at first, on the same one ever after."""
        app = web.Application(middlewares=[self._around])
        app.add_routes(self._routes())
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and drop every connection, as a killed process does."""
        self.release()
        for transport in list(self._transports):
            transport.close()
        self._transports.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def hold(self) -> None:
        """Let every answer wait until ``release``."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def break_off(self) -> None:
        """Close the connection of the answer that has come half way, as ``drop_after`` asked."""
        self._broken_off.set()

    async def until_asked(self, method: str, path: str) -> None:
        """Wait until there was such a request.

        Raises:
            TimeoutError: none came.
        """
        while not self.requests(method, path):
            self._came.clear()
            await asyncio.wait_for(self._came.wait(), PATIENCE_SECONDS)

    def requests(self, method: str, path: str) -> list[Seen]:
        return [seen for seen in self.seen if (seen.method, seen.path) == (method, path)]

    def only_conversation(self) -> Conversation:
        (conversation,) = self.conversations.values()
        return conversation

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.get(BASE + "config", self._config),
            web.post(BASE + "session", self._session),
            web.post(BASE + "messages", self._messages),
            web.get(BASE + "history", self._history),
            web.delete(BASE + "conversation", self._erase),
            web.post(BASE + "feedback", self._feedback),
            web.get(BASE + "{file:[a-z]+[.](?:js|css)}", self._file),
            web.get("/{page:.*}", self._page),
        ]

    @web.middleware
    async def _around(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Record the request and apply the origin list, as the connector does."""
        origin = request.headers.get("Origin")
        if request.transport is not None:
            self._transports.add(request.transport)
        is_call = request.path.startswith(BASE) and "." not in request.path
        foreign = origin is not None and origin != self.origin
        if is_call and foreign and origin not in self.allowed_origins:
            return Refusal(403, "origin_not_allowed").response()
        if request.method == "OPTIONS":
            response: web.StreamResponse = web.Response(status=204)
        else:
            body = await request.json() if request.can_read_body else None
            path = request.path.removeprefix(BASE)
            self.seen.append(Seen(request.method, path, body, origin))
            self._came.set()
            response = await handler(request)
        if not response.prepared:
            response.headers.update(_cors(origin))
        return response

    async def _config(self, request: web.Request) -> web.StreamResponse:
        if self.faults.refuse_config:
            return self.faults.refuse_config.pop(0).response()
        return web.json_response(self.config)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        if self.faults.refuse_session:
            return self.faults.refuse_session.pop(0).response()
        token = secrets.token_urlsafe(16)
        self.conversations[token] = Conversation()
        return web.json_response({"token": token, "expires_at": _now()}, status=201)

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        conversation = self._conversation(request)
        if isinstance(conversation, web.Response):
            return conversation
        if self.faults.refuse_message:
            return self.faults.refuse_message.pop(0).response()
        message = await request.json()
        async with conversation.lock:
            lines = conversation.turns.get(message["id"])
            response = await self._begin_stream(request)
            await self._open.wait()
            if self.faults.turn_errors:
                code = self.faults.turn_errors.pop(0)
                error = {"type": "error", "code": code, "message": "The bot could not answer."}
                lines = [error]
            elif lines is None:
                lines = self._take_turn(conversation, message)
            await self._stream(request, response, lines)
        return response

    async def _begin_stream(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "application/x-ndjson", **_cors(request.headers.get("Origin"))}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        return response

    async def _stream(
        self, request: web.Request, response: web.StreamResponse, lines: list[dict[str, Any]]
    ) -> None:
        drop = self.faults.drop_after.pop(0) if self.faults.drop_after else None
        for sent, line in enumerate([*lines, {"type": "end"}]):
            if sent == drop:
                if sent:
                    await self._broken_off.wait()
                    self._broken_off.clear()
                if request.transport is not None:
                    request.transport.close()
                return
            await response.write(json.dumps(line).encode() + b"\n")
        await response.write_eof()

    def _take_turn(
        self, conversation: Conversation, message: dict[str, Any]
    ) -> list[dict[str, Any]]:
        said = message.get("payload") or message["text"]
        shown = message.get("title") or message["text"]
        answers = self.answers.get(said) or scripted_answers.answer(said)
        lines = [{"type": "message", "id": secrets.token_hex(8), **answer} for answer in answers]
        conversation.turns[message["id"]] = lines
        visitor = {"id": message["id"], "from": "visitor", "text": shown, "time": _now()}
        bot = [{**line, "from": "bot", "time": _now()} for line in lines]
        conversation.messages += [visitor, *bot]
        return lines

    async def _history(self, request: web.Request) -> web.StreamResponse:
        if self.faults.refuse_history:
            return self.faults.refuse_history.pop(0).response()
        conversation = self._conversation(request)
        if isinstance(conversation, web.Response):
            return conversation
        return web.json_response({"messages": conversation.messages[-200:]})

    async def _erase(self, request: web.Request) -> web.StreamResponse:
        if self.faults.refuse_erase:
            return self.faults.refuse_erase.pop(0).response()
        conversation = self._conversation(request)
        if isinstance(conversation, web.Response):
            return conversation
        del self.conversations[_token(request)]
        removed = {"messages": len(conversation.messages)}
        return web.json_response({"receipt": "7K4P-2QX9", "removed": removed})

    async def _feedback(self, request: web.Request) -> web.StreamResponse:
        if self.faults.refuse_feedback:
            return self.faults.refuse_feedback.pop(0).response()
        self.ratings.append(await request.json())
        return web.Response(status=204)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / request.match_info["file"])

    async def _page(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path in self.pages:
            return web.Response(text=self.pages[path], content_type="text/html")
        name = PAGES.get(path.removeprefix(BASE))
        if name is None:
            return Refusal(404, "not_found").response()
        response = web.FileResponse(STATIC / name)
        if name == "strict.html":
            response.headers["Content-Security-Policy"] = STRICT_POLICY
        return response

    def _conversation(self, request: web.Request) -> Conversation | web.Response:
        known = self.conversations.get(_token(request))
        return known or Refusal(401, "session_unknown").response()


def _token(request: web.Request) -> str:
    return re.sub(r"^Bearer ", "", request.headers.get("Authorization", ""))


def _now() -> str:
    return datetime.now(timezone.utc).isoformat()


def _cors(origin: str | None) -> dict[str, str]:
    return {} if origin is None else {"Access-Control-Allow-Origin": origin, **CORS}
