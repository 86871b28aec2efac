"""Tests of reading whom a request is for."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.contact_details import read_contact_details
from mesoguide.dialogue.contact.patients_named import patient_named_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("This is for Harold Finney, my husband", "Harold Finney"),
        ("I am a carer for Mr Leon Hart", "Mr Leon Hart"),
        ("I'm asking on behalf of Rosa Diaz", "Rosa Diaz"),
        ("I look after Mrs Joan Petrie", "Mrs Joan Petrie"),
        ("it's for my mum Jean, please", "Jean"),
        ("please ring my husband Bob on", "Bob"),
        ("my mother, Ivy Longbottom, wants it", "Ivy Longbottom"),
        ("its for gerald finchley, my dad", "Gerald Finchley"),
        ("a visit for mr john dale, he is new", "Mr John Dale"),
        ("its for mrs patel", "Mrs Patel"),
    ],
)
def test_the_name_of_whom_it_is_for_is_read(text: str, name: str) -> None:
    found = patient_named_in(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "it's for wrinkles",
        "an appointment for Thursday",
        "it's for Hair Loss",
        "for Friday Morning",
        "I asked for Dr Smith last time",
        "for my daughter Holly's wedding",
        "my husband Gerald said you would call",
    ],
)
def test_what_else_stands_after_for_is_no_patient(text: str) -> None:
    assert patient_named_in(text) is None


def test_of_two_names_the_patient_is_the_one_to_ask_for() -> None:
    text = "It is for Maureen Tate, my wife. I'm Alan. We are on 01632 960811"
    found = read_contact_details(text, region="GB", in_form=True)
    assert (found.name, found.asked_by) == ("Maureen Tate", "Alan")
    assert found.phone == "+441632960811"


def test_a_husband_in_passing_is_not_the_patient_of_who_gives_a_name() -> None:
    text = "I'm Joan Tate, my husband Bob drives me, 07700 900123"
    found = read_contact_details(text, region="GB", in_form=True)
    assert (found.name, found.asked_by) == ("Joan Tate", None)
