"""Answers and models made by hand, for tests that need no trained model."""

from __future__ import annotations

from mesoguide.nlp.evaluation.evaluation_set import EvaluationMessage, EvaluationSet
from mesoguide.nlp.evaluation.measurement import Measurement, TrainingSize, results
from mesoguide.nlp.evaluation.predictions import Answer, Prediction


def make_prediction(
    intent: str,
    confidence: float = 0.9,
    *,
    best: str | None = None,
    entities: frozenset[tuple[str, str]] = frozenset(),
    seconds: float = 0.01,
) -> Prediction:
    """What a model said; ``best`` is what it ranked first if it then refused."""
    return Prediction(intent, ((best or intent, confidence),), entities, seconds)


def make_answer(
    expected: str,
    predicted: str,
    confidence: float = 0.9,
    *,
    set_name: str = "intents",
    best: str | None = None,
    voice: str = "plain",
    text: str = "",
) -> Answer:
    """A message with an intent, and what a model made of it."""
    message = EvaluationMessage(set_name, expected, voice, text or f"a message about {expected}")
    return Answer(message, make_prediction(predicted, confidence, best=best))


def make_measurement(*answers: Answer) -> Measurement:
    """Measure answers; each needs a text of its own."""
    return results(
        EvaluationSet(tuple(answer.message for answer in answers), ()),
        {answer.message.text: answer.prediction for answer in answers},
        TrainingSize(messages=100, intents=3),
        memory=123.0,
    )
