"""Limits on how much one conversation or one address may ask, counted in this process.

Several chat servers count together in Redis: :mod:`mesoguide.channels.shared_limits`.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from mesoguide.channels.api_errors import ApiError

SECONDS_A_MINUTE = 60.0

#: Keys that are remembered; about 150 bytes each. The one unused for longest is forgotten first.
MOST_KEYS = 20_000


@dataclass
class _Bucket:
    """What is left, and when that was reckoned."""

    left: float
    at: float


class RateLimit:
    """A token bucket a key: a minute's worth at once, refilled evenly."""

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float], most_keys: int = MOST_KEYS
    ) -> None:
        """Makes the limit.

        Args:
            per_minute: how many requests a key may make.
            clock: seconds that never run backwards.
            most_keys: how many keys are remembered.
        """
        self._most = float(per_minute)
        self._refill = per_minute / SECONDS_A_MINUTE
        self._clock = clock
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> None:
        """Count a request.

        Raises:
            ApiError: too many; says after how many seconds the next one is taken.
        """
        bucket = self._refilled(key)
        if bucket.left < 1.0:
            raise too_many((1.0 - bucket.left) / self._refill)
        bucket.left -= 1.0

    def _refilled(self, key: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._refill)
        bucket.at = now
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        return bucket


def too_many(wait_seconds: float) -> ApiError:
    """Return the refusal that says when the next request is taken, in whole seconds from 1."""
    return ApiError("too_many", headers={"retry-after": str(max(1, math.ceil(wait_seconds)))})
