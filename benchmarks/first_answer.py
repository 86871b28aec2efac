"""Measure the time from a fresh clone to the first answer: `make run` in an empty folder.

    python -m benchmarks.first_answer            what is committed, packages from uv's cache
    python -m benchmarks.first_answer --cold     every package is fetched again
    python -m benchmarks.first_answer --working-tree     the files as they are now

Prints a table and writes reports/first_answer.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from benchmarks.figures import ROOT, free_port, machine, print_table, write_report

QUESTION = "who invented mesotherapy?"
EXPECTED = "Pistor"
GIVE_UP_SECONDS = 1800

#: What `make run` prints when a stage is over, and what that stage is called in the table.
STAGES = (
    (re.compile(r"^Set up\."), "environment installed"),
    (re.compile(r"^Plans: "), "database ready"),
    (re.compile(r"^Trained in|^The model is up to date"), "model trained"),
)


def main() -> None:
    """Clone, run, ask, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cold", action="store_true", help="start with an empty package cache")
    parser.add_argument(
        "--working-tree", action="store_true", help="copy the files as they are, not the commit"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mesoguide-first-") as folder:
        before = machine()
        stages = measure(Path(folder), cold=options.cold, working_tree=options.working_tree)
    figures = {
        "machine": before,
        "load_after": [round(value, 2) for value in os.getloadavg()],
        "cold": options.cold,
        "working_tree": options.working_tree,
        "seconds": {name: round(seconds, 1) for name, seconds in stages.items()},
    }
    print_table([(name, f"{seconds:6.1f} s") for name, seconds in stages.items()])
    print(f"load {before['load_1_5_15_min']} before, {figures['load_after']} after")
    print(write_report("first_answer", figures))


def measure(folder: Path, *, cold: bool, working_tree: bool) -> dict[str, float]:
    """Return the seconds since the start at which each stage was over."""
    started = time.monotonic()
    project = folder / "project"
    take_files(project, working_tree=working_tree)
    stages = {"files copied" if working_tree else "cloned": time.monotonic() - started}
    port, action_port = free_port(), free_port()
    process = start(project, port, action_port, cache=folder / "uv-cache" if cold else None)
    reader = threading.Thread(target=follow, args=(process, started, stages))
    reader.start()
    try:
        wait_for_answer(process, port, started)
        stages["first answer"] = time.monotonic() - started
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        reader.join()
    return stages


def take_files(project: Path, *, working_tree: bool) -> None:
    """Clone the repository, or copy what git knows or would add."""
    if not working_tree:
        run_git("clone", "--quiet", str(ROOT), str(project))
        return
    listed = run_git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in dict.fromkeys(listed.split("\0")):
        if name and (ROOT / name).is_file():
            target = project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)


def run_git(*arguments: str) -> str:
    """Run git in the repository and return what it printed."""
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603


def start(
    project: Path, port: int, action_port: int, *, cache: Path | None
) -> subprocess.Popen[str]:
    """Start `make run` in a process group of its own."""
    ours = ("MESOGUIDE_", "DATABASE_", "TRACKER_", "VIRTUAL_ENV", "MAKE")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= {
        "MESOGUIDE_PORT": str(port),
        "MESOGUIDE_ACTION_PORT": str(action_port),
        "PYTHONUNBUFFERED": "1",
    }
    if cache is not None:
        env |= {"UV_CACHE_DIR": str(cache), "PIP_NO_CACHE_DIR": "1"}
    return subprocess.Popen(
        ["make", "run"],  # noqa: S607 - whatever make the person uses
        cwd=project,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def follow(process: subprocess.Popen[str], started: float, stages: dict[str, float]) -> None:
    """Show what `make run` prints, and note when each stage was over."""
    for line in process.stdout or ():
        elapsed = time.monotonic() - started
        print(f"{elapsed:6.1f} s | {line.rstrip()}", file=sys.stderr)
        for pattern, name in STAGES:
            if pattern.search(line):
                stages.setdefault(name, elapsed)


def wait_for_answer(process: subprocess.Popen[str], port: int, started: float) -> None:
    """Ask until the answer comes."""
    while time.monotonic() - started < GIVE_UP_SECONDS:
        if process.poll() is not None:
            sys.exit(f"make run ended with {process.returncode}")
        if EXPECTED in ask(port):
            return
        time.sleep(0.1)
    sys.exit(f"no answer in {GIVE_UP_SECONDS} s")


def ask(port: int) -> str:
    """Send the question as the website's chat does; nothing while the server is not up."""
    chat = f"http://127.0.0.1:{port}/webhooks/widget"
    try:
        token = json.loads(post(f"{chat}/session", {}))["token"]
        message = {"id": uuid.uuid4().hex, "text": QUESTION}
        return post(f"{chat}/messages", message, Authorization=f"Bearer {token}")
    except (urllib.error.URLError, OSError):
        return ""


def post(url: str, body: dict[str, str], **headers: str) -> str:
    """Send JSON and return what is answered."""
    sent = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, data=json.dumps(body).encode(), headers=sent)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
        return str(reply.read().decode())


if __name__ == "__main__":
    main()
