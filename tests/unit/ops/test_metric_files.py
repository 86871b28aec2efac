"""A full disk costs figures, and neither a start nor a process."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from mesoguide.ops.metric_files import FOLDER_VARIABLE, KINDS, RESERVED_BYTES, reserve
from mesoguide.ops.settings import PROJECT_ROOT

_COUNT = """
from mesoguide.ops import metrics
for status in range(400, 600):
    metrics.count_response("chat", status)
metrics.TURNS_IN_PROGRESS.inc()
metrics.TURN_SECONDS.labels("widget").observe(0.02)
print("counted")
"""


def counting(folder: Path, *, room: bool) -> str:
    """Count in a process of its own; without room, it may write to no file."""

    def no_room() -> None:
        if not room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _COUNT],
        cwd=PROJECT_ROOT,
        env={**os.environ, FOLDER_VARIABLE: str(folder)},
        preexec_fn=no_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_process_that_finds_no_room_counts_for_itself(tmp_path: Path) -> None:
    assert counting(tmp_path, room=False) == "counted\n"
    assert list(tmp_path.iterdir()) == []


def test_every_byte_of_the_figures_has_its_room_before_anything_counts(tmp_path: Path) -> None:
    assert counting(tmp_path, room=True) == "counted\n"
    files = sorted(tmp_path.iterdir())
    assert [path.stem.rpartition("_")[0] for path in files] == sorted(KINDS)
    for path in files:
        assert path.stat().st_size == RESERVED_BYTES
        assert path.stat().st_blocks * 512 >= RESERVED_BYTES


def test_what_cannot_be_reserved_is_not_left_half_done(tmp_path: Path) -> None:
    environment = {FOLDER_VARIABLE: str(tmp_path / "missing")}
    assert not reserve(environment, 1)
    assert environment == {}


def test_without_a_folder_nothing_is_reserved() -> None:
    assert not reserve({}, 1)
