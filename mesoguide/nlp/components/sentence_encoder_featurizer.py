"""Rasa component: adds the sentence encoder's vector to each message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from mesoguide.nlp import early_vectors
from mesoguide.nlp.components.config import check_keys
from mesoguide.nlp.sentence_encoder import SentenceEncoder, model_checksum, shared_encoder
from mesoguide.ops.settings import load_settings

FOLDER = "folder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature of 384 numbers for the text of each message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """None: the encoder has its own tokenizer."""
        return []

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that Rasa checks before it trains."""
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Every setting with its default."""
        return {
            # Folder of the encoder, relative to the project (MESOGUIDE_HOME).
            FOLDER: "models/encoder",
            # Name under which other components choose these features; the component's own if none.
            FEATURIZER_CLASS_ALIAS: None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create the component; refuses unknown settings.

        Raises:
            InvalidConfigException: if a key is not known.
            EncoderMissing: if a file of the encoder is not there.
            EncoderCorrupt: if a file of the encoder differs from its checksum.
        """
        cls.validate_config(config)
        return cls(execution_context.node_name, config, shared_encoder(_folder(config)))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse unknown settings."""
        check_keys(cls, config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make Rasa compute its features anew after the encoder's weights have changed."""
        return model_checksum(_folder(config))

    def __init__(self, name: str, config: dict[str, Any], encoder: SentenceEncoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to all examples, in batches."""
        early_vectors.collect(self._encoder)
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has a text."""
        with_text = [message for message in messages if message.get(TEXT) is not None]
        vectors = self._encoder.encode([message.get(TEXT) for message in with_text])
        for message, vector in zip(with_text, vectors, strict=True):
            # A copy, or one message would keep the whole batch in memory.
            feature = vector.copy().reshape(1, -1)
            message.add_features(Features(feature, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages


def _folder(config: dict[str, Any]) -> Path:
    folder = config.get(FOLDER) or SentenceEncoderFeaturizer.get_default_config()[FOLDER]
    return load_settings().project_root / str(folder)
