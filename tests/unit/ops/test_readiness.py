"""Readiness names the parts that work, in time, and looks no more than once a second."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from mesoguide.ops import readiness
from mesoguide.ops.readiness import Readiness, database_check, http_check


class Part:
    """A part that counts how often it is looked at."""

    def __init__(self, works: bool = True, seconds: float = 0.0) -> None:
        self.works, self.seconds, self.looks = works, seconds, 0

    async def __call__(self) -> bool:
        self.looks += 1
        await asyncio.sleep(self.seconds)
        return self.works


async def test_ready_when_all_parts_work() -> None:
    state = await Readiness({"clinic": Part(), "actions": Part()}).state()

    assert state.body() == {"status": "ready", "parts": {"clinic": "ok", "actions": "ok"}}


async def test_part_that_fails_is_named() -> None:
    state = await Readiness({"clinic": Part(works=False), "actions": Part()}).state()

    assert state.body() == {"status": "not_ready", "parts": {"clinic": "failed", "actions": "ok"}}


async def test_part_that_hangs_counts_as_failed_in_time() -> None:
    hangs = Part(seconds=60)
    started = time.monotonic()

    state = await Readiness({"clinic": hangs, "actions": Part()}).state()

    assert state.parts == {"clinic": False, "actions": True}
    assert time.monotonic() - started < 3


async def test_many_questions_at_once_are_one_look() -> None:
    part = Part(seconds=0.01)
    asked = Readiness({"clinic": part}, clock=lambda: 5.0)

    await asyncio.gather(*(asked.state() for _ in range(20)))

    assert part.looks == 1


async def test_old_answer_is_not_given_again() -> None:
    part, now = Part(), [5.0]
    asked = Readiness({"clinic": part}, clock=lambda: now[0])
    await asked.state()
    part.works, now[0] = False, 5.0 + readiness.CACHE_SECONDS

    assert not (await asked.state()).ready


async def test_database_is_asked_for_real(tmp_path: Path) -> None:
    assert await database_check(f"sqlite:///{tmp_path}/clinic.db")()
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    assert not await database_check(f"sqlite:///{tmp_path}/broken.db")()


async def test_server_that_is_not_there_does_not_work(free_port: int) -> None:
    assert not await http_check(f"http://127.0.0.1:{free_port}/health")()


async def test_server_is_ready_without_redis_and_says_so() -> None:
    state = await Readiness({"clinic": Part(), "locks": Part(works=False)}).state()

    assert state.body() == {"status": "ready", "parts": {"clinic": "ok", "locks": "failed"}}
