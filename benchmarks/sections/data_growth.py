"""Training time, size of the model and time to understand, as the training data grow."""

from __future__ import annotations

from typing import Any

from benchmarks.bench import Bench, Section
from benchmarks.models import SAMPLES
from benchmarks.sections.parsing import MESSAGES, parse_figures
from benchmarks.systems import MESOGUIDE, STOCK


def measure(bench: Bench, name: str) -> dict[str, Any]:
    """Train on a sixteenth, a quarter and all; stock Rasa as far as was asked for."""
    return {
        sample: {
            **bench.models.trained(name, sample).figures(),
            "parsing": parse_figures(
                bench,
                name,
                bench.models.trained(name, sample).path,
                MESSAGES,
            ),
        }
        for sample in samples(bench, name)
    }


def samples(bench: Bench, name: str) -> list[str]:
    """Return the samples that a system is trained on."""
    largest = bench.options.stock_data if name == STOCK else "16x"
    return [sample for sample, share in SAMPLES.items() if share <= SAMPLES[largest]]


SECTION = Section("data_growth", (MESOGUIDE, STOCK), measure, in_quick_run=False)
