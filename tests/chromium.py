"""The system's Chromium, for whatever needs a browser. Nothing is downloaded."""

from __future__ import annotations

import os
import shutil

import pytest

#: Chromium as root, without the calls to its maker that a closed network refuses.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Names under which systems have it.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

MISSING = "Chromium is missing: apt-get install chromium"


def find_chromium() -> str | None:
    """Return where Chromium is, or None without one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def chromium_path() -> str:
    """Return where Chromium is; without one, skip the test, or fail it in CI.

    On a developer's machine the other tests are worth having; in CI nothing is left out.
    """
    path = find_chromium()
    if path is None:
        leave = pytest.fail if os.environ.get("CI") else pytest.skip
        leave(MISSING)
    return str(path)
