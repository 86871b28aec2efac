"""Lean training leaves out what nobody uses, and changes nothing else."""

from __future__ import annotations

import copy
import gzip
import tarfile
from pathlib import Path

import numpy as np
import pytest
import rasa.shared.utils.io as rasa_io
from rasa.engine.storage import local_model_storage
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils import validation

from mesoguide.rasa_patches import lean_training

#: Everything in Rasa that lean training replaces.
REPLACED = (
    (TrainingHook, "on_before_node"),
    (TrainingHook, "on_after_node"),
    (local_model_storage, "TarSafe"),
    (RasaFileImporter, "get_domain"),
    (Message, "__hash__"),
    (validation, "validate_yaml_schema"),
)
DOMAIN_SCHEMA = "shared/utils/schemas/domain.yml"
BROKEN_DOMAIN = "intents:\n- greet\nresponses:\n  utter_greet:\n  - txt: hello\n"


@pytest.fixture(autouse=True)
def lean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lean training for one test."""
    for owner, name in REPLACED:
        monkeypatch.setattr(owner, name, owner.__dict__[name])
    monkeypatch.setattr(Message, "__deepcopy__", None, raising=False)
    lean_training.apply()


def message() -> Message:
    return Message({TEXT: "how much", INTENT: "ask_cost", ENTITIES: [{"value": "hair"}]})


def test_training_neither_fingerprints_nor_keeps_what_components_put_out() -> None:
    hook = TrainingHook(cache=None, model_storage=None, pruned_schema=None)

    assert hook.on_before_node("node", None, {}, {}) == {}
    assert hook.on_after_node("node", None, {}, object(), {}) is None


def test_the_archive_is_packed_with_little_effort_and_can_be_read(tmp_path: Path) -> None:
    content = np.random.default_rng(1).integers(0, 40, 200_000).astype(np.uint8).tobytes()
    (tmp_path / "weights").write_bytes(content)
    archive = tmp_path / "model.tar.gz"

    with local_model_storage.TarSafe.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "weights", arcname="weights")

    with tarfile.open(archive) as tar:
        kept = tar.extractfile("weights")
        assert kept is not None
        assert kept.read() == content
    assert archive.stat().st_size > len(gzip.compress(content, 9))


def test_messages_that_differ_only_in_an_entity_stay_two() -> None:
    other = message()
    other.set(ENTITIES, [])

    assert len({message(), message(), other}) == 2


def test_a_copied_message_shares_nothing_that_can_change() -> None:
    first = message()

    twin = copy.deepcopy(first)
    twin.get(ENTITIES)[0]["value"] = "face"
    twin.set(TEXT, "how long", add_to_output=True)
    twin.output_properties.add("extra")

    assert first == message()
    assert "extra" not in first.output_properties


def test_the_domain_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "domain.yml"
    path.write_text("intents:\n- greet\n")
    importer = RasaFileImporter(domain_path=str(path))
    first = importer.get_domain()
    monkeypatch.setattr(Domain, "load", lambda *_: pytest.fail("read again"))

    assert importer.get_domain() is first
    assert first.intents.count("greet") == 1


def test_a_broken_domain_is_still_refused_with_its_line() -> None:
    with pytest.raises(YamlException, match="in Line 5"):
        validation.validate_yaml_schema(BROKEN_DOMAIN, DOMAIN_SCHEMA)


def test_after_a_validation_rasa_reads_line_numbers_again() -> None:
    validation.validate_yaml_schema("intents:\n- greet\n", DOMAIN_SCHEMA)

    assert hasattr(rasa_io.read_yaml("a:\n- b\n", ["safe", "rt"]), "lc")
