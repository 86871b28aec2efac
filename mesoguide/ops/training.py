"""Training: only when something changed, with progress, and with one clear line on failure."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mesoguide.exceptions import TrainingFailed
from mesoguide.ops.fingerprint import training_fingerprint
from mesoguide.ops.settings import Settings

MODEL_NAME = "mesoguide"
#: The module that is run as a process of its own.
RASA_TRAINING = "mesoguide.ops.rasa_training"
#: A model is kept with the fingerprint of what it was trained from.
STAMP = "mesoguide.json"
REPORT_EVERY_SECONDS = 5.0

_STEP = re.compile(r"(?P<begins>Starting to train|Finished training) component '(?P<name>\w+)'")
_COLOUR = re.compile(r"\x1b\[\d+m")

#: Called with the seconds so far and what is being trained.
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class TrainedModel:
    """A model file and whether it was trained just now."""

    path: Path
    fresh: bool
    seconds: float


def models_dir(settings: Settings) -> Path:
    """Folder of the trained models."""
    return settings.project_root / "models"


def current_model(settings: Settings) -> Path | None:
    """Return the trained model if it belongs to the present content and code."""
    stamp = models_dir(settings) / STAMP
    model = models_dir(settings) / f"{MODEL_NAME}.tar.gz"
    if not stamp.is_file() or not model.is_file():
        return None
    try:
        known = json.loads(stamp.read_text(encoding="utf-8"))["fingerprint"]
    except (ValueError, TypeError, LookupError):
        return None
    return model if known == training_fingerprint(settings.project_root) else None


def train(settings: Settings, *, force: bool = False, progress: Progress) -> TrainedModel:
    """Train the dialogue model unless the present one is up to date.

    Args:
        settings: where the project is.
        force: train even when nothing changed.
        progress: called about every five seconds and at each new component.

    Raises:
        TrainingFailed: with Rasa's reason and where the whole log is.
    """
    if not force and (model := current_model(settings)):
        return TrainedModel(model, fresh=False, seconds=0.0)
    fingerprint = training_fingerprint(settings.project_root)
    started = time.monotonic()
    _run_rasa_train(settings, progress, started)
    stamp = {"fingerprint": fingerprint, "seconds": round(time.monotonic() - started, 1)}
    (models_dir(settings) / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    model = models_dir(settings) / f"{MODEL_NAME}.tar.gz"
    return TrainedModel(model, fresh=True, seconds=time.monotonic() - started)


def _run_rasa_train(settings: Settings, progress: Progress, started: float) -> None:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    log_path = settings.var_dir / "train.log"
    command = [
        *(sys.executable, "-W", "ignore", "-m", RASA_TRAINING, "train", "--force"),
        *("--skip-validation", "--fixed-model-name", MODEL_NAME),
        *("--out", str(models_dir(settings))),
    ]
    step, reported = "reading the content", 0.0
    with log_path.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command,
            cwd=settings.project_root,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TQDM_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            while process.poll() is None:
                elapsed = time.monotonic() - started
                now_at = _latest_step(log_path) or step
                if now_at != step or elapsed - reported >= REPORT_EVERY_SECONDS:
                    step, reported = now_at, elapsed
                    progress(elapsed, step)
                time.sleep(0.25)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode != 0:
        raise TrainingFailed(f"training failed: {_reason(log_path)} (whole log: {log_path})")


def _latest_step(log_path: Path) -> str | None:
    steps = list(_STEP.finditer(log_path.read_text(encoding="utf-8", errors="replace")))
    if not steps:
        return None
    if steps[-1]["begins"] == "Finished training":
        # Rasa does not log what comes between: parsing every message takes longest.
        return "preparing the messages"
    return f"training {steps[-1]['name']}"


def _reason(log_path: Path) -> str:
    """Pick the line that says most about why Rasa gave up."""
    text = _COLOUR.sub("", log_path.read_text(encoding="utf-8", errors="replace"))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"^[\w.]*(Exception|Error)\b.*: ", line)]
    return (telling or lines or ["Rasa said nothing"])[-1][:400]
