"""A server that answers the widget's requests in the ways in which a broken system may."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

MESSAGE = {"type": "message", "id": "1.5", "text": "Hello.", "buttons": []}
ERROR = {"type": "error", "code": "turn_failed", "message": "Sorry, that did not work."}
END = {"type": "end"}


class MisbehavingServer:
    """Answers each message with the next of the ways it was given; the last one stays.

    A way is a status with a body, or lines of an answer. Lines without ``END`` are cut off; a
    number among them is a silence of so many seconds.
    """

    def __init__(self, *ways: Any) -> None:
        self.ways = list(ways)
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.app = web.Application()
        self.app.router.add_post("/webhooks/widget/session", self._begin)
        self.app.router.add_post("/webhooks/widget/messages", self._answer)

    async def _begin(self, request: web.Request) -> web.Response:
        return web.json_response({"token": "token"}, status=201)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.ids.append((await request.json())["id"])
        self.addresses.append(request.headers["x-forwarded-for"])
        way = self.ways.pop(0) if len(self.ways) > 1 else self.ways[0]
        if isinstance(way, tuple):
            status, body, *headers = way
            text = body if isinstance(body, str) else json.dumps(body)
            return web.Response(status=status, text=text, headers=headers[0] if headers else {})
        response = web.StreamResponse()
        await response.prepare(request)
        for line in way:
            if isinstance(line, (int, float)):
                await asyncio.sleep(line)
            else:
                await response.write(json.dumps(line).encode() + b"\n")
        if END not in way:
            assert request.transport is not None
            request.transport.close()
        return response
