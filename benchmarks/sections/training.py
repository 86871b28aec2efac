"""How long training on all data takes: see data_growth for both systems on the same data."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.bench import Bench, Section
from benchmarks.systems import MESOGUIDE
from mesoguide.ops.settings import load_settings
from mesoguide.ops.training import STAMP, models_dir


def measure(bench: Bench, system: str) -> dict[str, Any]:
    """Train on all data; a quick run tells of the last training instead."""
    if not bench.options.quick:
        return bench.models.trained(system, "16x").figures()
    bench.model(system)
    stamp = json.loads((models_dir(load_settings()) / STAMP).read_text(encoding="utf-8"))
    return {"seconds": stamp["seconds"], "messages": len(bench.models.examples), "quick": True}


SECTION = Section("training", (MESOGUIDE,), measure)
