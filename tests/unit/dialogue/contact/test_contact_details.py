"""A message is read for every detail at once, in any order, and no digits are read twice."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.contact_details import ContactDetails, Detail, read_contact_details
from mesoguide.dialogue.contact.email_addresses import EmailFault, EmailProblem
from mesoguide.dialogue.contact.phone_numbers import PhoneFault, PhoneProblem

MOBILE = "+447700900123"


def read(text: str, asked: Detail | None = None) -> ContactDetails:
    return read_contact_details(text, region="GB", asked=asked)


@pytest.mark.parametrize(
    ("text", "name", "phone", "email", "best_time"),
    [
        pytest.param(
            "Anna Smith, 07700 900123, any time after 5, about hair loss",
            *("Anna Smith", MOBILE, None, "any time after 5"),
            id="all at once",
        ),
        pytest.param(
            "hi my name is anna smith and my number is 07700 900123 after 5pm please",
            *("Anna Smith", MOBILE, None, "after 5pm"),
            id="one long sentence",
        ),
        pytest.param(
            "anna smith 07700900123 tomorrow morning",
            *("Anna Smith", MOBILE, None, "tomorrow morning"),
            id="no punctuation",
        ),
        pytest.param(
            "Name: Tom Jones\nPhone: 07700 900 123\nEmail: tom@example.org\nBest time: evenings",
            *("Tom Jones", MOBILE, "tom@example.org", "evenings"),
            id="as a form",
        ),
        pytest.param(
            "07700 900123 9-5 Anna", *("Anna", MOBILE, None, "9-5"), id="time after the number"
        ),
        pytest.param(
            "ring me at 5 on 07700 900123",
            *(None, MOBILE, None, "at 5"),
            id="time before the number",
        ),
        pytest.param(
            "tel 07700 900123 (Anna), 12.30-13.30",
            *("Anna", MOBILE, None, "12.30-13.30"),
            id="times with full stops",
        ),
        pytest.param(
            "it's 07700 900123 and I'm free Mon-Fri 9-5",
            *(None, MOBILE, None, "Mon-Fri 9-5"),
            id="it's before a number",
        ),
        pytest.param(
            "My name is May and you can get me in May on 07700 900123",
            *("May", MOBILE, None, "in May"),
            id="a name that is a month",
        ),
        pytest.param(
            "priya.patel@gmail.com, Priya, it's about the cost",
            *("Priya", None, "priya.patel@gmail.com", None),
            id="e-mail first",
        ),
        pytest.param(
            "oh seven seven double oh nine double oh one two three, ask for Dave, mornings",
            *("Dave", MOBILE, None, "mornings"),
            id="spoken",
        ),
        pytest.param(
            "Can you ring me? 07700 900123. Thanks, Anna",
            *("Anna", MOBILE, None, None),
            id="signed",
        ),
        pytest.param(
            "anna1980@example.org or 07700 900123 whenever suits",
            *(None, MOBILE, "anna1980@example.org", "whenever suits"),
            id="digits in an address",
        ),
        pytest.param(
            "I'd like a callback about my hair please", *(None, None, None, None), id="nothing yet"
        ),
        pytest.param(
            "hair loss, 07700 900123", *(None, MOBILE, None, None), id="a topic is no name"
        ),
        pytest.param(
            "no sorry it's 07700 900456 not 123",
            *(None, "+447700900456", None, None),
            id="correction",
        ),
    ],
)
def test_every_detail_is_read(
    text: str, name: str | None, phone: str | None, email: str | None, best_time: str | None
) -> None:
    found = read(text)
    assert (found.name, found.phone, found.email, found.best_time) == (
        *(name, phone, email),
        best_time,
    )


def test_a_number_comes_as_people_write_it_too() -> None:
    assert read("07700900123").readable_phone == "07700 900123"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna", "Anna"),
        ("hope", "Hope"),
        ("May", "May"),
        ("priyanka 07700 900123", "Priyanka"),
        ("Xanthe, tomorrow morning", "Xanthe"),
        ("Anna, anytime after 5", "Anna"),
        ("it's anna smith, anna@example.org", "Anna Smith"),
    ],
)
def test_a_bare_name_is_read_when_it_was_asked_for(text: str, name: str) -> None:
    assert read(text, Detail.NAME).name == name


@pytest.mark.parametrize("text", ["hope", "Hair loss", "May", "yes please", "Leeds"])
def test_a_bare_word_is_no_name_unless_one_was_asked_for(text: str) -> None:
    assert read(text).name is None


@pytest.mark.parametrize("text", ["why?", "hair loss", "rather not", "07700 900123", "no"])
def test_no_name_is_made_of_another_answer(text: str) -> None:
    assert read(text, Detail.NAME).name is None


@pytest.mark.parametrize("text", ["5", "9-11", "after 5 or so"])
def test_bare_hours_are_a_time_when_one_was_asked_for(text: str) -> None:
    assert read(text, Detail.BEST_TIME).best_time is not None


def test_bare_hours_are_no_time_when_a_name_was_asked_for() -> None:
    assert read("5", Detail.NAME).best_time is None


def test_a_number_that_is_too_short_is_told() -> None:
    found = read("my number is 07700 90012")
    assert found.phone is None
    assert found.problems == (PhoneProblem(PhoneFault.TOO_SHORT),)


def test_an_address_with_a_slip_is_told_with_a_suggestion() -> None:
    found = read("anna.smith@gmail,com")
    assert found.problems == (EmailProblem(EmailFault.BAD_DOMAIN, "anna.smith@gmail.com"),)


def test_both_problems_are_told() -> None:
    faults = {problem.fault for problem in read("call 07700 90012 or mail anna@gmail").problems}
    assert faults == {PhoneFault.TOO_SHORT, EmailFault.MISSING_DOT}


@pytest.mark.parametrize("asked", [Detail.PHONE, Detail.CONTACT])
def test_any_digits_are_meant_as_a_number_when_one_was_asked_for(asked: Detail) -> None:
    assert read("12345", asked).problems == (PhoneProblem(PhoneFault.TOO_SHORT),)


def test_digits_beside_an_address_are_no_wrong_number() -> None:
    assert read("anna@example.org 2020", Detail.CONTACT).problems == ()


def test_the_digits_of_a_wrong_number_are_no_time() -> None:
    assert read("07700 90012", Detail.BEST_TIME).best_time is None


def test_a_good_number_beside_a_wrong_one_is_enough() -> None:
    found = read("07700 90012 sorry 07700 900123")
    assert (found.phone, found.problems) == (MOBILE, ())


def listed(text: str, concern: str = "") -> ContactDetails:
    """Reads a message in a form that has nothing yet."""
    return read_contact_details(text, region="GB", in_form=True, is_nameless=True, concern=concern)


def test_a_list_without_labels_is_taken_apart() -> None:
    found = listed("Rosa / 07700 900311 / friday pm / stretch marks / new")

    assert (found.name, found.phone) == ("Rosa", "+447700900311")
    assert (found.best_time, found.topic, found.status) == ("Friday pm", "stretch marks", "new")


def test_a_time_holds_neither_the_status_nor_the_concern() -> None:
    found = listed(
        "Ed Stone 07700 900627 new patient weekday eve loose skin neck", "loose skin neck"
    )

    assert (found.best_time, found.status) == ("weekday evening", "new")


def test_a_first_name_in_a_list_needs_no_number_beside_it() -> None:
    found = listed("call me. Rosa, evening")

    assert (found.name, found.best_time, found.topic) == ("Rosa", "evening", None)


@pytest.mark.parametrize("text", ["email then rosa@example.org", "Rosa 07700 900123 thanks"])
def test_fillers_are_no_topic(text: str) -> None:
    assert listed(text).topic is None


def test_a_number_from_abroad_without_its_code_is_told() -> None:
    problems = listed("Rosa 202 555 0143").problems

    assert [problem.fault for problem in problems] == [PhoneFault.NO_COUNTRY]
