"""domain.yml against the intent catalogue and against the names written in Python."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.content.labels import load_labels
from mesoguide.content.project import Project
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue import names
from mesoguide.nlp.concept_matcher import DENIABLE_KINDS, DESCRIBING_KINDS
from mesoguide.nlp.concept_patterns import ENTITY_KINDS, load_phrases

#: The catalogue: the contract between training data, stories, reports and evaluation sets.
_CATALOGUE = """
    ask_definition ask_origin ask_name_meaning ask_ingredients ask_mechanism ask_uses ask_procedure
    ask_benefits ask_comparison ask_discomfort ask_anaesthesia ask_recovery ask_frequency
    ask_results_duration ask_maintenance ask_hair_loss ask_hair_medication

    ask_effectiveness ask_results_onset ask_session_length ask_side_effects ask_eligibility
    ask_preparation ask_aftercare ask_regulation ask_practitioner ask_cost ask_combination

    list_plans ask_plan_details compare_plans check_my_plan

    report_emergency report_symptom ask_medical_advice express_crisis

    request_appointment request_human ask_clinic_info ask_sources ask_privacy
    request_data_deletion give_feedback

    greet goodbye thank affirm deny ask_bot_identity ask_capabilities ask_clarification inform
    out_of_scope
"""
CATALOGUE = _CATALOGUE.split()

CATALOGUE_VALUES = {
    "concern": {
        "hair_loss",
        "excess_fat",
        "cellulite",
        "wrinkles",
        "body_contouring",
        "skin_tightening",
        "pigmentation",
    },
    "body_area": {
        "scalp",
        "face",
        "chin",
        "neck",
        "arms",
        "legs",
        "thighs",
        "abdomen",
        "buttocks",
        "hands",
    },
    "alternative": {
        "surgery",
        "hair_transplant",
        "prp",
        "topical",
        "microneedling",
        "botox",
        "fillers",
        "liposuction",
        "laser",
    },
}

CATALOGUE_MEDICATIONS = {
    "minoxidil",
    "finasteride",
    "dutasteride",
    "anticoagulant",
    "isotretinoin",
}


def _values(kind: str) -> set[str]:
    return {value for phrase in load_phrases() for k, value in phrase.entities if k == kind}


def _mappings(project: Project, slot: str) -> list[dict[str, Any]]:
    mappings: list[dict[str, Any]] = project.domain["slots"][slot]["mappings"]
    return mappings


def test_the_domain_has_the_intents_of_the_catalogue_in_its_order(real_project: Project) -> None:
    assert real_project.intents == CATALOGUE


def test_training_messages_exist_for_exactly_these_intents(real_project: Project) -> None:
    assert {intent for _, intent, _ in real_project.examples} == set(CATALOGUE)


@pytest.mark.parametrize(
    "entity", ["concern", "body_area", "alternative", "medication", "plan_reference"]
)
def test_an_entity_of_the_catalogue_is_in_the_domain(real_project: Project, entity: str) -> None:
    assert entity in real_project.entities


def test_the_domain_has_the_entities_that_the_pipeline_yields(real_project: Project) -> None:
    assert set(real_project.entities) == {*ENTITY_KINDS, "plan_reference", names.ANSWER}


@pytest.mark.parametrize("kind", CATALOGUE_VALUES)
def test_the_concepts_file_has_exactly_the_catalogues_values(kind: str) -> None:
    assert _values(kind) == CATALOGUE_VALUES[kind]


def test_the_concepts_file_has_the_catalogues_medications() -> None:
    assert _values("medication") >= CATALOGUE_MEDICATIONS


@pytest.mark.parametrize(
    ("kind", "enum"), [("concern", Concern), ("body_area", BodyArea)], ids=["concern", "area"]
)
def test_the_clinics_enums_are_the_catalogues_values(
    kind: str, enum: type[Concern] | type[BodyArea]
) -> None:
    assert {member.value for member in enum} == CATALOGUE_VALUES[kind]


def test_every_concern_has_a_name_for_patients(real_project: Project) -> None:
    labels = load_labels(real_project.root / "content" / "labels.yml")
    assert set(labels.concerns) == CATALOGUE_VALUES["concern"]


def test_every_body_area_has_a_name_for_patients(real_project: Project) -> None:
    labels = load_labels(real_project.root / "content" / "labels.yml")
    assert set(labels.body_areas) == CATALOGUE_VALUES["body_area"]


@pytest.mark.parametrize("slot", ["concern", "body_area"])
def test_a_slot_is_filled_from_the_entity_of_its_name(real_project: Project, slot: str) -> None:
    assert _mappings(real_project, slot) == [{"type": "from_entity", "entity": slot}]


def test_the_topic_is_mapped_from_every_topics_intent_and_no_other(real_project: Project) -> None:
    expected = [
        {"type": "from_intent", "intent": f"ask_{name}", "value": name} for name in sorted(TOPICS)
    ]
    mappings = _mappings(real_project, "topic")
    assert sorted(mappings, key=lambda mapping: str(mapping["value"])) == expected


def test_no_slot_steers_the_rules(real_project: Project) -> None:
    slots = real_project.domain["slots"]
    assert [name for name, slot in slots.items() if slot["influence_conversation"]] == []


def test_slots_that_code_names_are_those_of_the_domain(real_project: Project) -> None:
    assert set(real_project.domain["slots"]) == set(names.SLOTS)


def test_forms_that_code_names_are_those_of_the_domain(real_project: Project) -> None:
    assert set(real_project.domain["forms"]) == set(names.FORMS)


def test_what_yes_and_no_mean_exists(real_project: Project) -> None:
    known = {*real_project.intents, *real_project.domain["responses"], names.RESUME}
    meanings = {
        metadata[key]
        for variations in real_project.domain["responses"].values()
        for metadata in (variation.get("metadata") or {} for variation in variations)
        for key in (names.IF_YES, names.IF_NO)
        if key in metadata
    }
    assert meanings
    assert meanings <= known


def test_entities_read_in_python_are_in_the_domain(real_project: Project) -> None:
    read = set(re.findall(r'mentioned\(\s*"(\w+)"', real_project.code))
    assert read
    assert read <= set(real_project.entities)


def test_kinds_named_by_the_matcher_are_entities(real_project: Project) -> None:
    assert set(real_project.entities) >= DENIABLE_KINDS | DESCRIBING_KINDS


def test_a_topics_variants_are_entities(real_project: Project) -> None:
    variants = {kind for topic in TOPICS.values() for kind in topic.variants}
    assert variants <= set(real_project.entities)
