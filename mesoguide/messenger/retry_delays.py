"""How long to wait before another try."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

#: Seconds before the second try; each further one waits twice as long.
FIRST_SECONDS = 1.0
#: Seconds. Whoever waits for an answer should have it within this after Meta is back.
MOST_SECONDS = 20.0
#: Seconds. Meta asks for minutes when a page has used up its calls; never more than an hour.
MOST_ASKED_SECONDS = 3600.0

_MOST_DOUBLINGS = 10


def delay(
    attempts: int,
    *,
    asked_seconds: float | None = None,
    chance: Callable[[], float] = random.random,
) -> timedelta:
    """Return the time until the next try: exponential, with "equal jitter".

    Half of the time is fixed and half is chance, so that those who failed together do not come
    back together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).

    Args:
        attempts: how many tries there were.
        asked_seconds: how long the other side asked to wait.
        chance: a number from 0 to 1.
    """
    doublings = min(max(0, attempts - 1), _MOST_DOUBLINGS)
    longest = min(MOST_SECONDS, FIRST_SECONDS * 2**doublings)
    seconds = longest / 2 + chance() * longest / 2
    if asked_seconds is not None:
        seconds = max(seconds, min(asked_seconds, MOST_ASKED_SECONDS))
    return timedelta(seconds=seconds)
