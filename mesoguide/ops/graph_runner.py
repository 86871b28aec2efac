"""Runs a model's graph step by step, in an order that is worked out once.

Rasa hands the graph to Dask for every message and every prediction: three plans a turn for a graph
that never changes. With 20 people at once that took 1.3 of a turn's 20 ms
(``python -m benchmarks --quick --only crowds``).
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

#: A step's name, and the names of those that it takes from.
_Step = tuple[str, tuple[str, ...]]


class SequentialGraphRunner(DaskGraphRunner):
    """Loads a graph as Rasa does, and runs it without Dask."""

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Run what the targets need, and return what they gave.

        Args:
            inputs: values of the graph's placeholders, by name.
            targets: names of the steps to run; the graph's own targets if none are given.

        Raises:
            GraphRunError: if an input has the name of a step, or a step lacks an input.
        """
        given = inputs or {}
        if clash := given.keys() & self._instantiated_nodes.keys():
            raise GraphRunError(f"inputs {sorted(clash)} have the names of steps of the graph")
        wanted = tuple(targets or self._graph_schema.target_names)
        outputs: dict[str, Any] = {name: (name, value) for name, value in given.items()}
        for name, needs in self._order(wanted):
            # A step that is told only a name says which input is missing.
            outputs[name] = self._instantiated_nodes[name](
                *(outputs.get(need, need) for need in needs)
            )
        return {name: outputs[name][1] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> list[_Step]:
        known: dict[tuple[str, ...], list[_Step]] = self.__dict__.setdefault("_orders", {})
        if targets not in known:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            names = TopologicalSorter(needs).static_order()
            # Placeholders come up in the order as well; they are no steps.
            known[targets] = [(name, needs[name]) for name in names if name in needs]
        return known[targets]
