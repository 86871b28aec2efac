"""The trained model runs on the settings that config.yml writes, not on defaults."""

from __future__ import annotations

import json
import tarfile
from typing import Any

import pytest
import yaml

from mesoguide.ops.settings import PROJECT_ROOT, load_settings
from mesoguide.ops.training import train

CONFIG = yaml.safe_load((PROJECT_ROOT / "config.yml").read_text(encoding="utf-8"))
WRITTEN = [*CONFIG["pipeline"], *CONFIG["policies"]]


@pytest.fixture(scope="session")
def effective() -> list[dict[str, Any]]:
    """The nodes of the trained model's graph: class and settings of each."""
    model = train(load_settings({}), progress=lambda seconds, step: None).path
    with tarfile.open(model) as archive:
        metadata = json.load(archive.extractfile("metadata.json"))  # type: ignore[arg-type]
    return list(metadata["predict_schema"]["nodes"].values())


@pytest.mark.parametrize("component", WRITTEN, ids=lambda c: c["name"].rsplit(".", 1)[-1])
def test_each_component_runs_on_its_written_settings(
    component: dict[str, Any], effective: list[dict[str, Any]]
) -> None:
    name = component["name"].rsplit(".", 1)[-1]
    settings = {key: value for key, value in component.items() if key != "name"}
    of_this_class = [n["config"] for n in effective if n["uses"].endswith(f".{name}")]
    assert any(settings.items() <= config.items() for config in of_this_class)
