"""Limits that hold for all chat servers together, counted in Redis.

Without Redis each process counts for itself (:mod:`mesoguide.channels.rate_limits`). The same goes
on while Redis is away: a limit that failed closed would silence a patient who writes of an
emergency, and one that failed open would let a flood in at the worst time. So with N chat servers
the limit is at most N times as wide until Redis is back; staff are told by the watch on readiness.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from typing import Any, Protocol

import redis
import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from mesoguide.channels.rate_limits import SECONDS_A_MINUTE, RateLimit, too_many
from mesoguide.exceptions import SettingsError
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

#: Event name of the log line when counting together ends.
UNAVAILABLE = "shared_limits_unavailable"

#: Seconds for one count. A turn takes some 50 ms; a busy event loop reads the answer late.
TIMEOUT_SECONDS = 1.0
#: Seconds for which Redis is left alone once it did not answer: not every request waits for it.
AWAY_SECONDS = 2.0

KEY_PREFIX = "mesoguide:limit:"
_PURPOSE = b"mesoguide rate limits"
#: Bytes of a key's digest; two keys share one with a chance of one in 2**64 at 2**32 keys.
_DIGEST_BYTES = 16

_MINUTE_MILLISECONDS = round(1000 * SECONDS_A_MINUTE)

#: The generic cell rate algorithm (ITU-T I.371, annex A): one number a key, the moment at which
#: everything taken so far is paid for. It takes what a token bucket takes. The clock is that of
#: Redis, so that machines whose clocks differ count alike. Returns the milliseconds to wait.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + ARGV[1]
local early = paid - now - ARGV[2]
if early > 0 then return math.ceil(early) end
redis.call('SET', KEYS[1], string.format('%.3f', paid), 'PX', math.ceil(paid - now))
return 0
"""


class Limit(Protocol):
    """Counts requests."""

    async def take(self, key: str) -> None:
        """Count a request.

        Raises:
            ApiError: too many; says after how many seconds the next one is taken.
        """


class LocalLimit:
    """Counts in this process alone."""

    def __init__(self, counts: RateLimit) -> None:
        self._counts = counts

    async def take(self, key: str) -> None:
        """Count a request.

        Raises:
            ApiError: too many.
        """
        self._counts.take(key)


class SharedLimit:
    """Counts in Redis, and in this process while Redis is away."""

    def __init__(
        self,
        name: str,
        per_minute: int,
        *,
        client: Any,
        secret_key: bytes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes the limit; nothing is asked of Redis yet.

        Args:
            name: of the limit, in Redis.
            per_minute: how many requests a key may make.
            client: of Redis, asynchronous.
            secret_key: keys are kept as digests under it: addresses of people are in no dump.
            clock: seconds that never run backwards.
        """
        self._name = name
        self._interval = 1000 * SECONDS_A_MINUTE / per_minute
        self._take = client.register_script(_TAKE)
        self._key = hmac.new(secret_key, _PURPOSE, hashlib.sha256).digest()
        self._clock = clock
        self._here = RateLimit(per_minute, clock=clock)
        self._away_until = 0.0
        self._is_away = False

    async def take(self, key: str) -> None:
        """Count a request.

        Raises:
            ApiError: too many.
        """
        wait = await self._milliseconds_to_wait(key)
        if wait is None:
            self._here.take(key)
        elif wait > 0:
            raise too_many(wait / 1000)

    async def _milliseconds_to_wait(self, key: str) -> int | None:
        """Count in Redis; None while it is away."""
        if self._clock() < self._away_until:
            return None
        try:
            wait = int(
                await self._take(
                    keys=[self._kept(key)], args=[self._interval, _MINUTE_MILLISECONDS]
                )
            )
        except redis.RedisError as error:
            self._away_until = self._clock() + AWAY_SECONDS
            if not self._is_away:
                logger.error("%s: each server counts alone: %s", UNAVAILABLE, type(error).__name__)
            self._is_away = True
            return None
        if self._is_away:
            logger.info("limits are counted together again")
        self._is_away = False
        return wait

    def _kept(self, key: str) -> str:
        digest = hashlib.blake2b(key.encode(), key=self._key, digest_size=_DIGEST_BYTES)
        return f"{KEY_PREFIX}{self._name}:{digest.hexdigest()}"


def open_limit(settings: Settings, name: str, per_minute: int, *, secret_key: bytes) -> Limit:
    """Return a limit of the settings: for all chat servers if they name Redis.

    Args:
        settings: name Redis, or not.
        name: of the limit, in Redis.
        per_minute: how many requests a key may make.
        secret_key: the clinic's.

    Raises:
        SettingsError: the address of Redis cannot be read.
    """
    if settings.redis_url is None:
        return LocalLimit(RateLimit(per_minute, clock=time.monotonic))
    try:
        client = redis.asyncio.Redis.from_url(
            settings.redis_url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # After a restart of Redis every connection that was kept fails once.
            retry_on_error=[redis.ConnectionError],
            retry=Retry(NoBackoff(), 1),
        )
    except ValueError as error:
        # The address itself stays out of the message: it may hold a password.
        raise SettingsError(
            "MESOGUIDE_REDIS_URL must be an address of Redis, for example redis://localhost:6379/0."
        ) from error
    return SharedLimit(name, per_minute, client=client, secret_key=secret_key)
