"""Everything that is measured on a trained model, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mesoguide.nlp.evaluation.alarms import Alarms, alarms_of
from mesoguide.nlp.evaluation.calibration import ReliabilityBin, reliability
from mesoguide.nlp.evaluation.cross_validation import CrossValidation, LearningPoint
from mesoguide.nlp.evaluation.entity_scores import EntityFault, EntityScore, entity_scores
from mesoguide.nlp.evaluation.evaluation_set import (
    INTENTS,
    MESSAGE_SETS,
    VOICES,
    EvaluationSet,
)
from mesoguide.nlp.evaluation.metrics import (
    Confusion,
    IntentScore,
    Share,
    confusions,
    intent_scores,
    percentile,
    share_of,
)
from mesoguide.nlp.evaluation.predictions import Answer, Prediction, TrainedParser, memory_mib
from mesoguide.nlp.evaluation.questions import QuestionScore, question_score
from mesoguide.nlp.evaluation.scope import Scope, ThresholdPoint, scope_of, threshold_curve


@dataclass(frozen=True)
class Cost:
    """What an answer costs: milliseconds for one message, MiB for the process that parses."""

    median_ms: float
    p95_ms: float
    memory_mib: float


@dataclass(frozen=True)
class TrainingSize:
    """How much there is to learn from."""

    messages: int
    intents: int


@dataclass(frozen=True)
class Measurement:
    """The results of one evaluation; ``None`` for what was not measured."""

    answers: tuple[Answer, ...]
    sets: dict[str, Share]
    voices: dict[str, Share]
    voices_of_intents: dict[str, Share]
    intents: list[IntentScore]
    confusions: list[Confusion]
    bins: list[ReliabilityBin]
    scope: Scope
    curve: list[ThresholdPoint]
    alarms: Alarms
    development_alarms: Alarms | None
    entities: list[EntityScore]
    entity_faults: list[EntityFault]
    questions: QuestionScore | None
    cost: Cost
    training: TrainingSize
    cross_validation: CrossValidation | None = None
    learning_curve: tuple[LearningPoint, ...] = field(default=())

    @property
    def wrong(self) -> list[Answer]:
        """Every message that was answered wrongly."""
        return [answer for answer in self.answers if not answer.correct]


def measure(
    parser: TrainedParser,
    evaluation_set: EvaluationSet,
    training: TrainingSize,
    *,
    progress: Callable[[], None],
) -> Measurement:
    """Parse every message of the evaluation set and measure; ``progress`` is called after each."""
    predictions = parser.parse_all(evaluation_set.texts, progress=progress)
    return results(evaluation_set, predictions, training, memory=memory_mib())


def results(
    evaluation_set: EvaluationSet,
    predictions: dict[str, Prediction],
    training: TrainingSize,
    *,
    memory: float,
) -> Measurement:
    """Measure predictions against the evaluation set.

    Args:
        evaluation_set: what is right.
        predictions: what the model said, by text.
        training: size of the training data.
        memory: MiB that the process holds.
    """
    answers = [Answer(one, predictions[one.text]) for one in evaluation_set.messages]
    expected = [answer.message.intent for answer in answers]
    predicted = [answer.prediction.intent for answer in answers]
    best = [answer.prediction.best for answer in answers]
    entities, faults = entity_scores(
        evaluation_set.entity_messages,
        [predictions[message.text].entities for message in evaluation_set.entity_messages],
    )
    return Measurement(
        answers=tuple(answers),
        sets=_by(answers, MESSAGE_SETS, lambda answer: answer.message.set_name),
        voices=_by(answers, VOICES, lambda answer: answer.message.voice),
        voices_of_intents=_by(
            [answer for answer in answers if answer.message.set_name == INTENTS],
            VOICES,
            lambda answer: answer.message.voice,
        ),
        intents=intent_scores(expected, predicted),
        confusions=confusions(expected, predicted, [answer.message.text for answer in answers]),
        bins=reliability(
            [confidence for _, confidence in best],
            [name == right for (name, _), right in zip(best, expected, strict=True)],
        ),
        scope=scope_of(answers),
        curve=threshold_curve(answers),
        alarms=alarms_of(answers),
        development_alarms=_development_alarms(evaluation_set, predictions),
        entities=entities,
        entity_faults=faults,
        questions=question_score(evaluation_set.question_messages, predictions),
        cost=_cost(predictions, memory),
        training=training,
    )


def _by(
    answers: list[Answer], groups: tuple[str, ...], group_of: Callable[[Answer], str]
) -> dict[str, Share]:
    shares = {
        group: share_of(answer.correct for answer in answers if group_of(answer) == group)
        for group in groups
    }
    return {group: share for group, share in shares.items() if share.tries}


def _development_alarms(
    evaluation_set: EvaluationSet, predictions: dict[str, Prediction]
) -> Alarms | None:
    messages = evaluation_set.development_messages
    return alarms_of([Answer(m, predictions[m.text]) for m in messages]) if messages else None


def _cost(predictions: dict[str, Prediction], memory: float) -> Cost:
    milliseconds = [prediction.seconds * 1000 for prediction in predictions.values()]
    return Cost(percentile(milliseconds, 50), percentile(milliseconds, 95), memory)
