"""Whether the model is right as often as its confidence says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True)
class ReliabilityBin:
    """Answers whose confidence lies in one tenth.

    Attributes:
        low: where the tenth begins.
        right: how many answers in it are right.
        wrong: how many are wrong.
        confidence: their mean confidence.
    """

    low: float
    right: int
    wrong: int
    confidence: float

    @property
    def count(self) -> int:
        """How many answers there are."""
        return self.right + self.wrong

    @property
    def accuracy(self) -> float:
        """Which share of them is right."""
        return self.right / self.count if self.count else 0.0


def reliability(
    confidences: Sequence[float], correct: Sequence[bool], bins: int = BINS
) -> list[ReliabilityBin]:
    """Sort answers into bins of equal width by their confidence."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, is_right in zip(confidences, correct, strict=True):
        held[min(int(confidence * bins), bins - 1)].append((confidence, is_right))
    result = []
    for number, answers in enumerate(held):
        right = sum(is_right for _, is_right in answers)
        mean = sum(confidence for confidence, _ in answers) / len(answers) if answers else 0.0
        result.append(ReliabilityBin(number / bins, right, len(answers) - right, mean))
    return result


def expected_calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Return the mean distance of accuracy from confidence, each bin weighted by its answers."""
    total = sum(one.count for one in bins)
    if not total:
        return 0.0
    return sum(one.count * abs(one.accuracy - one.confidence) for one in bins) / total
