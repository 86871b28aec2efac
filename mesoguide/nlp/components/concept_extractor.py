"""Rasa component: turns the concepts of the spaCy pipeline into entities.

What the patient takes back ("not my hair") is no entity; it stands under ``denied`` beside them. No
entity either is what something is only measured by ("more than on the face").
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from mesoguide.nlp.compared import is_only_compared_with
from mesoguide.nlp.components.config import check_keys
from mesoguide.nlp.concept_matcher import Concept

SPACY_DOC = "text_spacy_doc"
#: Key of the output with what the message denies: a list of kind and value.
DENIED = "denied"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConceptExtractor(GraphComponent, EntityExtractorMixin):
    """Adds one entity for each domain concept that the spaCy pipeline found."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come earlier in the pipeline."""
        return [SpacyNLP]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings: what is extracted is in ``concepts.yml``."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConceptExtractor:
        """Create the component; refuses unknown settings."""
        check_keys(cls, config)
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add entities to each message."""
        for message in messages:
            doc = message.get(SPACY_DOC)
            if doc is None or not message.get(TEXT):
                continue
            entities = [
                _entity(concept)
                for concept in doc._.concepts
                if not is_only_compared_with(concept.kind, doc.text, concept.start)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
            denied = [{"entity": concept.kind, "value": concept.value} for concept in doc._.denied]
            if denied:
                message.set(DENIED, denied, add_to_output=True)
        return messages


def _entity(concept: Concept) -> dict[str, Any]:
    return {
        "entity": concept.kind,
        "value": concept.value,
        "start": concept.start,
        "end": concept.end,
        "confidence_entity": 1.0,
        "extractor": ConceptExtractor.__name__,
    }
