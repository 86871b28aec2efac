"""Settings of a small project in a temporary folder, and a child process without privileges."""

from __future__ import annotations

import os

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mesoguide.ops.settings import PROJECT_ROOT, Settings, load_settings

MakeSettings = Callable[..., Settings]
Unprivileged = Callable[..., str]

#: Drops root's rights after everything is imported: the environment may be root's alone.
AS_NOBODY = """
import os, sys
{imports}
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    {call}
except Exception as error:
    print(f"{{type(error).__name__}}: {{error}}")
"""


@pytest.fixture
def make_settings(tmp_path: Path) -> MakeSettings:
    """Settings of a project in this test's own folder, changed by environment variables."""

    def make(**environment: str) -> Settings:
        return load_settings({"MESOGUIDE_HOME": str(tmp_path), **environment})

    return make


@pytest.fixture
def free_port() -> int:
    """A port on which nothing listened a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="mesoguide-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged() -> Unprivileged:
    """Runs a call in a process that may not write everywhere; gives back what it raised."""

    def run(imports: str, call: str, *arguments: str) -> str:
        script = AS_NOBODY.format(imports=imports, call=call)
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script, *arguments],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
