"""Runs the tests that failed once more, alone, and names those that pass now as unsteady.

    second_try.py CACHE ...     one folder of pytest's cache for each lane of scripts/test.sh

Hundreds of tests talk to real servers, real databases and a real browser while two lanes share two
cores. A browser that got no processor for ten seconds says nothing about MesoGuide, and must not
hide the other results; but a test that fails on a quiet machine too does. So each gets one more
try, alone; what passes then is listed for somebody to mend, since an unsteady test is a fault of
its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

#: More than that at once is no accident of timing, so there is no second try.
MOST_UNSTEADY = 5

_LINE = "!" * 80


def failed_tests(cache: Path) -> list[str]:
    """The tests that failed when this cache was last used."""
    path = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []


def try_again(cache: Path, failed: list[str]) -> list[str]:
    """Run the failed tests of a lane; return those that fail again."""
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache.absolute()}"]
    options = ["--last-failed", "--last-failed-no-failures", "none"]
    ended = subprocess.run([*command, *options], check=False).returncode  # noqa: S603 - our tests
    # The cache forgets only what passed; where pytest could not run, everything counts as failed.
    return [] if ended == 0 else failed_tests(cache) or failed


def main(caches: Sequence[Path]) -> int:
    """Give the failed tests of all lanes their second try; return the exit code."""
    first = {cache: failed_tests(cache) for cache in caches}
    tests = [test for failed in first.values() for test in failed]
    if not tests:
        print("A lane failed without a failed test: see its output above.")
        return 1
    if len(tests) > MOST_UNSTEADY:
        print(f"{len(tests)} tests failed, which is too many for a second try.")
        return 1
    print(f"\n== {len(tests)} failed: a second try, alone", flush=True)
    again = [test for cache, failed in first.items() if failed for test in try_again(cache, failed)]
    unsteady = [test for test in tests if test not in again]
    if unsteady:
        print(_LINE, "UNSTEADY: failed at first and passed alone. Mend them:", sep="\n")
        print(*(f"  {test}" for test in unsteady), _LINE, sep="\n")
    return 1 if again else 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
