"""Shares with their uncertainty, scores for each intent, and confusions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: 95 % of a normal distribution lie within this many standard deviations.
Z_95 = 1.959964
#: Messages shown for each confusion.
EXAMPLES = 5


@dataclass(frozen=True)
class Share:
    """A number of hits out of a number of tries, with its Wilson interval of 95 %."""

    hits: int
    tries: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing is 0."""
        return self.hits / self.tries if self.tries else 0.0

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self._interval()[0]

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self._interval()[1]

    def _interval(self) -> tuple[float, float]:
        if not self.tries:
            return 0.0, 1.0
        n, p, z2 = self.tries, self.value, Z_95**2
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class IntentScore:
    """How well one intent is told from all others."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Confusion:
    """Messages of one intent that were taken for another."""

    expected: str
    predicted: str
    count: int
    examples: tuple[str, ...]


def share_of(hits: Iterable[bool]) -> Share:
    """Count how many are true."""
    values = list(hits)
    return Share(sum(values), len(values))


def f1_score(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def intent_scores(expected: Sequence[str], predicted: Sequence[str]) -> list[IntentScore]:
    """Return the scores of every intent that was expected, in alphabetical order."""
    support, answered = Counter(expected), Counter(predicted)
    right = Counter(e for e, p in zip(expected, predicted, strict=True) if e == p)
    scores = []
    for intent in sorted(support):
        precision = Share(right[intent], answered[intent]).value
        recall = Share(right[intent], support[intent]).value
        f1 = f1_score(precision, recall)
        scores.append(IntentScore(intent, precision, recall, f1, support[intent]))
    return scores


def macro_f1(scores: Sequence[IntentScore]) -> float:
    """Return the plain mean of the intents' F1."""
    return sum(score.f1 for score in scores) / len(scores) if scores else 0.0


def confusions(
    expected: Sequence[str], predicted: Sequence[str], texts: Sequence[str]
) -> list[Confusion]:
    """Return every confusion, the largest first, each with a few of its messages."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for right, answer, text in zip(expected, predicted, texts, strict=True):
        if right != answer:
            found[right, answer].append(text)
    return [
        Confusion(right, answer, len(wrong), tuple(wrong[:EXAMPLES]))
        for (right, answer), wrong in sorted(found.items(), key=lambda item: (-len(item[1]), item))
    ]


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile, with linear interpolation between two values."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
