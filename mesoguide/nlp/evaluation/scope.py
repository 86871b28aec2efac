"""What is refused: messages that are none of our business, and by mistake some that are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mesoguide.nlp.evaluation.evaluation_set import FAR, NEAR
from mesoguide.nlp.evaluation.metrics import Share, share_of
from mesoguide.nlp.evaluation.predictions import OUT_OF_SCOPE, Answer

THRESHOLDS = tuple(step / 50 for step in range(50))


@dataclass(frozen=True)
class Scope:
    """How well in scope and out of scope are told apart.

    Attributes:
        far: recall of messages about something else altogether.
        near: recall of messages about medicine or beauty that is not ours.
        refused: share of in-scope messages that were refused.
    """

    far: Share
    near: Share
    refused: Share


@dataclass(frozen=True)
class ThresholdPoint:
    """What a threshold on the confidence alone would make of the ranking.

    Attributes:
        threshold: below this confidence a message would be refused.
        far: recall of messages about something else.
        near: recall of messages about medicine or beauty that is not ours.
        refused: share of in-scope messages refused.
        accuracy: share of in-scope messages answered rightly.
    """

    threshold: float
    far: float
    near: float
    refused: float
    accuracy: float


def scope_of(answers: Sequence[Answer]) -> Scope:
    """Measure what the model refused."""
    return _measure(answers, lambda answer: answer.prediction.intent == OUT_OF_SCOPE)


def threshold_curve(
    answers: Sequence[Answer], thresholds: Sequence[float] = THRESHOLDS
) -> list[ThresholdPoint]:
    """Measure what would be refused at each threshold, from the rankings alone.

    A message is refused if ``out_of_scope`` ranks first, or if the best intent's confidence is
    below the threshold.
    """
    return [_point(answers, threshold) for threshold in thresholds]


def _point(answers: Sequence[Answer], threshold: float) -> ThresholdPoint:
    def refuses(answer: Answer) -> bool:
        intent, confidence = answer.prediction.best
        return intent == OUT_OF_SCOPE or confidence < threshold

    scope = _measure(answers, refuses)
    inside = [answer for answer in answers if answer.message.intent != OUT_OF_SCOPE]
    right = share_of(
        not refuses(answer) and answer.prediction.best[0] == answer.message.intent
        for answer in inside
    )
    return ThresholdPoint(
        threshold, scope.far.value, scope.near.value, scope.refused.value, right.value
    )


def _measure(answers: Sequence[Answer], refuses: Callable[[Answer], bool]) -> Scope:
    def refused(members: list[Answer]) -> Share:
        return share_of(refuses(answer) for answer in members)

    return Scope(
        far=refused([answer for answer in answers if answer.message.set_name == FAR]),
        near=refused([answer for answer in answers if answer.message.set_name == NEAR]),
        refused=refused([answer for answer in answers if answer.message.intent != OUT_OF_SCOPE]),
    )
