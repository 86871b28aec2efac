"""Reads the head of an HTTP request as the standard says, and refuses what could mean two things.

Sanic 21.12 freezes for ever on one: a negative length has it read a body that never ends, without
leaving the event loop. It ends a connection without an answer on others, answers some with 500, and
takes heads of which a proxy in front of it may think that they end somewhere else: a way to put
one's own request before that of somebody else (request smuggling, RFC 9112, 11.2).
"""

from __future__ import annotations

import re
from asyncio import CancelledError
from collections.abc import AsyncIterator
from typing import Any

from sanic.exceptions import InvalidUsage, SanicException, ServiceUnavailable
from sanic.http import Http, Stage

#: RFC 9110, 5.6.2. A name with a blank before the colon is another name to Sanic, not to others.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: What no head may hold (RFC 9110, 5.5); half a line break ends a line for some.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n")
#: Python strips blanks of every kind before a value, and reads what others take for another one.
_FRAMING = re.compile(rb"\r\n(content-length|transfer-encoding):[ \t]*(?![!-~ \t])", re.IGNORECASE)
#: Python takes "+5", "5_0" and digits of other scripts for numbers; the standard does not.
_LENGTH = re.compile(r"[0-9]{1,15}", re.ASCII)

#: Bytes. Only a large batch from Meta is larger than that (messenger/request_bodies.py).
LARGE_BODY = 65_536
#: How many larger ones are received at once; with 4 MB each they take 64 MB at most.
MOST_LARGE_BODIES = 16


class StrictHttp(Http):
    """Sanic's reader of requests, with a second look at the head."""

    request: Any
    request_body: Any

    def __init__(self, protocol: Any) -> None:
        super().__init__(protocol)
        # Sanic sets these with the first request, and limits are looked at before.
        self.request = self.request_body = None

    async def http1_request_header(self) -> None:
        """Receive the head of a request.

        Raises:
            InvalidUsage: it is not as the standard says.
            ServiceUnavailable: it announces a large body while many large ones are received.
        """
        try:
            await super().http1_request_header()
        except (CancelledError, SanicException):
            self._forget_address()
            raise
        except Exception:  # the parsers of addresses and numbers raise errors of their own
            self._forget_address()
            raise InvalidUsage("Bad Request") from None
        self._check()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Receive the body; once the answer is out, what is wrong with it interests nobody."""
        try:
            async for data in super().__aiter__():
                yield data
        except InvalidUsage:
            if self.stage is not Stage.IDLE:
                raise
            self.keep_alive = False
            self.request_body = None

    def _forget_address(self) -> None:
        # Sanic parses it again to answer, and would fail again.
        self.url = None

    def _check(self) -> None:
        try:
            self._check_lines()
            self._check_length()
            self._check_room()
        except SanicException:
            # Where this request ends and another one begins is not certain.
            self.keep_alive = False
            self.request_body = None
            raise

    def _check_lines(self) -> None:
        head = self.request.head
        names = set(self.request.headers)
        if _CONTROL.search(head) or _FRAMING.search(head + b"\r\n"):
            raise InvalidUsage("Bad Request")
        if not all(map(_TOKEN.fullmatch, names)):
            raise InvalidUsage("Bad Request")

    def _check_length(self) -> None:
        given = self.request.headers.getall("content-length", [])
        lengths = {length.rstrip(" \t") for length in given}
        codings = self.request.headers.getall("transfer-encoding", [])
        if codings and (lengths or codings != ["chunked"]):
            raise InvalidUsage("Bad Request")
        if len(lengths) > 1 or not all(_LENGTH.fullmatch(each) for each in lengths):
            raise InvalidUsage("Bad Request")

    def _check_room(self) -> None:
        if not self.has_large_body():
            return
        if sum(map(_has_large, self.protocol.connections)) > self.protocol.most_large_bodies:
            raise ServiceUnavailable("Service Unavailable")

    def has_large_body(self) -> bool:
        """Tell whether a large body, or one of unknown length, is being received."""
        return bool(self.request_body) and (
            self.request_body == "chunked" or self.request_bytes > LARGE_BODY
        )


def _has_large(protocol: object) -> bool:
    http = getattr(protocol, "_http", None)
    return isinstance(http, StrictHttp) and http.request is not None and http.has_large_body()
