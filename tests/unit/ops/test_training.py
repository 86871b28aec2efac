"""A model is used while it fits, trained when it does not, and a failure gives its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mesoguide.exceptions import TrainingFailed
from mesoguide.ops import training
from mesoguide.ops.fingerprint import training_fingerprint
from mesoguide.ops.settings import Settings
from mesoguide.ops.training import TrainedModel, current_model, train
from tests.unit.ops.conftest import MakeSettings

#: Stands in for Rasa's command line: found first, because it lies in the project folder.
RASA = """
import pathlib, sys
print("\\x1b[94mStarting to train component 'LogisticRegressionClassifier'\\x1b[0m", flush=True)
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
name = sys.argv[sys.argv.index("--fixed-model-name") + 1]
out.mkdir(exist_ok=True)
(out / (name + ".tar.gz")).write_text("model")
"""
BROKEN_RASA = """
print("rasa.shared.exceptions.YamlSyntaxException: Failed to read 'domain.yml', line 7")
raise SystemExit(1)
"""


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    settings = make_settings()
    (settings.project_root / "domain.yml").write_text("version: '3.1'")
    return settings


@pytest.fixture
def model(settings: Settings) -> Path:
    """A model that was trained from the present files."""
    path = settings.project_root / "models" / "mesoguide.tar.gz"
    path.parent.mkdir()
    path.write_text("model")
    stamp = {"fingerprint": training_fingerprint(settings.project_root), "seconds": 1.0}
    path.with_name("mesoguide.json").write_text(json.dumps(stamp))
    return path


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.time, "sleep", lambda seconds: None)


@pytest.fixture(autouse=True)
def stand_in_for_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "RASA_TRAINING", "rasa")


def refuse(seconds: float, step: str) -> None:
    raise AssertionError(f"nothing was to be trained, but {step}")


def test_model_of_the_present_files_is_current(settings: Settings, model: Path) -> None:
    assert current_model(settings) == model


def test_model_of_other_files_is_stale(settings: Settings, model: Path) -> None:
    (settings.project_root / "domain.yml").write_text("version: '3.2'")

    assert current_model(settings) is None


def test_stamp_without_its_model_is_nothing(settings: Settings, model: Path) -> None:
    model.unlink()

    assert current_model(settings) is None


def test_model_without_its_stamp_is_nothing(settings: Settings, model: Path) -> None:
    model.with_name("mesoguide.json").unlink()

    assert current_model(settings) is None


@pytest.mark.parametrize(
    "stamp",
    [b"", b"{", b"[]", b"7", b"null", b'"text"', b"{}", b'{"fingerprint": null}', b"\xff\xfe"],
    ids=["empty", "cut", "list", "number", "null", "text", "bare", "no-value", "no-utf-8"],
)
def test_broken_stamp_counts_as_stale(settings: Settings, model: Path, stamp: bytes) -> None:
    model.with_name("mesoguide.json").write_bytes(stamp)

    assert current_model(settings) is None


def test_current_model_is_not_trained_again(settings: Settings, model: Path) -> None:
    assert train(settings, progress=refuse) == TrainedModel(model, fresh=False, seconds=0.0)


def test_missing_model_is_trained(settings: Settings) -> None:
    (settings.project_root / "rasa.py").write_text(RASA)

    trained = train(settings, progress=lambda seconds, step: None)

    assert trained.fresh
    assert trained.path == settings.project_root / "models" / "mesoguide.tar.gz"
    assert current_model(settings) == trained.path


def test_current_model_is_trained_again_by_force(settings: Settings, model: Path) -> None:
    (settings.project_root / "rasa.py").write_text(RASA)

    assert train(settings, force=True, progress=lambda seconds, step: None).fresh


def test_failed_training_gives_the_reason_and_the_log(settings: Settings) -> None:
    (settings.project_root / "rasa.py").write_text(BROKEN_RASA)

    with pytest.raises(TrainingFailed, match=r"Failed to read 'domain.yml', line 7 .*train\.log"):
        train(settings, progress=lambda seconds, step: None)


def test_failed_training_leaves_no_stamp(settings: Settings) -> None:
    (settings.project_root / "rasa.py").write_text(BROKEN_RASA)

    with pytest.raises(TrainingFailed):
        train(settings, progress=lambda seconds, step: None)

    assert current_model(settings) is None


def test_interrupted_training_ends_its_process(settings: Settings) -> None:
    (settings.project_root / "rasa.py").write_text(
        "import signal\nprint(\"Starting to train component 'X'\", flush=True)\nsignal.pause()"
    )

    def interrupt(seconds: float, step: str) -> None:
        raise KeyboardInterrupt

    # Without its end this would wait for the process, and so for the test's time limit.
    with pytest.raises(KeyboardInterrupt):
        train(settings, progress=interrupt)


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("Traceback:\n  File x\nValueError: no such intent\n", "ValueError: no such intent"),
        (
            "rasa.shared.exceptions.InvalidConfigException: bad key\nclean-up done\n",
            "rasa.shared.exceptions.InvalidConfigException: bad key",
        ),
        ("\x1b[91mKeyError: 'x'\x1b[0m\n", "KeyError: 'x'"),
        ("ImportError: first\nRuntimeError: last\n", "RuntimeError: last"),
        ("reading\nno space left on device\n\n", "no space left on device"),
        ("", "Rasa said nothing"),
        ("ValueError: " + "x" * 1000, "ValueError: " + "x" * 388),
    ],
    ids=["trace", "before-the-end", "colour", "several", "no-exception", "silence", "long"],
)
def test_reason_is_the_most_telling_line(tmp_path: Path, log: str, reason: str) -> None:
    (tmp_path / "train.log").write_text(log)

    assert training._reason(tmp_path / "train.log") == reason


def test_step_is_the_component_that_was_started_last(tmp_path: Path) -> None:
    lines = [f"INFO Starting to train component '{name}'." for name in ("SpacyNLP", "RulePolicy")]
    (tmp_path / "train.log").write_text("\n".join(lines))

    assert training._latest_step(tmp_path / "train.log") == "training RulePolicy"


def test_between_two_components_the_messages_are_prepared(tmp_path: Path) -> None:
    ends = "INFO Starting to train component 'A'.\nINFO Finished training component 'A'."
    (tmp_path / "train.log").write_text(ends)

    assert training._latest_step(tmp_path / "train.log") == "preparing the messages"
