"""Rasa component: the intent of a message, whether it is in scope, and of each of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.alarm_nearness import weighed
from mesoguide.nlp.components.config import check_keys
from mesoguide.nlp.components.sentence_encoder_featurizer import SentenceEncoderFeaturizer
from mesoguide.nlp.intent_model import OUT_OF_SCOPE, IntentModel, Judgement
from mesoguide.nlp.intent_model_file import (
    load_corrector,
    load_intent_model,
    save_corrector,
    save_intent_model,
)
from mesoguide.nlp.language import build_language
from mesoguide.nlp.linear_decision import Scores
from mesoguide.nlp.prepared_message import MessagePreparer
from mesoguide.nlp.questions import ClauseIntent, clauses_of, questions_of
from mesoguide.nlp.red_flag_decision import ALARMS, AlarmProbability
from mesoguide.nlp.sentence_encoder import shared_encoder
from mesoguide.nlp.spelling_corrector import SpellingCorrector

SPACY_DOC = "text_spacy_doc"
INTENT_RANKING = "intent_ranking"
#: The intents of a message that asks two things or more, in order; empty if it asks one.
QUESTIONS = "questions"
#: Probability of each alarm for the red-flag detector.
ALARM_PROBABILITIES = "alarm_probabilities"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Wraps :class:`~mesoguide.nlp.intent_model.IntentModel` for Rasa."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come earlier in the pipeline."""
        return [SpacyNLP, SentenceEncoderFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings with their defaults."""
        return {
            # Folder with the sentence encoder, relative to the project.
            "encoder": "models/encoder",
            # How many intents the ranking names; the whole ranking would fill the tracker.
            "ranking_length": 10,
            # A clause must be this sure of its intent to count as a question of its own.
            "question_confidence": 0.5,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """Create an untrained component; refuses unknown settings."""
        check_keys(cls, config)
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
        corrector: SpellingCorrector | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        encoder = shared_encoder(Path(config["encoder"]))
        self._preparer = MessagePreparer(build_language(), encoder, corrector)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every training message and keep the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        parsed = [(str(e.get(TEXT)), e.get(SPACY_DOC), _sentence_vector(e)) for e in examples]
        prepared = self._preparer.prepare_parsed(parsed)
        self._model = IntentModel.fit(prepared, [str(e.get(INTENT)) for e in examples])
        corrector = SpellingCorrector.fit(text for text, _, _ in parsed)
        with self._model_storage.write_to(self._resource) as folder:
            save_intent_model(self._model, Path(folder))
            save_corrector(corrector, Path(folder))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """Load the trained model."""
        with model_storage.read_from(resource) as folder:
            model = load_intent_model(Path(folder))
            corrector = load_corrector(Path(folder))
        return cls(config, model_storage, resource, model, corrector)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, the ranking and the questions of each message."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            clauses = clauses_of(text)
            prepared, *asked = self._preparer.prepare([text, *clauses])
            if not np.any(prepared.whole.vector):
                # No words at all: an empty message, or nothing but invisible characters.
                nothing = {INTENT_NAME_KEY: OUT_OF_SCOPE, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, nothing, add_to_output=True)
                message.set(INTENT_RANKING, [nothing], add_to_output=True)
            else:
                judgement = self._trained().judge(prepared, asked)
                self._set_judgement(message, judgement)
                questions = self._questions(clauses, judgement.clauses)
                message.set(QUESTIONS, questions, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages keep their own intents."""
        return training_data

    def _set_judgement(self, message: Message, judgement: Judgement) -> None:
        labels = self._trained().labels
        ranking = [
            {
                INTENT_NAME_KEY: labels[column],
                PREDICTED_CONFIDENCE_KEY: float(judgement.probabilities[column]),
            }
            for column in np.argsort(-judgement.probabilities)[: self._config["ranking_length"]]
        ]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING, ranking, add_to_output=True)
        message.set(ALARM_PROBABILITIES, _alarm_probabilities(labels, judgement))

    def _questions(self, clauses: Sequence[str], probabilities: Scores) -> list[str]:
        """Return the intents of clauses that ask something of their own; none unless several do."""
        judged = [
            ClauseIntent(clause, self._trained().labels[int(row.argmax())], float(row.max()))
            for clause, row in zip(clauses, probabilities, strict=True)
        ]
        found = questions_of(judged, confidence=self._config["question_confidence"])
        return found if len(found) > 1 else []

    def _trained(self) -> IntentModel:
        if self._model is None:
            raise IntentModelCorrupt("the intent classifier was never trained: mesoguide train")
        return self._model


def _alarm_probabilities(
    labels: Sequence[str], judgement: Judgement
) -> dict[str, AlarmProbability]:
    """Return what the model gives each alarm: the whole message, and its likeliest sentence."""
    return {
        label: AlarmProbability(
            in_scope=float(judgement.in_scope[column]),
            joint=weighed(judgement.probabilities[column], judgement.nearness),
            sentence=max(
                map(weighed, judgement.sentences[:, column], judgement.sentence_nearness),
                default=0.0,
            ),
        )
        for column, label in enumerate(labels)
        if label in ALARMS.values()
    }


def _sentence_vector(message: Message) -> NDArray[np.float32]:
    """Return the vector that the featurizer set, shape [384]."""
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], dtype=np.float32)
