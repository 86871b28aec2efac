"""Rasa component: what a message does to the conversation, beside what it asks."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
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
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.components.config import check_keys
from mesoguide.nlp.components.intent_classifier import SPACY_DOC
from mesoguide.nlp.components.sentence_encoder_featurizer import SentenceEncoderFeaturizer
from mesoguide.nlp.dialogue_act_messages import FOLDER, NONE, load_act_messages, ordinary_rows
from mesoguide.nlp.dialogue_act_model import (
    DialogueAct,
    DialogueActModel,
    load_dialogue_act_model,
    save_dialogue_act_model,
    whole_message,
)
from mesoguide.nlp.language import build_language
from mesoguide.nlp.prepared_message import Piece
from mesoguide.nlp.sentence_encoder import shared_encoder

#: Property of a parsed message: {"name": ..., "confidence": ...}.
DIALOGUE_ACT = "dialogue_act"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DialogueActClassifier(GraphComponent, RasaIntentClassifier):
    """Wraps :class:`~mesoguide.nlp.dialogue_act_model.DialogueActModel` for Rasa.

    It uses what the pipeline computed before, and leaves the intent alone.
    """

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
            # An act that the model is less sure of is none: 0.6 takes fewer than 1 in 100 ordinary
            # messages that training had not seen for an act; 0.4 finds 1 to 3 points more acts.
            "threshold": 0.6,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DialogueActClassifier:
        """Create an untrained component; refuses unknown settings."""
        check_keys(cls, config)
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make Rasa train anew after a message of an act has changed."""
        digest = hashlib.sha256()
        for path in sorted(FOLDER.glob("*.yml")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: DialogueActModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the messages of the acts and a sample of the intents' messages."""
        messages = load_act_messages()
        texts = [message.text for message in messages]
        ordinary = _ordinary(training_data, taken=texts)
        acts = [message.act for message in messages] + [NONE] * len(ordinary)
        self._model = DialogueActModel.fit([*self._parsed(texts), *ordinary], acts)
        with self._model_storage.write_to(self._resource) as folder:
            save_dialogue_act_model(self._model, Path(folder))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DialogueActClassifier:
        """Load the trained model."""
        with model_storage.read_from(resource) as folder:
            model = load_dialogue_act_model(Path(folder))
        return cls(config, model_storage, resource, model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the act of each message."""
        for message in messages:
            message.set(DIALOGUE_ACT, asdict(self._act_of(message)), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages need no act: nothing learns from it."""
        return training_data

    def _act_of(self, message: Message) -> DialogueAct:
        if self._model is None:
            raise IntentModelCorrupt("the dialogue acts were never trained: mesoguide train")
        piece = _piece(message)
        if piece is None:
            return DialogueAct(NONE, 1.0)
        return self._model.act_of(piece, self._config["threshold"])

    def _parsed(self, texts: list[str]) -> list[Piece]:
        """Parse and encode messages that did not come through the pipeline."""
        vectors = shared_encoder(Path(self._config["encoder"])).encode(texts)
        docs = build_language().pipe(texts)
        return [whole_message(doc, vector) for doc, vector in zip(docs, vectors, strict=True)]


def _ordinary(training_data: TrainingData, *, taken: list[str]) -> list[Piece]:
    """Return training messages of the intents that are no act."""
    examples = [e for e in training_data.intent_examples if e.get(TEXT)]
    labelled = [(str(e.get(TEXT)), str(e.get(INTENT))) for e in examples]
    pieces = (_piece(examples[row]) for row in ordinary_rows(labelled, taken))
    return [piece for piece in pieces if piece is not None]


def _piece(message: Message) -> Piece | None:
    """Return what the pipeline made of a message; nothing if it holds no words."""
    doc = message.get(SPACY_DOC)
    _, sentence = message.get_dense_features(TEXT)
    if doc is None or sentence is None:
        return None
    vector: NDArray[np.float32] = np.asarray(sentence.features[0], dtype=np.float32)
    return whole_message(doc, vector) if vector.any() else None
