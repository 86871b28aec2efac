"""Rasa's contract for lock stores, and what ours adds: in memory, and in a real Redis."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import time
from asyncio import Task
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.lock import Ticket, TicketLock
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from mesoguide.exceptions import SettingsError
from mesoguide.tracking import lock_store, redis_locks, redis_tickets
from mesoguide.tracking.lock_store import UNAVAILABLE, ConversationLocks
from tests.redis_server import RedisServer, running_redis

ME = "widget-me"
#: Seconds; below what Rasa's own stores take for ten in a row, which look again once a second.
AT_ONCE = 4.0
#: Seconds within which something has to happen, however busy the machine is.
PATIENCE_SECONDS = 10
CLASS_PATH = "mesoguide.tracking.lock_store.ConversationLocks"

OpenLocks = Callable[[], ConversationLocks]


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def shared(redis_server: RedisServer) -> OpenLocks:
    """Stores as several processes have them, on one empty Redis."""
    redis.Redis.from_url(redis_server.url).flushall()
    return lambda: ConversationLocks(redis_url=redis_server.url)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path))
    monkeypatch.delenv("MESOGUIDE_REDIS_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture(params=["memory", "redis"])
def locks(request: pytest.FixtureRequest, own_folder: None) -> ConversationLocks:
    if request.param == "memory":
        return ConversationLocks()
    opened: ConversationLocks = request.getfixturevalue("shared")()
    return opened


async def hold(locks: LockStore, notes: list[str], name: str, seconds: float = 0.0) -> None:
    async with locks.lock(ME):
        notes.append(f"{name} in")
        await asyncio.sleep(seconds)
        notes.append(f"{name} out")


async def come(locks: ConversationLocks, holding: Coroutine[Any, Any, None]) -> Task[None]:
    """Queue up while somebody else holds the lock; return once the ticket is taken."""
    waiting = places(locks)
    task = asyncio.create_task(holding)
    while places(locks) == waiting:  # noqa: ASYNC110 - Redis tells nobody of a new ticket
        await asyncio.sleep(0.001)
    return task


def places(locks: ConversationLocks) -> int:
    """How many hold the lock or wait for it."""
    lock = locks.get_lock(ME)
    return len(lock.tickets) if lock else 0


# ---- Rasa's contract ----


def test_it_is_made_from_endpoints_yml(own_folder: None) -> None:
    assert isinstance(LockStore.create(EndpointConfig(type=CLASS_PATH)), ConversationLocks)


def test_address_of_redis_comes_from_the_settings(
    own_folder: None, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESOGUIDE_REDIS_URL", redis_server.url)
    locks = LockStore.create(EndpointConfig(type=CLASS_PATH))

    locks.issue_ticket(ME)

    assert redis.Redis.from_url(redis_server.url).llen(f"{redis_locks.KEY_PREFIX}{ME}") > 0


def test_address_that_cannot_be_read_is_refused_without_its_password(own_folder: None) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_REDIS_URL") as refused:
        ConversationLocks(redis_url="http://:s3cret@localhost")

    assert "s3cret" not in str(refused.value)


def test_tickets_are_served_in_the_order_of_their_issue(locks: ConversationLocks) -> None:
    first, second = locks.issue_ticket(ME), locks.issue_ticket(ME)

    lock = locks.get_lock(ME)

    assert lock is not None
    assert [ticket.number for ticket in lock.tickets] == [first, second]
    assert (lock.is_locked(first), lock.is_locked(second)) == (False, True)


def test_next_is_served_when_a_ticket_is_given_back(locks: ConversationLocks) -> None:
    first, second = locks.issue_ticket(ME), locks.issue_ticket(ME)

    locks.finish_serving(ME, first)

    lock = locks.get_lock(ME)
    assert lock is not None
    assert not lock.is_locked(second)
    assert locks.is_someone_waiting(ME)


def test_last_ticket_leaves_nothing(locks: ConversationLocks) -> None:
    locks.cleanup(ME, locks.issue_ticket(ME))

    assert locks.get_lock(ME) is None
    assert not locks.is_someone_waiting(ME)


def test_conversations_have_tickets_of_their_own(locks: ConversationLocks) -> None:
    locks.issue_ticket(ME)

    assert locks.get_lock("somebody-else") is None


def test_deleted_lock_is_gone(locks: ConversationLocks) -> None:
    locks.issue_ticket(ME)

    locks.delete_lock(ME)

    assert locks.get_lock(ME) is None


def test_saved_lock_is_read_again(locks: ConversationLocks) -> None:
    soon, gone = time.time() + 30, time.time() - 30
    tickets = deque([Ticket(1, gone), Ticket(2, soon), Ticket(3, soon)])

    locks.save_lock(TicketLock(ME, tickets))
    locks.update_lock(ME)

    lock = locks.get_lock(ME)
    assert lock is not None
    assert [ticket.number for ticket in lock.tickets] == [2, 3]


# ---- One at a time, in order, at once ----


async def test_lock_is_held_by_one_at_a_time_in_order(locks: ConversationLocks) -> None:
    notes: list[str] = []
    async with locks.lock(ME):
        tasks = [await come(locks, hold(locks, notes, name, 0.01)) for name in "abcde"]

    await asyncio.gather(*tasks)

    assert notes == [f"{name} {way}" for name in "abcde" for way in ("in", "out")]


async def test_whoever_is_next_is_served_at_once(locks: ConversationLocks) -> None:
    notes: list[str] = []
    started = time.monotonic()

    await asyncio.gather(*(hold(locks, notes, name, 0.01) for name in "abcdefghij"))

    assert len(notes) == 20
    assert time.monotonic() - started < AT_ONCE


async def test_conversations_do_not_wait_for_one_another(locks: ConversationLocks) -> None:
    async with locks.lock(ME), locks.lock("somebody-else"):
        pass


async def test_lock_is_given_back_after_a_fault(locks: ConversationLocks) -> None:
    with pytest.raises(RuntimeError):
        async with locks.lock(ME):
            raise RuntimeError

    async with locks.lock(ME):
        pass
    assert locks.get_lock(ME) is None


async def test_whoever_stops_waiting_holds_nobody_up(locks: ConversationLocks) -> None:
    notes: list[str] = []
    async with locks.lock(ME):
        impatient = await come(locks, hold(locks, notes, "impatient"))
        patient = await come(locks, hold(locks, notes, "patient"))
        impatient.cancel()
        await asyncio.wait([impatient])
        assert notes == []

    await asyncio.wait_for(patient, AT_ONCE)
    assert notes == ["patient in", "patient out"]


async def test_void_ticket_is_refused(locks: ConversationLocks) -> None:
    async with locks.lock(ME):
        waiting = await come(locks, hold(locks, [], "b"))
        locks.delete_lock(ME)

        with pytest.raises(LockError):
            await asyncio.wait_for(waiting, PATIENCE_SECONDS)


@given(delays=st.lists(st.integers(0, 3), min_size=1, max_size=8), stops=st.sets(st.integers(0, 7)))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_comings_and_goings_keep_the_order(
    request: pytest.FixtureRequest, shared: OpenLocks, delays: list[int], stops: set[int]
) -> None:
    async def come_and_go() -> None:
        stores = [shared() for _ in range(2)]
        served: list[int] = []
        done: set[int] = set()

        async def come_in(number: int, seconds: float) -> None:
            async with stores[number % 2].lock(ME) as lock:
                served.append(lock.tickets[0].number)
                await asyncio.sleep(seconds)
            done.add(number)

        tasks = []
        for number, delay in enumerate(delays):
            tasks.append(asyncio.create_task(come_in(number, delay / 500)))
            await asyncio.sleep(0.004)
        for number in stops & set(range(len(tasks))):
            tasks[number].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert served == sorted(set(served))
        assert set(range(len(delays))) - stops <= done
        for store in stores:
            await store.close()

    asyncio.run(come_and_go())


# ---- Several processes ----


async def test_processes_share_one_order(shared: OpenLocks) -> None:
    notes: list[str] = []
    stores = [shared(), shared()]
    async with stores[0].lock(ME):
        holds = [hold(stores[number % 2], notes, f"{number}", 0.01) for number in range(8)]
        tasks = [await come(stores[0], each) for each in holds]

    await asyncio.gather(*tasks)

    assert notes == [f"{number} {way}" for number in range(8) for way in ("in", "out")]


def add_ones(url: str, times: int) -> None:
    """Read a number, wait, and write it one higher: without a lock some would be lost."""

    async def add() -> None:
        locks, client = ConversationLocks(redis_url=url), redis.Redis.from_url(url)
        for _ in range(times):
            async with locks.lock(ME):
                number = int(client.get("number") or 0)
                await asyncio.sleep(0.002)
                client.set("number", number + 1)

    asyncio.run(add())


def test_no_process_enters_while_another_is_in(
    shared: OpenLocks, redis_server: RedisServer
) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add_ones, args=(redis_server.url, 25)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)

    assert int(redis.Redis.from_url(redis_server.url).get("number") or 0) == 100


def hold_for_ever(url: str) -> None:
    async def wait() -> None:
        async with ConversationLocks(redis_url=url).lock(ME):
            redis.Redis.from_url(url).lpush("held", 1)
            await asyncio.sleep(60)

    asyncio.run(wait())


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (redis_tickets, redis_locks):
        monkeypatch.setattr(module, "LEASE_SECONDS", 2.0)
    monkeypatch.setattr(redis_locks, "RENEW_EVERY_SECONDS", 0.3)


async def test_lock_of_a_killed_process_is_free_after_its_lease(
    short_lease: None, shared: OpenLocks, redis_server: RedisServer
) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=hold_for_ever, args=(redis_server.url,)
    )
    process.start()
    assert redis.Redis.from_url(redis_server.url).blpop(["held"], timeout=10)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()

    await asyncio.wait_for(hold(shared(), notes := [], "next"), PATIENCE_SECONDS)
    assert notes == ["next in", "next out"]


async def test_long_turn_keeps_its_lock(short_lease: None, shared: OpenLocks) -> None:
    notes: list[str] = []
    first, second = shared(), shared()

    tasks = [
        await come(first, hold(first, notes, "slow", 3.0)),
        await come(first, hold(second, notes, "next")),
    ]
    await asyncio.gather(*tasks)

    assert notes == ["slow in", "slow out", "next in", "next out"]


# ---- Redis away ----


async def test_restart_of_redis_is_waited_for(own_folder: None) -> None:
    with running_redis() as server:
        locks = ConversationLocks(redis_url=server.url)
        async with locks.lock(ME):
            pass
        server.kill()
        waiting = asyncio.create_task(hold(locks, notes := [], "a"))
        await asyncio.sleep(0.5)
        assert notes == []
        server.start()

        await asyncio.wait_for(waiting, PATIENCE_SECONDS)
        assert notes == ["a in", "a out"]


async def test_without_redis_the_chat_goes_on_and_staff_are_alerted(
    own_folder: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lock_store, "PATIENCE_SECONDS", 0.3)
    with running_redis() as server:
        locks = ConversationLocks(redis_url=server.url)
        async with locks.lock(ME):
            server.kill()
    caplog.set_level(logging.ERROR)
    notes: list[str] = []

    await asyncio.gather(*(hold(locks, notes, name, 0.02) for name in "ab"))

    assert notes in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])
    assert UNAVAILABLE in caplog.text
