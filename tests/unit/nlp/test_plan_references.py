"""Plan codes in running text."""

from __future__ import annotations

import pytest
from concept_wordings import Found
from spacy.language import Language

from mesoguide.clinic.plan_codes import compared_code

REFERENCES = {
    "HAIR-01": "HAIR-01",
    "hair-01": "HAIR-01",
    "Hair-01.": "HAIR-01",
    "hair 01": "HAIR-01",
    "hair01": "HAIR01",
    "hair\u201301": "HAIR-01",
    "(PIG-01)": "PIG-01",
    "what does plan hair 01 cost": "HAIR-01",
    "show FAT-ARM-01 please": "FAT-ARM-01",
    "tell me about fat arm 01": "FAT-ARM-01",
    "FAT ARM 01": "FAT-ARM-01",
    "my code is mg 4821 77": "MG-4821-77",
    "MG-4821-77": "MG-4821-77",
    "MG482177": "MG482177",
    "ref: ab 123": "AB-123",
    "reference number is ab 123": "AB-123",
    "how many visits has AB 123 left": "AB-123",
}

NO_REFERENCES = [
    "in 2 weeks",
    "in 12 weeks",
    "I am 45",
    "covid 19",
    "covid-19",
    "COVID 19 jab",
    "over 50",
    "under-18",
    "mid-40s",
    "USD 250",
    "I PAID USD 250",
    "12 may 2025",
    "may 12",
    "june 2024",
    "on 2025-05-12",
    "12/05/2025",
    "friday 13",
    "mon 12",
    "at 10:30",
    "it lasts 12 months",
    "takes 20-30 minutes",
    "around 10-15 sessions",
    "wait 24 hours",
    "needs 10 sessions",
    "these 12 weeks",
    "THE 12 WEEKS",
    "lost 20 kg",
    "I weigh 80 kg",
    "born 1980",
    "my 50 year old mum",
    "SPF 50",
    "spf50",
    "vitamin b12",
    "co2 laser",
    "call 999",
    "phone 01632 960123",
    "+44 1632 960123",
    "room 101",
    "size 14",
]


@pytest.mark.parametrize(("text", "code"), REFERENCES.items(), ids=REFERENCES)
def test_a_plan_code_is_found_however_it_is_typed(found: Found, text: str, code: str) -> None:
    assert found(text, "plan_reference") == {("plan_reference", code)}


@pytest.mark.parametrize("text", NO_REFERENCES, ids=NO_REFERENCES)
def test_a_number_in_a_sentence_is_no_plan_code(found: Found, text: str) -> None:
    assert found(text, "plan_reference") == set()


@pytest.mark.parametrize("text", ["fat-arm-01", "Fat-Arm 01", "Fat Arm 01", "FAT\u2011ARM\u201101"])
def test_every_spelling_compares_equal_to_the_clinics(found: Found, text: str) -> None:
    ((_, code),) = found(text, "plan_reference")
    assert compared_code(code) == compared_code("FAT-ARM-01")


def test_two_codes_are_found_in_order(nlp: Language) -> None:
    concepts = nlp("compare HAIR-01 and CELL-01")._.concepts
    assert [c.value for c in concepts if c.kind == "plan_reference"] == ["HAIR-01", "CELL-01"]


def test_the_offsets_of_a_code_point_at_it(nlp: Language) -> None:
    text = "is fat arm 01 mine?"
    (concept,) = [c for c in nlp(text)._.concepts if c.kind == "plan_reference"]
    assert text[concept.start : concept.end] == "fat arm 01"
