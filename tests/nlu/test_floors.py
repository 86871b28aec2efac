"""The trained model keeps every floor of floors.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mesoguide.content.yaml_files import read_yaml
from mesoguide.nlp.evaluation.figures import Figure

FILE = Path(__file__).with_name("floors.yml")
#: Figures without a floor: the spread of single answers on a busy machine says little.
WITHOUT_FLOOR = frozenset({"parse_ms_p95"})


@dataclass(frozen=True)
class Floor:
    """The least or the most that a figure may be."""

    name: str
    measured: float | None
    minimum: float | None
    maximum: float | None

    @property
    def is_set(self) -> bool:
        return self.measured is not None and (self.minimum, self.maximum) != (None, None)

    def holds(self, value: float) -> bool:
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)


FLOORS = [
    Floor(name, floor["measured"], floor.get("minimum"), floor.get("maximum"))
    for name, floor in read_yaml(FILE).items()
]


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_the_figure_keeps_its_floor(floor: Floor, request: pytest.FixtureRequest) -> None:
    if not floor.is_set:
        pytest.fail(f"{floor.name} has no floor yet; measure first: make evaluate")
    figures: dict[str, Figure] = request.getfixturevalue("figures")
    figure = figures[floor.name]
    assert floor.holds(figure.value), (
        f"{figure.meaning}: {figure.text} (limit {floor.minimum or floor.maximum}, "
        f"last measured {floor.measured})"
    )


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_the_figure_last_measured_kept_the_floor(floor: Floor) -> None:
    assert floor.measured is None or floor.holds(floor.measured)


def test_every_figure_has_a_floor(request: pytest.FixtureRequest) -> None:
    if not all(floor.is_set for floor in FLOORS):
        pytest.fail("some figures have no floor yet; measure first: make evaluate")
    figures: dict[str, Figure] = request.getfixturevalue("figures")
    assert {floor.name for floor in FLOORS} == figures.keys() - WITHOUT_FLOOR
