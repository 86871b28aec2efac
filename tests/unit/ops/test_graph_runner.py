"""A graph without Dask gives what it gives with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from mesoguide.ops.graph_runner import SequentialGraphRunner

ORDER: list[str] = []


class Joined(GraphComponent):
    """Joins what it is given behind its own name."""

    def __init__(self, name: str) -> None:
        self._name = name

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Joined:
        return cls(config["name"])

    def run(self, first: str, second: str = "") -> str:
        ORDER.append(self._name)
        return f"{self._name}({first}{second})"


def node(name: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Joined, "create", "run", {"name": name}, eager=True)


#: Steps stand before those that they need, as they may in a model's file.
SCHEMA = GraphSchema(
    {
        "last": node("last", first="left", second="right"),
        "unwanted": node("unwanted", first="text"),
        "left": node("left", first="root"),
        "right": node("right", first="root", second="text"),
        "root": node("root", first="text"),
    }
)


@pytest.fixture
def runners(tmp_path: Path) -> tuple[SequentialGraphRunner, DaskGraphRunner]:
    ORDER.clear()
    storage, context = LocalModelStorage(tmp_path), ExecutionContext(SCHEMA)
    return (
        SequentialGraphRunner.create(SCHEMA, storage, context),
        DaskGraphRunner.create(SCHEMA, storage, context),
    )


@pytest.mark.parametrize("targets", [["last"], ["right", "left"], ["root"], ["left", "unwanted"]])
def test_targets_get_what_dask_gives_them(
    runners: tuple[SequentialGraphRunner, DaskGraphRunner], targets: list[str]
) -> None:
    ours, stock = runners

    for text in ("one", "two"):
        wanted = stock.run({"text": text}, list(targets))
        assert ours.run({"text": text}, list(targets)) == wanted


def test_each_step_that_is_needed_runs_once_and_no_other(
    runners: tuple[SequentialGraphRunner, DaskGraphRunner],
) -> None:
    ours, _ = runners

    ours.run({"text": "one"}, ["last"])

    assert sorted(ORDER) == ["last", "left", "right", "root"]


def test_missing_input_is_named(
    runners: tuple[SequentialGraphRunner, DaskGraphRunner],
) -> None:
    ours, _ = runners

    with pytest.raises(GraphRunError, match=r"Missing input to run node 'root'.*'text'"):
        ours.run({}, ["last"])


def test_input_with_the_name_of_a_step_is_refused(
    runners: tuple[SequentialGraphRunner, DaskGraphRunner],
) -> None:
    ours, _ = runners

    with pytest.raises(GraphRunError, match="root"):
        ours.run({"root": "one"}, ["last"])
