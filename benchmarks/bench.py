"""What every section of the benchmark works with: options, models, a folder, progress."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import systems
from benchmarks.models import Models
from benchmarks.progress import Progress
from benchmarks.sampling import mixed
from benchmarks.systems import FLOOR, MESOGUIDE, STOCK, System
from mesoguide.ops.settings import Settings, load_settings
from mesoguide.ops.training import train

#: Intents that both systems answer with a reply, and intents that both answer by an action that
#: reads a treatment plan.
PLAIN_INTENTS = ("ask_definition", "ask_origin", "ask_name_meaning", "ask_procedure")
ACTION_INTENTS = ("ask_frequency", "ask_recovery", "ask_discomfort", "ask_maintenance")

#: The sample that the stock server is trained on: on more its training takes many times as long.
SERVED_STOCK = "1x"

_numbers = count(1)


@dataclass(frozen=True)
class Options:
    """How much is measured.

    Attributes:
        quick: a run of a few minutes; trains nothing that is trained already.
        stock_data: the largest sample that stock Rasa is trained on; it serves the smallest.
    """

    quick: bool = False
    stock_data: str = "1x"


@dataclass(frozen=True)
class Bench:
    """One run."""

    options: Options
    folder: Path
    models: Models
    progress: Progress

    @property
    def plain(self) -> list[str]:
        """Messages that are answered with a reply."""
        return mixed(self.models.examples, PLAIN_INTENTS)

    @property
    def acting(self) -> list[str]:
        """Messages that are answered by an action that reads a plan."""
        return mixed(self.models.examples, ACTION_INTENTS)

    def model(self, system: str) -> Path:
        """Return the model that a system serves."""
        if system == STOCK:
            return self.models.trained(STOCK, SERVED_STOCK).path
        if self.options.quick:
            return train(load_settings(), progress=lambda seconds, step: None).path
        return self.models.trained(MESOGUIDE, "16x").path

    def settings(self, name: str) -> Settings:
        """Return settings with fresh databases."""
        folder = self.folder / "run" / f"{next(_numbers)}-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        return systems.settings_in(folder)

    def system(self, name: str, settings: Settings | None = None) -> System:
        """Describe the servers of a system, by default with fresh databases."""
        settings = settings or self.settings(name)
        if name == FLOOR:
            return systems.floor(settings)
        kind = systems.mesoguide if name == MESOGUIDE else systems.stock
        return kind(settings, self.model(name))


@dataclass(frozen=True)
class Section:
    """One part of the benchmark, measured for each system that it concerns.

    Attributes:
        measure: measures one system and returns its figures, ready for JSON.
        in_quick_run: whether a run of a few minutes has time for it.
    """

    name: str
    systems: tuple[str, ...]
    measure: Callable[[Bench, str], Mapping[str, Any]]
    in_quick_run: bool = True
