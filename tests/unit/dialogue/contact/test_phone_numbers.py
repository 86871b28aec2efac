"""Phone numbers are found in running text, and what is wrong with one is told."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.phone_numbers import (
    PhoneFault,
    PhoneFound,
    PhoneProblem,
    find_phone,
    readable_phone,
)

MOBILE = "+447700900123"


def number_in(text: str, *, region: str = "GB", asked: bool = False) -> str | None:
    found = find_phone(text, region, asked=asked)
    return found.e164 if isinstance(found, PhoneFound) else None


def fault_in(text: str, *, asked: bool = False) -> PhoneFault | None:
    found = find_phone(text, "GB", asked=asked)
    return found.fault if isinstance(found, PhoneProblem) else None


@pytest.mark.parametrize(
    "text",
    [
        "07700900123",
        "my number is 07700 900 123, after 5",
        "7700900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "+44 07700 900123",
        "+07700 900123",
        "0044 7700 900123",
        "0044 (0) 7700 900 123",
        "44 7700 900123",
        "(07700) 900123",
        "07700/900/123",
        "07700-900-123",
        "07700.900.123",
        "my number's 07700, 900, 123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "0 7700 900123",
        "Its 07700900123 thanks x",
        "tel:07700900123",
        "t: +44(0)7700900123",
        "07700-900123 (mobile)",
        "O7700 9OO123",
        "\u202a+44 7700 900123\u202c",
        "\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663",
        "07700 900123/4",
    ],
)
def test_a_mobile_number_is_found_however_it_is_typed(text: str) -> None:
    assert number_in(text) == MOBILE


@pytest.mark.parametrize(
    "text",
    [
        "oh seven seven double oh nine double oh one two three",
        "oh double seven hundred nine hundred one two three",
        "oh seven seven hundred nine hundred one two three",
        "zero seven seven zero zero, nine zero zero, one two three please",
        "07700 nine hundred one two three",
        "plus four four seven seven double oh nine hundred one two three",
        "Oh Seven Seven Double Oh, nine hundred, one twenty three",
    ],
)
def test_a_spoken_number_is_found(text: str) -> None:
    assert number_in(text) == MOBILE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+351 912 345 678", "+351912345678"),
        ("00351 912345678", "+351912345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("+353 85 123 4567", "+353851234567"),
        ("020 7946 0123", "+442079460123"),
        ("0117 496 0123", "+441174960123"),
        ("0800 1111", "+448001111"),
    ],
)
def test_numbers_from_here_and_abroad_are_found(text: str, number: str) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["07700 900999", "01632 960000", "03069 990123", "020 7946 0999"])
def test_numbers_kept_for_drama_count_as_numbers(text: str) -> None:
    assert number_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123 9-5",
        "between 9 5 07700900123",
        "after 17:00 07700 900123",
        "07700 900123 12.30-13.30",
        "03/05/1980 07700 900123",
        "I am 45, 07700 900123, 3 sessions",
    ],
)
def test_digits_beside_a_number_do_not_spoil_it(text: str) -> None:
    assert number_in(text) == MOBILE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("no sorry it's 07700 900456 not 123", "+447700900456"),
        ("07700 900123 sorry 07700 900456", "+447700900456"),
        ("not 07700 900123 but 07700 900456", "+447700900456"),
        ("it was 07700 900123 but now it's 07700 900456", "+447700900456"),
        ("change 07700 900123, wrong one, to 07700 900456", "+447700900456"),
        ("07700 900123 or 020 7946 0123", MOBILE),
        ("07700 900123 07700 900456", MOBILE),
    ],
)
def test_of_two_numbers_the_one_that_is_meant_counts(text: str, number: str) -> None:
    assert number_in(text) == number


def test_a_number_that_is_not_to_be_called_is_left_out() -> None:
    assert find_phone("don't call 07700 900123", "GB") is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ring me on 07700 90012", PhoneFault.TOO_SHORT),
        ("my number is 07700", PhoneFault.TOO_SHORT),
        ("phone 0208 555 01", PhoneFault.TOO_SHORT),
        ("call me on 12345678", PhoneFault.TOO_SHORT),
        ("07700 9001234", PhoneFault.TOO_LONG),
        ("0770090012345", PhoneFault.TOO_LONG),
        ("07xxx xxx xxx", PhoneFault.NOT_A_NUMBER),
        ("my mobile is 07700 9** ***", PhoneFault.NOT_A_NUMBER),
        ("06 12 34 56 78", PhoneFault.INVALID),
        ("+999 12345678", PhoneFault.INVALID),
    ],
)
def test_what_is_wrong_with_a_number_is_told(text: str, fault: PhoneFault) -> None:
    assert fault_in(text) is fault


def test_a_premium_number_is_not_rung_back() -> None:
    assert fault_in("09098 790123") is PhoneFault.INVALID


def test_few_digits_are_meant_as_a_number_only_when_one_was_asked_for() -> None:
    assert fault_in("12345") is None
    assert fault_in("12345", asked=True) is PhoneFault.TOO_SHORT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "should I call 111?",
        "999",
        "my pin is 482913",
        "my dob is 03051980",
        "03.05.1980",
        "1980-05-03",
        "09:00-17:00",
        "9.30-11.30",
        "\u00a31,200,000,000",
        "NHS number 485 777 3456",
        "anna1980123456@example.org",
        "I had 3 sessions of 20 minutes in 2019",
        "my postcode is BS1 4DJ",
        "HAIR-01",
        "one of my two or three sessions",
        "two three four five six seven eight nine",
    ],
)
def test_other_digits_are_no_number(text: str) -> None:
    assert find_phone(text, "GB") is None


def test_a_number_is_shown_as_people_write_it() -> None:
    found = find_phone("+447700900123", "GB")
    assert isinstance(found, PhoneFound)
    assert found.readable == "07700 900123"


def test_an_extension_is_kept_for_people() -> None:
    found = find_phone("0117 496 0123 ext 45", "GB")
    assert isinstance(found, PhoneFound)
    assert (found.e164, found.readable) == ("+441174960123", "0117 496 0123 ext. 45")


def test_a_number_without_country_code_belongs_to_the_region() -> None:
    assert number_in("212 555 0123", region="US") == "+12125550123"
    assert number_in("912 345 678", region="PT") == "+351912345678"


@pytest.mark.parametrize(
    ("e164", "readable"),
    [
        (MOBILE, "07700 900123"),
        ("+351912345678", "+351 912 345 678"),
        ("no number", "no number"),
    ],
)
def test_a_stored_number_is_made_readable(e164: str, readable: str) -> None:
    assert readable_phone(e164, "GB") == readable


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("48 601 234 567", "+48601234567"),  # the plus is left out
        ("+1 555 123 4567", "+15551234567"),  # possible, and unknown to the tables
        ("7700 900123 9", "+447700900123"),  # no number of the country with the code 7
    ],
)
def test_numbers_from_abroad_are_taken_with_their_country_code(text: str, number: str) -> None:
    assert number_in(text, asked=True) == number


@pytest.mark.parametrize("text", ["202 555 0143", "601 234 567"])
def test_a_number_without_its_country_code_is_told_so(text: str) -> None:
    assert fault_in(text, asked=True) is PhoneFault.NO_COUNTRY
