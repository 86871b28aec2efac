"""Asks a trained model about messages, one by one, as a visitor would."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mesoguide.exceptions import ModelMissing
from mesoguide.nlp.evaluation.evaluation_set import EvaluationMessage

OUT_OF_SCOPE, FALLBACK = "out_of_scope", "nlu_fallback"
WARM_UP = ("hello", "how many sessions for hair loss?", "my code is MG-40001")

Entities = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Prediction:
    """What the model made of a message.

    Attributes:
        intent: the answer; the fallback counts as ``out_of_scope``.
        ranking: intents with their confidences, best first, without the fallback.
        entities: (entity, value) of each entity.
        seconds: how long it took.
        questions: intents of the questions in the message, if it asks several.
    """

    intent: str
    ranking: tuple[tuple[str, float], ...]
    entities: Entities
    seconds: float
    questions: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[str, float]:
        """The intent ranked first, before any threshold, and its confidence."""
        return self.ranking[0] if self.ranking else (self.intent, 0.0)


@dataclass(frozen=True)
class Answer:
    """An evaluation message and what the model made of it."""

    message: EvaluationMessage
    prediction: Prediction

    @property
    def correct(self) -> bool:
        """Whether the intent is the right one."""
        return self.prediction.intent == self.message.intent


class TrainedParser:
    """A trained model, loaded by Rasa as the chat server loads it."""

    def __init__(self, model: Path) -> None:
        """Load the model.

        Raises:
            ModelMissing: if there is no such file.
        """
        if not model.is_file():
            raise ModelMissing(f"there is no model {model}: train one with `mesoguide train`.")
        self._agent = _load_agent(model)
        self._loop = asyncio.new_event_loop()
        for text in WARM_UP:
            self.parse(text)

    def parse(self, text: str) -> Prediction:
        """Parse one message."""
        started = time.perf_counter()
        parsed = self._loop.run_until_complete(self._agent.parse_message(text))
        return read_prediction(parsed, time.perf_counter() - started)

    def parse_all(
        self, texts: Sequence[str], *, progress: Callable[[], None]
    ) -> dict[str, Prediction]:
        """Parse each message by itself on one thread; ``progress`` is called after each."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no types

        predictions = {}
        with threadpool_limits(limits=1), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for text in texts:
                predictions[text] = self.parse(text)
                progress()
        return predictions

    def close(self) -> None:
        """Close the event loop."""
        self._loop.close()


def read_prediction(parsed: dict[str, Any], seconds: float) -> Prediction:
    """Read what Rasa returns for a message."""
    ranking = [(entry["name"], float(entry["confidence"])) for entry in parsed["intent_ranking"]]
    ranking = [(name, confidence) for name, confidence in ranking if name != FALLBACK]
    intent = parsed["intent"].get("name") or OUT_OF_SCOPE
    return Prediction(
        intent=OUT_OF_SCOPE if intent == FALLBACK else intent,
        ranking=tuple(sorted(ranking, key=lambda entry: -entry[1])),
        entities=frozenset((e["entity"], str(e["value"])) for e in parsed["entities"]),
        seconds=seconds,
        questions=tuple(parsed.get("questions") or ()),
    )


def memory_mib() -> float:
    """Return how much memory this process holds, in MiB."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    # Not Linux: the most that it ever held, which macOS counts in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _load_agent(model: Path) -> Any:
    # TensorFlow, which Rasa imports, says on every start that it finds no graphics card.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Recorded, not ignored: some of what Rasa imports sets the filters anew.
    with warnings.catch_warnings(record=True):
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        # Unless told, Rasa's logger prints every message that it parses.
        configure_structlog(logging.ERROR)
        return Agent.load(str(model))
