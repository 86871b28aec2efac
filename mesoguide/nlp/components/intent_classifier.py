"""Rasa component: the intent of a message, whether it is in scope, and of each of its questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
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
from mesoguide.nlp.components.config import check_keys
from mesoguide.nlp.components.sentence_encoder_featurizer import SentenceEncoderFeaturizer
from mesoguide.nlp.intent_model import OUT_OF_SCOPE, IntentModel
from mesoguide.nlp.intent_model_file import load_intent_model, save_intent_model
from mesoguide.nlp.language import build_language
from mesoguide.nlp.prepared_message import MessagePreparer, PreparedMessage
from mesoguide.nlp.sentence_encoder import shared_encoder

INTENT_RANKING = "intent_ranking"
#: The intents of a message that asks two things, in order.
QUESTIONS = "questions"


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
            # A sentence must be this sure of its intent to count as a question of its own.
            "question_confidence": 0.7,
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
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        encoder = shared_encoder(Path(config["encoder"]))
        self._preparer = MessagePreparer(build_language(), encoder)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every training message and keep the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        prepared = self._preparer.prepare_wholes([str(e.get(TEXT)) for e in examples])
        self._model = IntentModel.fit(prepared, [str(e.get(INTENT)) for e in examples])
        with self._model_storage.write_to(self._resource) as folder:
            save_intent_model(self._model, Path(folder))
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
            return cls(config, model_storage, resource, load_intent_model(Path(folder)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, the ranking and the questions of each message."""
        texts = [str(message.get(TEXT) or "") for message in messages]
        for message, prepared in zip(messages, self._preparer.prepare(texts), strict=True):
            ranking = self._ranking(prepared)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(
                INTENT_RANKING, ranking[: self._config["ranking_length"]], add_to_output=True
            )
            message.set(QUESTIONS, self._questions(prepared), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages keep their own intents."""
        return training_data

    def _ranking(self, message: PreparedMessage) -> list[dict[str, Any]]:
        if not np.any(message.whole.vector):
            # No words at all: an empty message, or nothing but invisible characters.
            return [{INTENT_NAME_KEY: OUT_OF_SCOPE, PREDICTED_CONFIDENCE_KEY: 1.0}]
        probabilities = self._trained().predict_proba([message])[0]
        return [
            {
                INTENT_NAME_KEY: self._trained().labels[column],
                PREDICTED_CONFIDENCE_KEY: float(probabilities[column]),
            }
            for column in np.argsort(-probabilities)
        ]

    def _questions(self, message: PreparedMessage) -> list[str]:
        """Return the intents of sentences that ask something of their own, each once."""
        sure = [
            intent
            for intent, confidence in self._trained().of_sentences(message)
            if confidence >= self._config["question_confidence"] and intent != OUT_OF_SCOPE
        ]
        return list(dict.fromkeys(sure))

    def _trained(self) -> IntentModel:
        if self._model is None:
            raise IntentModelCorrupt("the intent classifier was never trained: mesoguide train")
        return self._model
