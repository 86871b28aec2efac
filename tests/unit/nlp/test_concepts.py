"""Concepts in a message: canonical values, look-alikes, offsets."""

from __future__ import annotations

from itertools import product

import pytest
from concept_wordings import MESSAGES, WORDINGS, Found
from spacy.language import Language

from mesoguide.nlp.concept_patterns import ConceptPhrase, load_phrases

CATALOGUE = ("concern", "body_area", "alternative", "medication")

LOOK_ALIKES = [
    "when can I wash my hair",
    "can I shampoo and dry my hair",
    "can I dye my hair after",
    "when may I colour my hair",
    "when may I get a haircut",
    "my hairdresser said so",
    "laser hair removal",
    "do you remove unwanted hair",
    "facial hair",
    "my dog hair is everywhere",
    "my cat sheds hair",
    "can I use hair gel",
    "do you use numbing cream",
    "is there an anaesthetic cream",
    "can I wear sun cream",
    "is suncream ok",
    "can I use shaving cream",
    "can I have ice cream",
    "antihistamine cream",
    "do I talk to someone face to face",
    "at face value",
    "let's face it",
    "I need a face mask",
    "on the other hand",
    "second hand information",
    "give me a hand",
    "hands-on training",
    "hand cream",
    "I have a gut feeling",
    "trust my gut",
    "on an empty stomach",
    "at the bottom of the page",
    "bottom line, is it worth it",
    "it cost an arm and a leg",
    "break a leg",
    "keep your chin up",
    "it's a pain in the neck",
    "off the top of my head",
    "heads up",
    "where is the head office",
    "low fat diet",
    "fat chance",
    "healthy fats",
    "what's in the shed",
    "shed some light on it",
    "your law firm",
    "a slim chance",
    "lip service",
    "it looks old fashioned",
    "I can't figure out the price",
    "is it a non-surgical treatment",
    "a typical visit",
    "is that accurate",
    "is it clinical",
    "seriously?",
    "mediocre",
    "topically",
    "when will I be back at work",
]

#: Words that are one or two letters from a word of ours, with the kind that must stay away.
NEAR_MISSES = {
    "is that accurate": ("medication", "isotretinoin"),
    "what is a typical session": ("alternative", "topical"),
    "what should I expect": ("condition", "pregnancy"),
    "what is wrong": ("detail", "serious"),
    "seriously, does it hurt": ("detail", "serious"),
    "teenage kicks": ("condition", "trimester"),
    "my underarm": ("condition", "age"),
    "cellulitis on my leg": ("concern", "cellulite"),
    "a hardline view": ("concern", "hair_loss"),
}


def _cases() -> list[object]:
    return [
        pytest.param(kind, value, wording, id=f"{value}: {wording}")
        for kind, values in WORDINGS.items()
        for value, wordings in values.items()
        for wording in wordings
    ]


@pytest.mark.parametrize(("kind", "value", "wording"), _cases())
def test_a_patients_wording_gives_the_canonical_value(
    found: Found, kind: str, value: str, wording: str
) -> None:
    assert (kind, value) in found(wording, kind)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_value_of_the_concepts_file_has_three_wordings_here(kind: str) -> None:
    values = {value for p in load_phrases() for k, value in p.entities if k == kind}

    assert {v: n for v in values if (n := len(WORDINGS[kind].get(v, []))) < 3} == {}


@pytest.mark.parametrize(("message", "expected"), MESSAGES.items(), ids=MESSAGES)
def test_a_message_gives_all_its_concerns_and_body_areas(
    found: Found, message: str, expected: set[tuple[str, str]]
) -> None:
    assert found(message, "concern", "body_area") == expected


@pytest.mark.parametrize("text", LOOK_ALIKES, ids=LOOK_ALIKES)
def test_a_look_alike_gives_nothing_of_the_catalogue(found: Found, text: str) -> None:
    assert found(text, *CATALOGUE) == set()


@pytest.mark.parametrize(("text", "concept"), NEAR_MISSES.items(), ids=NEAR_MISSES)
def test_an_english_word_is_not_taken_for_a_slip(
    found: Found, text: str, concept: tuple[str, str]
) -> None:
    assert concept not in found(text)


def test_hair_loss_is_still_found_beside_a_look_alike(found: Found) -> None:
    text = "my hair falls out when I wash my hair"
    assert found(text, "concern") == {("concern", "hair_loss")}


def test_an_area_is_still_found_beside_a_look_alike(found: Found) -> None:
    assert found("on the other hand it is for my hands", "body_area") == {("body_area", "hands")}


def test_fat_on_my_stomach_names_both(found: Found) -> None:
    assert found("the fat on my stomach", "concern", "body_area") == {
        ("concern", "excess_fat"),
        ("body_area", "abdomen"),
    }


def test_a_hair_transplant_is_no_concern_of_its_own(found: Found) -> None:
    assert found("is a hair transplant better", *CATALOGUE) == {("alternative", "hair_transplant")}


def test_a_blood_thinner_is_a_medication_and_a_condition(found: Found) -> None:
    assert found("I take warfarin") == {
        ("medication", "anticoagulant"),
        ("condition", "blood_thinners"),
    }


def test_cellulitis_is_an_infection(found: Found) -> None:
    assert ("symptom", "infection") in found("I had cellulitis after it")


def test_a_concept_named_twice_is_found_once(nlp: Language) -> None:
    concepts = nlp("wrinkles, wrinkles and more wrinkles")._.concepts
    assert [(c.value, c.start) for c in concepts] == [("wrinkles", 0)]


def test_concepts_come_in_the_order_of_the_text(nlp: Language) -> None:
    concepts = nlp("cellulite, then wrinkles, then botox")._.concepts
    assert [c.value for c in concepts] == ["cellulite", "wrinkles", "botox"]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        pytest.param("Can it fix my wrinkles?", "wrinkles", "wrinkles", id="one word"),
        pytest.param("I keep losing so much hair", "hair_loss", "losing so much hair", id="gap"),
        pytest.param("what about crow's feet?", "wrinkles", "crow's feet", id="possessive"),
        pytest.param("or a face-lift", "surgery", "face-lift", id="hyphen"),
        pytest.param("🙂 my celulite 🙂", "cellulite", "celulite", id="after an emoji"),
        pytest.param("Bist du für cellulite?", "cellulite", "cellulite", id="after an umlaut"),
        pytest.param("a\n\n  wrinkle", "wrinkles", "wrinkle", id="after line breaks"),
        pytest.param("Botox.", "botox", "Botox", id="before a full stop"),
    ],
)
def test_offsets_point_at_the_words_in_the_text(
    nlp: Language, text: str, value: str, words: str
) -> None:
    concept = next(c for c in nlp(text)._.concepts if c.value == value)
    assert (text[concept.start : concept.end], concept.text) == (words, words)


def _plainest_wordings(phrase: ConceptPhrase) -> list[str]:
    choices = [sorted(part) for part in phrase.parts if part is not None]
    return [" ".join(words) for words in product(*choices)]


def test_every_phrase_of_the_file_is_found_when_typed(found: Found) -> None:
    hidden = [
        wording
        for phrase in load_phrases()
        for wording in _plainest_wordings(phrase)
        if not set(phrase.entities) <= found(wording)
    ]
    assert hidden == []


def test_an_ignored_phrase_gives_nothing_of_the_catalogue(found: Found) -> None:
    wanted = {entity for phrase in load_phrases() for entity in phrase.entities}
    ignored = {w for p in load_phrases() if not p.entities for w in _plainest_wordings(p)}
    wordings = {w for p in load_phrases() if p.entities for w in _plainest_wordings(p)}

    loud = {w for w in ignored - wordings if found(w, *CATALOGUE) & wanted}
    assert loud == set()
