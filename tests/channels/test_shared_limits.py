"""Limits hold for all chat servers together, and for each by itself while Redis is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.shared_limits import (
    AWAY_SECONDS,
    KEY_PREFIX,
    UNAVAILABLE,
    Limit,
    SharedLimit,
    open_limit,
)
from mesoguide.exceptions import SettingsError
from mesoguide.ops.settings import Settings, load_settings
from tests.redis_server import RedisServer, running_redis

KEY = b"f3a91c07d2be4865a07e19c3b8d4526f"

#: So many requests at once, and the next one after a minute: no test takes as long as that.
FEW = 6


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def settings(server: RedisServer, tmp_path: Path) -> Iterator[Settings]:
    yield replace(load_settings({"MESOGUIDE_VAR": str(tmp_path)}), redis_url=server.url)
    client = redis.Redis.from_url(server.url)
    client.flushall()
    client.close()


def opened(settings: Settings, name: str = "address", per_minute: int = FEW) -> Limit:
    """The limit as one chat server opens it."""
    return open_limit(settings, name, per_minute, secret_key=KEY)


async def taken(limit: Limit, times: int, key: str = "192.0.2.1") -> int:
    """Ask so often; gives back how many were taken."""
    count = 0
    for _ in range(times):
        try:
            await limit.take(key)
        except ApiError as refusal:
            if refusal.code != "too_many":
                raise
        else:
            count += 1
    return count


async def wait_told(limit: Limit, key: str = "192.0.2.1") -> int:
    with pytest.raises(ApiError) as refusal:
        await limit.take(key)
    return int(refusal.value.headers["retry-after"])


async def test_two_servers_share_what_a_key_may_ask(settings: Settings) -> None:
    here, there = opened(settings), opened(settings)

    assert await taken(here, 4) + await taken(there, 4) == FEW


async def test_servers_that_ask_at_once_take_no_more_than_there_is(settings: Settings) -> None:
    servers = [opened(settings) for _ in range(4)]

    counts = await asyncio.gather(*(taken(server, FEW) for server in servers))

    assert sum(counts) == FEW


async def test_refusal_tells_the_seconds_to_wait(settings: Settings) -> None:
    limit = opened(settings)
    await taken(limit, FEW)

    assert 9 <= await wait_told(limit) <= 10


async def test_refused_requests_do_not_lengthen_the_wait(settings: Settings) -> None:
    limit = opened(settings)
    await taken(limit, FEW + 30)

    assert 9 <= await wait_told(limit) <= 10


async def test_after_the_wait_one_more_is_taken(settings: Settings) -> None:
    limit = opened(settings, per_minute=60)
    while await taken(limit, 1):
        pass
    await asyncio.sleep(await wait_told(limit))

    assert await taken(limit, 1) == 1


async def test_keys_and_limits_do_not_share(settings: Settings) -> None:
    addresses, conversations = opened(settings), opened(settings, "conversation")
    await taken(addresses, FEW, "a")

    assert await taken(addresses, 1, "b") == 1
    assert await taken(conversations, 1, "a") == 1


async def test_nothing_in_redis_names_anybody_or_stays(
    settings: Settings, server: RedisServer
) -> None:
    await taken(opened(settings), 3)

    client = redis.Redis.from_url(server.url, decode_responses=True)
    (key,) = client.keys("*")

    assert key.startswith(KEY_PREFIX)
    assert "192.0.2.1" not in key
    assert 0 < client.pttl(key) <= 30_000, "three of six are paid for in half a minute"
    client.close()


async def test_limit_narrower_than_before_is_kept_at_once(settings: Settings) -> None:
    await taken(opened(settings, per_minute=600), 300)

    assert await taken(opened(settings, per_minute=1), 1) == 0


async def test_limit_holds_for_each_server_while_redis_is_away(
    settings: Settings, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = opened(settings), opened(settings)
    server.kill()
    try:
        with caplog.at_level(logging.ERROR):
            counts = [await taken(here, 2 * FEW), await taken(there, 2 * FEW)]
    finally:
        server.start()

    assert counts == [FEW, FEW]
    told = [record.getMessage() for record in caplog.records if UNAVAILABLE in record.getMessage()]
    assert len(told) == 2, "each server tells it once"
    assert "192.0.2.1" not in caplog.text


async def test_servers_count_together_again_when_redis_is_back(
    settings: Settings, server: RedisServer
) -> None:
    now = [100.0]
    clients = [redis.asyncio.Redis.from_url(server.url) for _ in range(2)]
    here, there = (
        SharedLimit("x", FEW, client=client, secret_key=KEY, clock=lambda: now[0])
        for client in clients
    )
    server.kill()
    assert await taken(here, FEW + 1) == await taken(there, FEW + 1) == FEW
    server.start()
    now[0] += AWAY_SECONDS

    assert await taken(here, 4) + await taken(there, 4) == FEW


async def test_without_redis_the_process_counts(settings: Settings) -> None:
    limit = opened(replace(settings, redis_url=None))

    assert await taken(limit, 10) == FEW


def test_unreadable_address_is_refused_without_naming_it(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_REDIS_URL") as refusal:
        opened(replace(settings, redis_url="s3cret@nowhere"))

    assert "s3cret" not in str(refusal.value)
