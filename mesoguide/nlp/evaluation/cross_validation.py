"""The intent classifier alone: cross-validation on the training data, and its learning curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mesoguide.nlp.evaluation.evaluation_set import EvaluationMessage
from mesoguide.nlp.evaluation.metrics import (
    Confusion,
    Share,
    confusions,
    intent_scores,
    macro_f1,
    share_of,
)

FOLDS = 5
SHARES = (0.25, 0.5, 0.75, 1.0)
SEED = 42
#: Messages prepared between two steps of the progress bar.
BATCH = 1000
NOT_AVAILABLE = "not available: the intent classifier is not part of this version"

Progress = Callable[[int, int], None]


class Predictor(Protocol):
    """A fitted classifier."""

    @property
    def labels(self) -> list[str]:
        """What each column of the probabilities stands for."""

    def predict_proba(self, messages: Sequence[Any]) -> NDArray[np.float32]:
        """Return the probability of each label, shape [messages, labels]."""


@dataclass(frozen=True)
class Classifier:
    """How to prepare messages and to learn from them."""

    prepare: Callable[[Sequence[str]], Sequence[Any]]
    fit: Callable[[Sequence[Any], Sequence[str]], Predictor]


@dataclass(frozen=True)
class CrossValidation:
    """How well a classifier answers training messages that it was not shown."""

    folds: tuple[Share, ...]
    accuracy: Share
    macro_f1: float
    confusions: tuple[Confusion, ...]


@dataclass(frozen=True)
class LearningPoint:
    """Accuracy for each evaluation set after learning from a part of the training data."""

    messages: int
    accuracy: dict[str, float]


def project_classifier() -> Classifier | None:
    """Return the intent classifier of this project; none if it has none."""
    try:
        from mesoguide.nlp.intent_model import IntentModel
        from mesoguide.nlp.prepared_message import prepare
    except ImportError:
        return None
    return Classifier(prepare=prepare, fit=IntentModel.fit)


def cross_validate(
    classifier: Classifier, texts: Sequence[str], labels: Sequence[str], *, progress: Progress
) -> CrossValidation:
    """Learn from four fifths, answer the rest, five times; each intent is spread evenly.

    Args:
        classifier: what to learn with.
        texts: training messages.
        labels: the intent of each.
        progress: called with steps done and steps in all.
    """
    from sklearn.model_selection import StratifiedKFold

    steps = _batches(texts) + FOLDS
    messages = _prepared(classifier, texts, lambda done: progress(done, steps))
    predicted = [""] * len(texts)
    folds = []
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (train, test) in enumerate(splitter.split(texts, labels), start=1):
        model = classifier.fit([messages[i] for i in train], [labels[i] for i in train])
        for row, answer in zip(test, answers(model, [messages[i] for i in test]), strict=True):
            predicted[row] = answer
        folds.append(share_of(predicted[i] == labels[i] for i in test))
        progress(steps - FOLDS + number, steps)
    return CrossValidation(
        folds=tuple(folds),
        accuracy=share_of(p == label for p, label in zip(predicted, labels, strict=True)),
        macro_f1=macro_f1(intent_scores(labels, predicted)),
        confusions=tuple(confusions(labels, predicted, texts)),
    )


def learning_curve(
    classifier: Classifier,
    texts: Sequence[str],
    labels: Sequence[str],
    evaluation: Sequence[EvaluationMessage],
    *,
    progress: Progress,
) -> list[LearningPoint]:
    """Learn from a quarter, half, three quarters and all of each intent's messages."""
    everything = [*texts, *(message.text for message in evaluation)]
    steps = _batches(everything) + len(SHARES)
    prepared = _prepared(classifier, everything, lambda done: progress(done, steps))
    learnt, asked = prepared[: len(texts)], prepared[len(texts) :]
    points = []
    for number, share in enumerate(SHARES, start=1):
        chosen = stratified_part(labels, share)
        model = classifier.fit([learnt[i] for i in chosen], [labels[i] for i in chosen])
        right: dict[str, list[bool]] = {}
        for message, answer in zip(evaluation, answers(model, asked), strict=True):
            right.setdefault(message.set_name, []).append(answer == message.intent)
        accuracy = {name: share_of(hits).value for name, hits in right.items()}
        points.append(LearningPoint(len(chosen), accuracy))
        progress(steps - len(SHARES) + number, steps)
    return points


def answers(model: Predictor, messages: Sequence[Any]) -> list[str]:
    """Return the most probable label of each message."""
    return [model.labels[column] for column in model.predict_proba(messages).argmax(axis=1)]


def stratified_part(labels: Sequence[str], share: float) -> list[int]:
    """Choose a share of each label's messages at random, at least one, always the same ones."""
    order = np.random.default_rng(SEED).permutation(len(labels))
    chosen: list[int] = []
    for label in sorted(set(labels)):
        rows = [int(i) for i in order if labels[i] == label]
        chosen += rows[: max(1, round(share * len(rows)))]
    return sorted(chosen)


def _batches(texts: Sequence[str]) -> int:
    return -(-len(texts) // BATCH)


def _prepared(
    classifier: Classifier, texts: Sequence[str], progress: Callable[[int], None]
) -> list[Any]:
    prepared: list[Any] = []
    for number, start in enumerate(range(0, len(texts), BATCH), start=1):
        prepared += classifier.prepare(texts[start : start + BATCH])
        progress(number)
    return prepared
