"""Messages that ask two things, and messages that only sound as if they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mesoguide.nlp.evaluation.evaluation_set import QuestionMessage
from mesoguide.nlp.evaluation.metrics import Share, share_of
from mesoguide.nlp.evaluation.predictions import Prediction


@dataclass(frozen=True)
class QuestionScore:
    """How well the questions of a message are told apart.

    Attributes:
        both: share of messages with two questions for which just these two were found, in order.
        one: share of them answered with one of the two at least.
        single: share of messages with one question that were not cut into several.
    """

    both: Share
    one: Share
    single: Share


def question_score(
    messages: Sequence[QuestionMessage], predictions: dict[str, Prediction]
) -> QuestionScore | None:
    """Measure messages with one and with two questions; ``None`` if there are none."""
    if not messages:
        return None
    pairs = [(message.intents, predictions[message.text]) for message in messages]
    two = [(asked, prediction) for asked, prediction in pairs if len(asked) > 1]
    return QuestionScore(
        both=share_of(prediction.questions == asked for asked, prediction in two),
        one=share_of(prediction.intent in asked for asked, prediction in two),
        single=share_of(
            len(prediction.questions) <= 1 for asked, prediction in pairs if len(asked) == 1
        ),
    )
