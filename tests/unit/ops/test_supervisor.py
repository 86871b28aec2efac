"""A server that crashes is started again: at once, then ever more rarely, and it is told."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.ops.supervisor import STEADY_SECONDS, Crash, Supervisor
from tests.unit.ops.conftest import MakeSettings


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeServer:
    """Notes its starts; a real process is crashed in tests/operations."""

    name = "chat server"
    process = None

    def __init__(self) -> None:
        self.runs, self.starts, self.faults = True, 0, 0

    def is_running(self) -> bool:
        return self.runs

    def start(self, settings: object) -> None:
        if self.faults:
            self.faults -= 1
            raise OSError("no space left on device")
        self.starts += 1
        self.runs = True


class Watched:
    """A supervisor of one server."""

    def __init__(self, settings: Any) -> None:
        self.clock, self.server, self.crashes = Clock(), FakeServer(), list[Crash]()
        self.supervisor = Supervisor(
            settings,
            [self.server],  # type: ignore[list-item]
            on_crash=self.crashes.append,
            clock=self.clock,
        )

    def crash_at_once(self) -> float:
        """Crash, and tell how long it took until the server was started again."""
        self.server.runs, starts, begun = False, self.server.starts, self.clock.now
        while self.server.starts == starts:
            self.supervisor.look()
            if self.server.starts == starts:
                self.clock.now += 0.5
        return self.clock.now - begun


@pytest.fixture
def watched(make_settings: MakeSettings) -> Watched:
    return Watched(make_settings())


def test_server_that_runs_is_left_alone(watched: Watched) -> None:
    watched.supervisor.look()

    assert (watched.server.starts, watched.crashes) == (0, [])


def test_first_crash_is_mended_at_once_and_told(watched: Watched) -> None:
    assert watched.crash_at_once() == 0
    assert watched.crashes == [Crash("chat server", restarts=1, pause_seconds=0.0)]


def test_server_that_keeps_crashing_is_started_ever_more_rarely(watched: Watched) -> None:
    pauses = [watched.crash_at_once() for _ in range(9)]

    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert [crash.restarts for crash in watched.crashes] == list(range(1, 10))


def test_server_that_ran_well_is_started_at_once_again(watched: Watched) -> None:
    for _ in range(4):
        watched.crash_at_once()
    watched.clock.now += STEADY_SECONDS

    assert watched.crash_at_once() == 0


def test_crash_is_told_once(watched: Watched) -> None:
    watched.crash_at_once()
    watched.server.runs = False
    for _ in range(3):
        watched.supervisor.look()

    assert len(watched.crashes) == 2


def test_server_that_cannot_be_started_is_tried_again(watched: Watched) -> None:
    watched.server.faults = 3

    assert watched.crash_at_once() == 1 + 2 + 4
    assert len(watched.crashes) == 1
