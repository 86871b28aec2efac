"""Memory of a comparison with Argon2 goes back to the system."""

from __future__ import annotations

import subprocess
import sys

from mesoguide.ops.settings import PROJECT_ROOT

GROWN = """
import sys
from concurrent.futures import ThreadPoolExecutor
import psutil
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.ops.large_blocks import give_back_large_blocks
if sys.argv[1] == "given back":
    assert give_back_large_blocks()
digests, process = KeyedDigests(b"k" * 32), psutil.Process()
with ThreadPoolExecutor(2) as threads:
    list(threads.map(len, ["", ""]))
    before = process.memory_info().rss
    list(threads.map(digests.hash_verifier, ["a", "b"] * 4, ["x"] * 8))
    print((process.memory_info().rss - before) >> 20)
"""


def grown_mib(how: str) -> int:
    """Compare in a process of its own and return by how many MiB it has grown."""
    command = [sys.executable, "-c", GROWN, how]
    ended = subprocess.run(command, cwd=PROJECT_ROOT, check=True, capture_output=True)  # noqa: S603
    return int(ended.stdout)


def test_comparisons_leave_no_memory_behind() -> None:
    assert grown_mib("given back") < 5
