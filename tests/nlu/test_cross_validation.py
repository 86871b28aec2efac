"""Cross-validation and the learning curve, with a classifier that learns the first letter."""

from __future__ import annotations

import builtins
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mesoguide.nlp.evaluation.cross_validation import (
    Classifier,
    cross_validate,
    learning_curve,
    project_classifier,
    stratified_part,
)
from mesoguide.nlp.evaluation.evaluation_set import EvaluationMessage

TEXTS = [f"{letter}{number}" for letter in "ab" for number in range(10)]
LABELS = [f"label_{text[0]}" for text in TEXTS]


@dataclass(frozen=True)
class FirstLetter:
    """Answers with the label that was most frequent for a message's first letter."""

    labels: list[str]
    learnt: dict[str, str]

    @classmethod
    def fit(cls, messages: Sequence[str], labels: Sequence[str]) -> FirstLetter:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for message, label in zip(messages, labels, strict=True):
            seen[message[0]][label] += 1
        learnt = {letter: counts.most_common(1)[0][0] for letter, counts in seen.items()}
        return cls(sorted(set(labels)), learnt)

    def predict_proba(self, messages: Sequence[str]) -> NDArray[np.float32]:
        table = np.zeros((len(messages), len(self.labels)), dtype=np.float32)
        for row, message in enumerate(messages):
            table[row, self.labels.index(self.learnt[message[0]])] = 1.0
        return table


CLASSIFIER = Classifier(prepare=list, fit=FirstLetter.fit)


def test_every_training_message_is_answered_once_by_a_model_that_did_not_learn_it() -> None:
    steps: list[tuple[int, int]] = []
    result = cross_validate(
        CLASSIFIER, TEXTS, LABELS, progress=lambda done, total: steps.append((done, total))
    )
    assert [fold.tries for fold in result.folds] == [4, 4, 4, 4, 4]
    assert (result.accuracy.hits, result.accuracy.tries, result.macro_f1) == (20, 20, 1.0)
    assert steps == [(done, 6) for done in range(1, 7)]


def test_a_message_under_the_wrong_label_shows_up_as_a_confusion() -> None:
    labels = ["label_b", *LABELS[1:]]
    result = cross_validate(CLASSIFIER, TEXTS, labels, progress=lambda done, total: None)
    (confusion,) = result.confusions
    assert (confusion.expected, confusion.predicted, confusion.examples) == (
        "label_b",
        "label_a",
        ("a0",),
    )


def test_the_learning_curve_grows_with_each_intents_messages() -> None:
    evaluation = [
        EvaluationMessage("intents", "label_a", "plain", "a new one"),
        EvaluationMessage("intents", "label_a", "plain", "b by mistake"),
        EvaluationMessage("crises", "label_b", "plain", "b"),
    ]
    points = learning_curve(
        CLASSIFIER, TEXTS, LABELS, evaluation, progress=lambda done, total: None
    )
    assert [point.messages for point in points] == [4, 10, 16, 20]
    assert points[0].accuracy == {"intents": 0.5, "crises": 1.0}


def test_a_part_holds_the_same_share_of_each_label() -> None:
    labels = ["many"] * 8 + ["few"] * 2 + ["one"]
    chosen = [labels[row] for row in stratified_part(labels, 0.5)]
    assert Counter(chosen) == {"many": 4, "few": 1, "one": 1}


def test_a_part_is_always_the_same() -> None:
    assert stratified_part(LABELS, 0.5) == stratified_part(LABELS, 0.5)


def test_without_an_intent_model_there_is_no_classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "mesoguide.nlp.intent_model":
            raise ImportError(name)
        return ordinary(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert project_classifier() is None
