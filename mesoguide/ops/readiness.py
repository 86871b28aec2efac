"""Whether a server can do its work now: asked by load balancers, containers and the supervisor.

Liveness (``/health``) says that a process answers; whoever asks restarts it if not. Readiness
(``/ready``) says that messages sent to it can be answered; if not, they are sent elsewhere. Both
are for this machine and the private network: the reverse proxy does not pass them on.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import redis
import redis.asyncio
from sqlalchemy import text

from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.ops.settings import Settings

#: Seconds for one check; whoever asks has a limit of its own, usually some seconds.
CHECK_TIMEOUT_SECONDS = 1.0

#: Seconds for which an answer is given again: asking often costs nothing.
CACHE_SECONDS = 1.0

#: Parts that are told of, and without which a server still answers. All chat servers share Redis:
#: were they not ready without it, a load balancer would send messages to none of them.
DISPENSABLE = frozenset({"locks"})

#: Raises nothing: True when the part works.
Check = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class State:
    """What a look at the parts found.

    Attributes:
        parts: for each part, whether it works.
    """

    parts: Mapping[str, bool]

    @property
    def ready(self) -> bool:
        """Whether all parts work that messages cannot be answered without."""
        return all(works for name, works in self.parts.items() if name not in DISPENSABLE)

    def body(self) -> dict[str, Any]:
        """Return what goes over the wire: no address, no version, no reason."""
        parts = {name: "ok" if works else "failed" for name, works in self.parts.items()}
        return {"status": "ready" if self.ready else "not_ready", "parts": parts}


class Readiness:
    """Looks at the parts that a server needs, at most once a second."""

    def __init__(
        self, checks: Mapping[str, Check], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._checks = dict(checks)
        self._clock = clock
        self._state: State | None = None
        self._looked_at = 0.0
        self._lock: asyncio.Lock | None = None

    async def state(self) -> State:
        """Look, or tell what was found within the last second."""
        # Not made in __init__: there may be no event loop yet.
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._state is None or self._clock() - self._looked_at >= CACHE_SECONDS:
                works = await asyncio.gather(*map(_in_time, self._checks.values()))
                self._state = State(dict(zip(self._checks, works, strict=True)))
                self._looked_at = self._clock()
            return self._state

    def add_to(self, app: Any) -> None:
        """Add ``/health`` and ``/ready`` to a Sanic application that does not have them."""
        from sanic.response import json

        async def health(request: Any) -> Any:
            return json({"status": "ok"}, headers=_NOT_STORED)

        async def ready(request: Any) -> Any:
            state = await self.state()
            return json(state.body(), status=200 if state.ready else 503, headers=_NOT_STORED)

        taken = {route.path for route in app.router.routes}
        if "health" not in taken:
            app.add_route(health, "/health", methods=["GET", "HEAD"])
        app.add_route(ready, "/ready", methods=["GET", "HEAD"])


_NOT_STORED = {"cache-control": "no-store"}


def chat_readiness(settings: Settings) -> Readiness:
    """Return what the chat server needs: databases, the action server, shared locks if any."""
    checks = {
        "conversations": database_check(settings.tracker_database_url),
        "clinic": database_check(settings.database_url),
        "actions": http_check(settings.action_health_url),
    }
    if settings.redis_url is not None:
        checks["locks"] = redis_check(settings.redis_url)
    return Readiness(checks)


def action_readiness(settings: Settings) -> Readiness:
    """Return what the action server needs: the clinic's database."""
    return Readiness({"clinic": database_check(settings.database_url)})


def database_check(url: str) -> Check:
    """Ask a database for nothing, off the event loop; opened on first use."""
    worker: list[DatabaseWorker] = []

    async def check() -> bool:
        if not worker:
            engine = create_engine_for(url, timeout_seconds=CHECK_TIMEOUT_SECONDS)
            worker.append(
                DatabaseWorker(
                    session_factory(engine),
                    timeout_seconds=CHECK_TIMEOUT_SECONDS,
                    name="readiness",
                    unreadable=lambda error: type(error).__name__,
                )
            )
        try:
            await worker[0].read(lambda session: session.execute(text("SELECT 1")).scalar_one())
        except ClinicDataUnavailable:
            return False
        return True

    return check


def http_check(url: str) -> Check:
    """Ask a server of ours whether it is alive."""

    async def check() -> bool:
        limit = aiohttp.ClientTimeout(total=CHECK_TIMEOUT_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.get(url) as response,
            ):
                return response.status == _OK
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    return check


def redis_check(url: str) -> Check:
    """Ask Redis whether it is there."""

    async def check() -> bool:
        limits = {
            "socket_timeout": CHECK_TIMEOUT_SECONDS,
            "socket_connect_timeout": CHECK_TIMEOUT_SECONDS,
        }
        client = redis.asyncio.Redis.from_url(url, **limits)
        try:
            return bool(await client.ping())
        except redis.RedisError:
            return False
        finally:
            await client.close()

    return check


_OK = 200


async def _in_time(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), CHECK_TIMEOUT_SECONDS + 0.5)
    except asyncio.TimeoutError:
        return False
