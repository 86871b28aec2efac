"""E-mail addresses are found in running text, and slips in one get a suggestion."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.email_addresses import (
    EmailFault,
    EmailFound,
    EmailProblem,
    find_email,
)


def address_in(text: str, *, asked: bool = False) -> str | None:
    found = find_email(text, asked=asked)
    return found.address if isinstance(found, EmailFound) else None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@example.org", "anna@example.org"),
        ("my email is Anna.Smith@Gmail.com.", "Anna.Smith@gmail.com"),
        ("ANNA@GMAIL.COM", "ANNA@gmail.com"),
        ("anna@gmail.com?", "anna@gmail.com"),
        ("anna.smith@gmail.com, 07700 900123", "anna.smith@gmail.com"),
        ("anna@gmail.com,07700900123", "anna@gmail.com"),
        ("anna@gmail.com/07700 900123", "anna@gmail.com"),
        ("Anna Smith <anna@example.org>", "anna@example.org"),
        ("mailto:anna@example.org", "anna@example.org"),
        ("e:anna@gmail.com", "anna@gmail.com"),
        ("o'brien@x.co.uk", "o'brien@x.co.uk"),
        ("anna+clinic@x.com", "anna+clinic@x.com"),
        ("a.b-c_d@sub.domain.co.uk", "a.b-c_d@sub.domain.co.uk"),
        ("jos\u00e9@x.com", "jos\u00e9@x.com"),
        ("anna @ gmail.com", "anna@gmail.com"),
        ("anna@ gmail . com", "anna@gmail.com"),
        ("anna@gmail .com", "anna@gmail.com"),
        ("anna@mail.com", "anna@mail.com"),
        ("anna@email.com", "anna@email.com"),
    ],
)
def test_a_typed_address_is_found(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna dot smith at gmail dot com", "anna.smith@gmail.com"),
        ("my email is anna dot smith at gmail dot com thanks", "anna.smith@gmail.com"),
        ("email anna.smith AT gmail DOT com", "anna.smith@gmail.com"),
        ("anna (at) gmail (dot) com", "anna@gmail.com"),
        ("anna [at] gmail.com", "anna@gmail.com"),
        ("anna at gmail.com", "anna@gmail.com"),
        ("anna@gmail dot com", "anna@gmail.com"),
        ("it's anna underscore smith at hotmail dot co dot uk", "anna_smith@hotmail.co.uk"),
        ("it is p.jones7 at bt internet dot com", "p.jones7@btinternet.com"),
    ],
)
def test_a_spoken_address_is_found(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    ("text", "fault", "suggestion"),
    [
        ("anna@gmail", EmailFault.MISSING_DOT, "anna@gmail.com"),
        ("anna@gmailcom", EmailFault.MISSING_DOT, "anna@gmail.com"),
        ("anna@nhs", EmailFault.MISSING_DOT, None),
        ("my address is anna at gmail", EmailFault.MISSING_DOT, "anna@gmail.com"),
        ("anna.smith@gmail,com", EmailFault.BAD_DOMAIN, "anna.smith@gmail.com"),
        ("anna@gmail,co,uk", EmailFault.BAD_DOMAIN, "anna@gmail.co.uk"),
        ("anna@gmial.com", EmailFault.BAD_DOMAIN, "anna@gmail.com"),
        ("anna@gmail.con", EmailFault.BAD_DOMAIN, "anna@gmail.com"),
        ("anna@gmail.co", EmailFault.BAD_DOMAIN, "anna@gmail.com"),
        ("anna@hotmial.co.uk", EmailFault.BAD_DOMAIN, "anna@hotmail.co.uk"),
        ("anna@yahoo.couk", EmailFault.BAD_DOMAIN, "anna@yahoo.co.uk"),
        ("anna@gmail..com", EmailFault.BAD_DOMAIN, "anna@gmail.com"),
        ("anna@x.c", EmailFault.BAD_DOMAIN, None),
        ("a@b.test", EmailFault.BAD_DOMAIN, None),
        ("anna@@x.com", EmailFault.NOT_AN_ADDRESS, "anna@x.com"),
        ("anna..s@gmail.com", EmailFault.NOT_AN_ADDRESS, "anna.s@gmail.com"),
        (".anna@gmail.com", EmailFault.NOT_AN_ADDRESS, "anna@gmail.com"),
        ("anna.smith.gmail.com", EmailFault.MISSING_AT, "anna.smith@gmail.com"),
        ('anna.smith"gmail.com', EmailFault.MISSING_AT, "anna.smith@gmail.com"),
        ("anna#gmail.com", EmailFault.MISSING_AT, "anna@gmail.com"),
        ("my email is annasmith gmail.com", EmailFault.MISSING_AT, "annasmith@gmail.com"),
        ("my email is annagmail.com", EmailFault.MISSING_AT, "anna@gmail.com"),
        ("anna smith at gmail dot com", EmailFault.MISSING_AT, "annasmith@gmail.com"),
    ],
)
def test_a_slip_gets_a_suggestion(text: str, fault: EmailFault, suggestion: str | None) -> None:
    assert find_email(text) == EmailProblem(fault, suggestion)


def test_an_address_without_its_sign_is_meant_when_one_was_asked_for() -> None:
    assert find_email("annasmith gmail.com") is None
    assert find_email("annasmith gmail.com", asked=True) == EmailProblem(
        EmailFault.MISSING_AT, "annasmith@gmail.com"
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@gmail.com not anna@hotmail.com", "anna@gmail.com"),
        ("anna@hotmail.com sorry anna@gmail.com", "anna@gmail.com"),
        ("anna@gmail.com or anna@work.co.uk", "anna@gmail.com"),
        ("anna@gmail sorry anna@gmail.com", "anna@gmail.com"),
    ],
)
def test_of_two_addresses_the_one_that_is_meant_counts(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "you can reach me at gmail.com",
        "I'll be at clinic.com tomorrow",
        "do you use gmail?",
        "I look at gmail",
        "follow me @anna",
        "@annasmith",
        "see you at 5 dot",
        "not anna@gmail.com",
        "meet me at 5 at the clinic",
    ],
)
def test_other_words_are_no_address(text: str) -> None:
    assert find_email(text) is None
