"""A key gets a minute's worth at once, then as much as a minute has."""

from __future__ import annotations

import pytest

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.rate_limits import RateLimit


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> RateLimit:
    """Six a minute: one every ten seconds."""
    return RateLimit(6, clock=clock)


def take(limit: RateLimit, times: int, key: str = "a") -> None:
    for _ in range(times):
        limit.take(key)


def waits(limit: RateLimit, key: str = "a") -> int:
    with pytest.raises(ApiError) as refusal:
        limit.take(key)
    assert refusal.value.status == 429
    return int(refusal.value.headers["retry-after"])


def test_a_minutes_worth_may_come_at_once(limit: RateLimit) -> None:
    take(limit, 6)


def test_one_more_is_refused_with_the_seconds_to_wait(limit: RateLimit) -> None:
    take(limit, 6)

    assert waits(limit) == 10


def test_after_the_wait_one_more_is_taken(limit: RateLimit, clock: Clock) -> None:
    take(limit, 6)
    clock.seconds += waits(limit)

    limit.take("a")
    assert waits(limit) == 10


def test_refused_requests_do_not_lengthen_the_wait(limit: RateLimit, clock: Clock) -> None:
    take(limit, 6)
    for _ in range(20):
        waits(limit)
    clock.seconds += 4

    assert waits(limit) == 6


def test_wait_is_never_none(limit: RateLimit, clock: Clock) -> None:
    take(limit, 6)
    clock.seconds += 9.999

    assert waits(limit) == 1


def test_keys_do_not_share(limit: RateLimit) -> None:
    take(limit, 6)

    limit.take("b")


def test_rest_does_not_pile_up(limit: RateLimit, clock: Clock) -> None:
    limit.take("a")
    clock.seconds += 86_400
    take(limit, 6)

    assert waits(limit) == 10


def test_only_so_many_keys_are_remembered(clock: Clock) -> None:
    limit = RateLimit(1, clock=clock, most_keys=3)
    for key in "abc":
        limit.take(key)
    assert waits(limit, "a")
    limit.take("d")  # "b" is the one unused for longest

    assert waits(limit, "a")
    limit.take("b")
