"""MesoGuide on Python 3.11, from a copy of this repository to an answer over HTTP.

The copy is kept in `.venv-3.11/`, so that only the first run installs anything; it is trained anew
each time. A person who has no 3.11 and cannot fetch one sets MESOGUIDE_SKIP_311=1.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".venv-3.11"
PROJECT = CACHE / "project"
#: What stays from one run to the next: the environment, and uv if the bootstrap had to install it.
KEPT = frozenset({".venv", ".tools"})
#: What a copy leaves out where git cannot tell.
NOT_COPIED = (".*", "var", "reports", "node_modules", "*.egg-info", "*.tar.gz", "__pycache__")

INSTALL_SECONDS = 900
TRAIN_AND_START_SECONDS = 600
QUESTION = "who invented mesotherapy?"

pytestmark = pytest.mark.skipif(
    os.environ.get("MESOGUIDE_SKIP_311") == "1", reason="MESOGUIDE_SKIP_311=1 was set by a person"
)


@pytest.fixture
def project() -> Iterator[Path]:
    """A copy of the repository as it is now, with an environment of Python 3.11."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second run waits for its turn
        copy_repository()
        install()
        yield PROJECT


def test_trains_and_answers_on_python_311(project: Path) -> None:
    version = run([".venv/bin/python", "--version"], seconds=60)
    with running_bot() as url:
        answer = ask(url, QUESTION)
    assert "Python 3.11" in version
    assert "Pistor" in answer
    assert "1952" in answer


def copy_repository() -> None:
    """Bring the copy to the state of the repository, committed or not."""
    PROJECT.mkdir(exist_ok=True)
    for entry in PROJECT.iterdir():
        if entry.name in KEPT:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for name in repository_files():
        target = PROJECT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def repository_files() -> list[str]:
    """List the files that git knows or would add; without git, all that look like ours."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [
            str(path)
            for path in paths
            if not any(Path(part).match(glob) for part in path.parts for glob in NOT_COPIED)
        ]
    names = listed.stdout.split("\0")
    return [name for name in dict.fromkeys(names) if name and (ROOT / name).is_file()]


def install() -> None:
    """Make the environment, or fail with the reason that the bootstrap gives."""
    run(["sh", "scripts/bootstrap.sh", "dev"], seconds=INSTALL_SECONDS)


def run(command: list[str], *, seconds: float) -> str:
    """Run a command in the copy and return what it printed."""
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=PROJECT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)} failed on Python 3.11:\n{done.stdout[-2000:]}")
    return done.stdout


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what belongs to its own installation."""
    ours = ("MESOGUIDE_", "DATABASE_", "TRACKER_", "PYTHON", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHON_VERSION": "3.11", **more}


@contextmanager
def running_bot() -> Iterator[str]:
    """Run `mesoguide run` in the copy, which trains first; yield the address to talk to."""
    port, action_port = free_ports()
    log_path = CACHE / "run.log"
    with log_path.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [".venv/bin/mesoguide", "run", "--dev"],
            cwd=PROJECT,
            env=environment(MESOGUIDE_PORT=str(port), MESOGUIDE_ACTION_PORT=str(action_port)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/", process, log_path)
            yield f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def free_ports() -> tuple[int, int]:
    """Return two ports that nothing listens on."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def wait_until_up(url: str, process: subprocess.Popen[bytes], log_path: Path) -> None:
    """Wait for the chat server; fail with the log when it stops or takes too long."""
    deadline = time.monotonic() + TRAIN_AND_START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    log = log_path.read_text(encoding="utf-8", errors="replace")
    pytest.fail(f"mesoguide run did not come up on Python 3.11:\n{log[-2000:]}")


def ask(url: str, question: str) -> str:
    """Send one message and return all that is answered."""
    request = urllib.request.Request(  # noqa: S310 - our own loopback address
        url,
        data=json.dumps({"sender": "python-311", "message": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
        return "\n".join(message.get("text", "") for message in json.load(reply))
