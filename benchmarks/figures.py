"""What the benchmarks share: naming the machine, printing a table, writing JSON under reports/."""

from __future__ import annotations

import json
import math
import os
import platform
import socket
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "reports"


def machine() -> dict[str, Any]:
    """Name the machine, and how busy it is: a busy one makes every figure worse."""
    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load_1_5_15_min": [round(value, 2) for value in os.getloadavg()],
    }


def commit() -> str:
    """Name the commit that is measured, and whether files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of all does not exceed (the nearest rank).

    Args:
        values: at least one.
        share: more than 0 and at most 1.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of durations, in milliseconds.

    Raises:
        ValueError: there is no duration.
    """
    if not seconds:
        raise ValueError("nothing was timed: there is no median of no durations")
    return {
        "median_ms": round(1000 * median(seconds), 1),
        "p95_ms": round(1000 * percentile(seconds, 0.95), 1),
    }


def print_table(rows: Sequence[tuple[str, str]]) -> None:
    """Print names and values in two columns."""
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


def write_report(name: str, figures: Mapping[str, Any]) -> Path:
    """Write figures to ``reports/<name>.json`` and return where."""
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / f"{name}.json"
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return path


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
