"""Jobs of the supervisor: repeated, apart from each other; files put away; one leader."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mesoguide.exceptions import ServerFailed
from mesoguide.ops.housekeeping import Housekeeping, Job
from mesoguide.ops.leadership import FileLeadership
from mesoguide.ops.log_rotation import SECONDS_A_DAY, LogRotation
from mesoguide.ops.running_lock import running_lock
from mesoguide.ops.settings import PROJECT_ROOT
from tests.unit.ops.conftest import MakeSettings


def test_job_is_done_again_and_again_until_it_is_stopped() -> None:
    three = threading.Event()
    times: list[int] = []

    def run() -> None:
        times.append(1)
        if len(times) >= 3:
            three.set()

    housekeeping = Housekeeping([Job("job", 0.01, run)])
    housekeeping.start()
    assert three.wait(5)
    housekeeping.stop()
    done = len(times)

    assert not any(thread.name == "job" for thread in threading.enumerate())
    assert len(times) == done


def test_failing_job_is_tried_again_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    works = threading.Event()
    times: list[int] = []

    def run() -> None:
        times.append(1)
        if len(times) < 4:
            raise OSError("disk")
        works.set()

    with caplog.at_level(logging.INFO):
        housekeeping = Housekeeping([Job("job", 0.01, run)])
        housekeeping.start()
        assert works.wait(5)
        housekeeping.stop()

    told = [record.getMessage() for record in caplog.records if "the job" in record.getMessage()]
    assert told == ["the job 'job' fails; it is tried again", "the job 'job' works again"]


def test_stuck_job_holds_up_no_other() -> None:
    stuck, other = threading.Event(), threading.Event()
    housekeeping = Housekeeping(
        [Job("stuck", 1, lambda: bool(stuck.wait(5)) and None), Job("other", 1, other.set)]
    )
    housekeeping.start()

    assert other.wait(5)
    stuck.set()
    housekeeping.stop()


Rotation = Callable[..., LogRotation]
NOON = 1_780_000_000.0


@pytest.fixture
def rotation(tmp_path: Path) -> Rotation:
    def make(now: float = NOON, **limits: int) -> LogRotation:
        return LogRotation(tmp_path, now=lambda: now, **limits)

    return make


def line_of(seconds: float) -> str:
    from datetime import datetime, timezone

    moment = datetime.fromtimestamp(seconds, timezone.utc).isoformat().replace("+00:00", "Z")
    return json.dumps({"time": moment}) + "\n"


def test_large_file_is_put_away(rotation: Rotation, tmp_path: Path) -> None:
    for text in ("first" * 10, "second" * 10):
        (tmp_path / "chat.log").write_text(text)
        rotation(largest=20).rotate()

    assert (tmp_path / "chat.log.1").read_text() == "second" * 10
    assert (tmp_path / "chat.log.2").read_text() == "first" * 10
    assert not (tmp_path / "chat.log").exists()


def test_small_file_of_yesterday_is_put_away(rotation: Rotation, tmp_path: Path) -> None:
    (tmp_path / "chat.log").write_text(line_of(NOON - SECONDS_A_DAY - 1))
    (tmp_path / "actions.log").write_text(line_of(NOON - 60))

    rotation().rotate()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["actions.log", "chat.log.1"]


def test_rotation_tells_whether_a_file_was_put_away(rotation: Rotation, tmp_path: Path) -> None:
    (tmp_path / "proxy.log").write_text("first" * 10)

    assert rotation(largest=20).rotate() is True
    assert rotation(largest=20).rotate() is False


def test_no_more_than_some_files_are_kept(rotation: Rotation, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / "chat.log").write_text(f"{number}" * 30)
        rotation(largest=20, kept=2).rotate()

    assert {path.name: path.read_text()[0] for path in tmp_path.iterdir()} == {
        "chat.log.1": "4",
        "chat.log.2": "3",
    }


def test_file_of_last_month_is_deleted(rotation: Rotation, tmp_path: Path) -> None:
    old = tmp_path / "chat.log.1"
    old.write_text("old")
    os.utime(old, (NOON - 31 * SECONDS_A_DAY,) * 2)

    rotation().rotate()

    assert not old.exists()


HOLD = """
import sys
from pathlib import Path
from mesoguide.ops.leadership import FileLeadership
leader = FileLeadership(Path(sys.argv[1]))
print(leader.is_leader(), flush=True)
input()
"""


def test_only_one_process_leads_until_it_dies(tmp_path: Path) -> None:
    other = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "True"
    mine = FileLeadership(tmp_path)

    assert not mine.is_leader()
    other.kill()
    other.communicate()
    assert mine.is_leader()
    assert mine.is_leader()


def test_leader_that_resigns_can_be_followed(tmp_path: Path) -> None:
    first, second = FileLeadership(tmp_path), FileLeadership(tmp_path)
    assert first.is_leader()

    first.resign()

    assert second.is_leader()
    assert not first.is_leader()


def test_second_run_with_the_same_folder_is_refused(make_settings: MakeSettings) -> None:
    settings = make_settings()
    refused = pytest.raises(ServerFailed, match="another MesoGuide runs")
    with running_lock(settings), refused, running_lock(settings):
        raise AssertionError
    with running_lock(settings):
        pass
