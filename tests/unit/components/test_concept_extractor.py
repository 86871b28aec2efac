"""The Rasa component around the pipeline."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from mesoguide.nlp.components.concept_extractor import SPACY_DOC, ConceptExtractor
from mesoguide.nlp.components.config import check_keys


def make_extractor(**config: Any) -> ConceptExtractor:
    return ConceptExtractor.create(config, None, None, None)


def make_message(nlp: Language, text: str) -> Message:
    return Message(data={TEXT: text, SPACY_DOC: nlp(text)})


def test_rasa_loads_the_pipeline_by_name() -> None:
    nlp = SpacyNLP.load_model("mesoguide").model
    assert [c.value for c in nlp("wrinkles")._.concepts] == ["wrinkles"]


def test_rasa_takes_the_pipeline_for_a_usable_model() -> None:
    assert SpacyNLP.ensure_proper_language_model(SpacyNLP.load_model("mesoguide").model) is None


def test_a_message_gets_entities_with_canonical_values(nlp: Language) -> None:
    message = make_message(nlp, "Rogaine for my tummy, code HAIR-01")
    make_extractor().process([message])

    entities = [(e["entity"], e["value"]) for e in message.get(ENTITIES)]
    assert entities == [
        ("medication", "minoxidil"),
        ("body_area", "abdomen"),
        ("plan_reference", "HAIR-01"),
    ]


def test_an_entity_says_where_it_stands_and_who_found_it(nlp: Language) -> None:
    message = make_message(nlp, "my wrinkles")
    make_extractor().process([message])

    assert message.get(ENTITIES) == [
        {
            "entity": "concern",
            "value": "wrinkles",
            "start": 3,
            "end": 11,
            "confidence_entity": 1.0,
            "extractor": "ConceptExtractor",
        }
    ]


def test_entities_that_are_there_already_are_kept(nlp: Language) -> None:
    message = make_message(nlp, "my wrinkles")
    message.set(ENTITIES, [{"entity": "other"}])
    make_extractor().process([message])

    assert [e["entity"] for e in message.get(ENTITIES)] == ["other", "concern"]


def test_entities_are_part_of_the_output(nlp: Language) -> None:
    message = make_message(nlp, "my wrinkles")
    make_extractor().process([message])

    assert ENTITIES in message.output_properties


@pytest.mark.parametrize(
    "data", [{TEXT: "wrinkles"}, {TEXT: ""}, {}], ids=["no doc", "empty", "nothing"]
)
def test_a_message_without_a_doc_is_passed_on(data: dict[str, str]) -> None:
    message = Message(data=dict(data))
    assert make_extractor().process([message])[0].data == data


def test_unknown_settings_are_refused_by_name() -> None:
    with pytest.raises(InvalidConfigException, match="ConceptExtractor does not know treshold"):
        make_extractor(treshold=0.3)


def test_rasas_own_name_key_is_accepted() -> None:
    assert isinstance(make_extractor(name="concepts"), ConceptExtractor)


def test_the_refusal_lists_what_is_known() -> None:
    class Tuned:
        @staticmethod
        def get_default_config() -> dict[str, int]:
            return {"size": 1, "depth": 2}

    with pytest.raises(InvalidConfigException, match="it knows depth, size"):
        check_keys(Tuned, {"sise": 1, "depth": 2})


def test_the_extractor_needs_spacy_before_it() -> None:
    assert ConceptExtractor.required_components() == [SpacyNLP]
