"""Messages with two questions count as right if just these two were found, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mesoguide.nlp.evaluation.evaluation_set import EvaluationSet, QuestionMessage
from mesoguide.nlp.evaluation.metrics import Share
from mesoguide.nlp.evaluation.predictions import Prediction
from mesoguide.nlp.evaluation.questions import question_score
from tests.nlu.answers import make_prediction

TWO = QuestionMessage("plain", "is it safe and dear", ("ask_side_effects", "ask_cost"))
ONE = QuestionMessage("plain", "is it safe", ("ask_side_effects",))


def predicted(intent: str, *questions: str) -> Prediction:
    return replace(make_prediction(intent), questions=questions)


@pytest.mark.parametrize(
    ("prediction", "both", "one"),
    [
        (predicted("ask_cost", "ask_side_effects", "ask_cost"), 1, 1),
        (predicted("ask_cost", "ask_cost", "ask_side_effects"), 0, 1),
        (predicted("ask_cost", "ask_side_effects", "ask_cost", "ask_uses"), 0, 1),
        (predicted("ask_side_effects"), 0, 1),
        (predicted("greet"), 0, 0),
    ],
    ids=["both", "wrong order", "one too many", "one", "neither"],
)
def test_two_questions(prediction: Prediction, both: int, one: int) -> None:
    score = question_score([TWO], {TWO.text: prediction})
    assert score is not None
    assert (score.both, score.one) == (Share(both, 1), Share(one, 1))


@pytest.mark.parametrize(("questions", "whole"), [((), 1), (("ask_cost", "ask_uses"), 0)])
def test_one_question(questions: tuple[str, ...], whole: int) -> None:
    score = question_score([ONE], {ONE.text: predicted("ask_side_effects", *questions)})
    assert score is not None
    assert score.single == Share(whole, 1)


def test_without_such_messages_nothing_is_measured() -> None:
    assert question_score([], {}) is None


def test_the_set_holds_messages_of_both_kinds(evaluation_set: EvaluationSet) -> None:
    counts = [len(message.intents) for message in evaluation_set.question_messages]
    assert (counts.count(1) >= 50, counts.count(2) >= 50) == (True, True)
