"""A wish for another kind of request is told from an answer to the one that is being made."""

from __future__ import annotations

import pytest

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.form_switches import form_meant_instead


@pytest.mark.parametrize(
    "text",
    [
        *("nah, ring me instead", "hm no just call me instead", "i'd prefer a call back"),
        *("never mind, phone me", "can someone call me rather", "actually call me"),
    ],
)
def test_a_call_may_take_the_place_of_a_visit(text: str) -> None:
    meant = form_meant_instead(text, names.APPOINTMENT_FORM, names.PATIENT_STATUS)
    assert meant == names.CALLBACK_FORM


@pytest.mark.parametrize(
    "text", ["no, book me a visit instead", "forget the call, I want an appointment"]
)
def test_a_visit_may_take_the_place_of_a_call(text: str) -> None:
    meant = form_meant_instead(text, names.CALLBACK_FORM, names.CONTACT_NAME)
    assert meant == names.APPOINTMENT_FORM


@pytest.mark.parametrize(
    ("text", "requested"),
    [
        ("just call me after 5", names.BEST_TIME),
        ("please don't call me", names.CONTACT),
        ("Anna Smith", names.CONTACT_NAME),
        ("stop", names.CONTACT),
    ],
)
def test_an_answer_or_a_refusal_is_no_other_wish(text: str, requested: str) -> None:
    assert form_meant_instead(text, names.APPOINTMENT_FORM, requested) is None


@pytest.mark.parametrize("text", ["no, I don't want an appointment", "my visit last week was bad"])
def test_a_visit_that_is_denied_or_told_of_is_not_wished_for(text: str) -> None:
    assert form_meant_instead(text, names.CALLBACK_FORM, names.CONTACT_TOPIC) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("forget that, book her next visit", names.APPOINTMENT_FORM),
        ("actually just book me in", names.APPOINTMENT_FORM),
        ("never mind, could somebody ring me?", names.CALLBACK_FORM),
        ("no idea. can I talk to a person", names.CALLBACK_FORM),
        ("oh dear, can someone look it up for me", names.CALLBACK_FORM),
        ("MG-7K4P-2QX9", None),
        ("when is my next visit", None),
    ],
)
def test_a_lookup_gives_way_to_another_wish(text: str, form: str | None) -> None:
    assert form_meant_instead(text, names.MY_PLAN_FORM, names.PLAN_REFERENCE) == form


def test_a_visit_to_be_called_off_takes_the_place_of_a_call() -> None:
    text = "Leon Hart, after 4, I need to cancel my appointment"
    meant = form_meant_instead(text, names.CALLBACK_FORM, names.CONTACT_NAME)
    assert meant == names.APPOINTMENT_FORM


@pytest.mark.parametrize("text", ["it's about cancelling my visit", "can I move my visit?"])
def test_a_call_about_a_visit_stays_a_call(text: str) -> None:
    assert form_meant_instead(text, names.CALLBACK_FORM, names.CONTACT_TOPIC) is None
