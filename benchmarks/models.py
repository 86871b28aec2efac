"""Trained models of both systems on samples of the data; each is trained once and then kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import ROOT
from benchmarks.progress import Progress
from benchmarks.sampling import Example, stratified, write_training_messages
from benchmarks.stock.project import write_project
from benchmarks.systems import MESOGUIDE, STOCK
from mesoguide.content.project import Project
from mesoguide.exceptions import TrainingFailed
from mesoguide.ops.fingerprint import training_fingerprint
from mesoguide.ops.settings import load_settings
from mesoguide.ops.training import train

#: Samples by name, and which part of the training messages each is.
SAMPLES = {"1x": 1 / 16, "4x": 1 / 4, "16x": 1.0}

#: What a training run of MesoGuide needs of the repository, besides the training messages.
FOR_TRAINING = (
    *("config.yml", "domain.yml", "credentials.yml", "endpoints.yml"),
    *("data/rules", "data/stories", "content", "actions", "mesoguide", "models/encoder"),
)
#: What a stock model depends on.
STOCK_FILES = ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml")
NOTE = "benchmark.json"
REPORT_SECONDS = 20.0

_EPOCHS = re.compile(r"(\d+)/(\d+) \[")
_COMPONENT = re.compile(r"Starting to train component '(\w+)'")


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes:
        path: its file.
        seconds: how long the whole training took, the start of its process included.
        messages: how many training messages there were.
        mib: size of the file.
        load_1_min: how busy the machine was before it.
    """

    path: Path
    seconds: float
    messages: int
    mib: float
    load_1_min: float

    def figures(self) -> dict[str, Any]:
        """Return what a report tells of it."""
        return {name: value for name, value in asdict(self).items() if name != "path"}


class Models:
    """Trains what is asked for, below one folder."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder, self._progress = folder, progress
        self.project = Project(ROOT)
        self.examples = [Example(intent, text) for _, intent, text in self.project.examples]

    def sample(self, name: str) -> list[Example]:
        """Return the training messages of a sample."""
        return stratified(self.examples, SAMPLES[name])

    def kept(self, system: str, sample: str) -> Model | None:
        """Return a model that is trained already and belongs to the present data and code."""
        folder = self._prepared(system, sample)
        try:
            note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            model = Model(**{**note["model"], "path": Path(note["model"]["path"])})
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return model if note["of"] == _digest(folder, system) and model.path.is_file() else None

    def trained(self, system: str, sample: str) -> Model:
        """Return a model, trained now unless it is kept.

        Raises:
            TrainingFailed: with where the log is.
        """
        if found := self.kept(system, sample):
            return found
        folder, messages = self._prepared(system, sample), len(self.sample(sample))
        self._progress.say(f"training {system} on {messages:,} messages ({sample})")
        load = os.getloadavg()[0]
        seconds, path = (self._train_ours if system == MESOGUIDE else self._train_stock)(folder)
        mib = path.stat().st_size / 2**20
        model = Model(path, round(seconds, 1), messages, round(mib, 1), round(load, 2))
        note = {"of": _digest(folder, system), "model": {**asdict(model), "path": str(path)}}
        (folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
        self._progress.say(f"trained {system} {sample} in {model.seconds} s")
        return model

    def _prepared(self, system: str, sample: str) -> Path:
        """Write what a model is trained from, and return the folder."""
        folder, examples = self._folder / f"{system}-{sample}", self.sample(sample)
        if system == STOCK:
            texts = {reply.name: reply.text for reply in reversed(self.project.responses)}
            write_project(folder, examples, rules=self.project.rules, texts=texts)
            return folder
        for name in FOR_TRAINING:
            _copy(ROOT / name, folder / name)
        write_training_messages(folder / "data" / "nlu" / "sample.yml", examples)
        return folder

    def _train_ours(self, folder: Path) -> tuple[float, Path]:
        last = ""

        def tell(seconds: float, step: str) -> None:
            nonlocal last
            if step != last:
                self._progress.say(f"{seconds:.0f} s: {step}")
            last = step

        settings = load_settings({"MESOGUIDE_HOME": str(folder)})
        model = train(settings, force=True, progress=tell)
        return model.seconds, model.path

    def _train_stock(self, folder: Path) -> tuple[float, Path]:
        # Rasa keeps what it learnt, and would not learn it again.
        shutil.rmtree(folder / ".rasa", ignore_errors=True)
        command = (*(sys.executable, "-W", "ignore", "-m", "rasa", "train", "--skip-validation"),)
        log_path, began = folder / "train.log", time.monotonic()
        with log_path.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                (*command, "--fixed-model-name", STOCK, "--out", "models"),
                cwd=folder,
                env=_stock_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                self._follow(process, log_path, began)
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait()
        path = folder / "models" / f"{STOCK}.tar.gz"
        if process.returncode or not path.is_file():
            raise TrainingFailed(f"stock Rasa did not train (whole log: {log_path})")
        return time.monotonic() - began, path

    def _follow(self, process: subprocess.Popen[bytes], log_path: Path, began: float) -> None:
        while True:
            try:
                process.wait(REPORT_SECONDS)
                return
            except subprocess.TimeoutExpired:
                said = stock_step(log_path.read_text(encoding="utf-8", errors="replace"))
                self._progress.say(f"{time.monotonic() - began:.0f} s: {said}")


def stock_step(log: str) -> str:
    """Return what Rasa trains now, and which epoch of how many, from what it has logged."""
    components = _COMPONENT.findall(log)
    component = components[-1] if components else "reading the data"
    begun = log.rfind("Starting to train component")
    epochs = _EPOCHS.findall(log[begun:]) if begun >= 0 else []
    return f"{component}, epoch {epochs[-1][0]} of {epochs[-1][1]}" if epochs else component


def _stock_environment() -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
    }


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)


def _digest(folder: Path, system: str) -> str:
    """Return a digest of what a model was trained from."""
    if system == MESOGUIDE:
        return training_fingerprint(folder)
    digest = hashlib.sha256()
    for name in STOCK_FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
