"""Limits on connections: who sends slowly, or nothing, is cut, and keeps nobody else out.

Sanic 21.12 counts its time limits from the last byte, so one byte a minute keeps a connection for
ever, and it takes connections until the process has no file handles left.
"""

from __future__ import annotations

import resource
import time
from typing import Any

import sanic.app
from sanic import Sanic
from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

from mesoguide.ops.strict_http import MOST_LARGE_BODIES, StrictHttp

#: Seconds for the head of a request, and for a new connection to send anything at all. A browser
#: sends it in one piece; nginx waits 60, Apache 20 and then asks for 500 bytes a second.
HEAD_SECONDS = 10

#: Seconds for the body, counted from the request's first byte. The largest, 4 MB from Meta, takes
#: that long at 2 Mbit/s; a message of 4 kB takes it at 2 kbit/s.
BODY_SECONDS = 15

#: Seconds for the whole answer. A turn gives up after 40 (mesoguide.channels.turns).
ANSWER_SECONDS = 60

#: Open connections. An idle one takes 7 kB; 20 people at once are the budget of one server.
MOST_CONNECTIONS = 1_000

#: File handles for everything else: databases, logs, calls of actions.
_OTHER_HANDLES = 200

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n"
    b"connection: close\r\n\r\n"
)


class LimitedConnection(HttpProtocol):
    """One connection to a server of ours."""

    # Sanic's metaclass gives a class without slots none at all, not even a dictionary.
    __slots__ = ("__dict__",)

    #: By `time.monotonic`: when the request began, or the last of an answer was sent.
    _time: float

    #: Both set before the server starts: :func:`limit_connections`.
    most_connections = MOST_CONNECTIONS
    most_large_bodies = MOST_LARGE_BODIES

    def connection_made(self, transport: Any) -> None:
        """Take a connection; make room for it where there is none."""
        self._has_sent = False
        if len(self.connections) >= self.most_connections and not self._make_room():
            transport.write(_FULL)
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection; one that was refused was never known."""
        if self.transport is not None or self._task is not None:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. Within a request the clock runs on, however often something comes."""
        began, within = self._time, self._is_within_a_request()
        if self.transport is not None:
            super().data_received(data)
            self._has_sent = True
        if within:
            self._time = began

    def check_timeouts(self) -> None:
        """Cut what takes too long; Sanic looks every few seconds."""
        http = self._reader
        if self._task is not None and http is not None and self._is_too_slow(http):
            http.exception = RequestTimeout("Request Timeout")
            # Else Sanic answers and then goes on to wait for the rest.
            http.request_body = None
            self._task.cancel()
            return
        super().check_timeouts()

    @property
    def waiting_since(self) -> float | None:
        """Since when the client could send and has not; None while we are at work for it."""
        http = self._reader
        if http is not None and (http.request_body or http.stage in (Stage.IDLE, Stage.REQUEST)):
            return float(self._time)
        return None

    @property
    def _reader(self) -> StrictHttp | None:
        # Sanic sets it once the connection's task runs, and to None at its end.
        return getattr(self, "_http", None)

    def _setup_connection(self) -> None:
        """Begin as Sanic does, with our own reader of requests."""
        self._http = StrictHttp(self)
        self._time = time.monotonic()
        self.check_timeouts()

    def _is_within_a_request(self) -> bool:
        http = self._reader
        return http is not None and (http.stage is not Stage.IDLE or bool(http.request_body))

    def _is_too_slow(self, http: StrictHttp) -> bool:
        passed = time.monotonic() - self._time
        if http.request_body:
            return passed > BODY_SECONDS
        return not self._has_sent and passed > HEAD_SECONDS

    def _make_room(self) -> bool:
        """Drop the connection whose client has let us wait longest; False if none does."""
        waiting = [(since, each) for each in self.connections if (since := each.waiting_since)]
        if not waiting:
            return False
        _, longest = min(waiting, key=lambda found: found[0])
        longest.transport.abort()
        self.connections.discard(longest)
        return True


def limit_connections(app: Sanic, *, large_bodies: int = MOST_LARGE_BODIES) -> None:
    """Have an application serve connections with limits, whoever starts it, as Rasa does.

    Args:
        app: the only application of this process.
        large_bodies: how many large bodies it receives at once.
    """
    app.config.REQUEST_TIMEOUT = HEAD_SECONDS
    app.config.RESPONSE_TIMEOUT = ANSWER_SECONDS
    # What `Sanic.run` takes where it is given no protocol; it has no setting for it.
    sanic.app.HttpProtocol = LimitedConnection
    LimitedConnection.most_large_bodies = large_bodies
    LimitedConnection.most_connections = min(MOST_CONNECTIONS, raised_handle_limit())


def raised_handle_limit() -> int:
    """Let this process open as many files as it may; return how many connections that allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OTHER_HANDLES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, soft - _OTHER_HANDLES)
