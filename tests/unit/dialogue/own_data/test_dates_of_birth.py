"""Dates of birth are read day first; PINs are read apart from other digits."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth, find_pin

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("3 May 1980", date(1980, 5, 3)),
        ("03.05.80", date(1980, 5, 3)),
        ("1980-05-03", date(1980, 5, 3)),
        ("May 3rd 1980", date(1980, 5, 3)),
        ("03/05/1980", date(1980, 5, 3)),
        ("3rd of May, 1980", date(1980, 5, 3)),
        ("born 3-5-80", date(1980, 5, 3)),
        ("03051980", date(1980, 5, 3)),
        ("dob 030580", date(1980, 5, 3)),
        ("3may1980", date(1980, 5, 3)),
        ("third of May 1980", date(1980, 5, 3)),
        ("05/13/1980", date(1980, 5, 13)),
        ("03.05.15", date(2015, 5, 3)),
        ("29/02/2000", date(2000, 2, 29)),
        ("1980 May 3", date(1980, 5, 3)),
        ("3 Febuary 1975", date(1975, 2, 3)),
        ("12 Sept 68", date(1968, 9, 12)),
        ("3/5/1980 not 4/5/1980", date(1980, 5, 3)),
        ("4/5/1980 sorry 3/5/1980", date(1980, 5, 3)),
        ("30/12/26", date(1926, 12, 30)),
        ("the 3rd of may '80", date(1980, 5, 3)),
        ("may the 3rd, 1980", date(1980, 5, 3)),
        ("I was born on 3rd May in 1980", date(1980, 5, 3)),
        ("3 5 1980", date(1980, 5, 3)),
        ("1980/5/3", date(1980, 5, 3)),
        ("25th December 1999", date(1999, 12, 25)),
        ("twenty first of june 1990", date(1990, 6, 21)),
        ("June 21, 1990", date(1990, 6, 21)),
    ],
)
def test_a_date_of_birth_is_read_day_first(text: str, born: date) -> None:
    assert find_date_of_birth(text, TODAY) == born


@pytest.mark.parametrize(
    "text",
    [
        "030580",
        "03/05/2030",
        "3 May 1890",
        "31/02/1980",
        "hello",
        "my number is 07700 900123",
        "24/11/1905",
    ],
)
def test_no_possible_date_of_birth_is_none(text: str) -> None:
    assert find_date_of_birth(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("my pin is 4821", "4821"),
        ("4821", "4821"),
        ("0482", "0482"),
        ("12345678", "12345678"),
        ("4 8 2 1", "4821"),
        ("48 21", "4821"),
        ("pin 4821 and dob 03/05/1980", "4821"),
        ("pin: 0482, ref 123456", "0482"),
        ("it's 4821 not 4812", "4821"),
        ("4812 sorry 4821", "4821"),
    ],
)
def test_a_pin_is_read(text: str, pin: str) -> None:
    assert find_pin(text) == pin


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "123",
        "3 May 1980",
        "03/05/1980",
        "my number is 07700 900123",
        "\xa34821",
        "10:30",
    ],
)
def test_other_digits_are_no_pin(text: str) -> None:
    assert find_pin(text) is None


@pytest.mark.parametrize(
    ("text", "born"),
    [
        pytest.param("25/11/2026", date(2026, 11, 25), id="born today"),
        pytest.param("26/11/2026", None, id="born tomorrow"),
        pytest.param("26/11/1905", date(1905, 11, 26), id="120 years old"),
        pytest.param("25/11/1905", None, id="121 years old today"),
        pytest.param("25/11/26", date(2026, 11, 25), id="two digits, today"),
        pytest.param("26/11/26", date(1926, 11, 26), id="two digits, not in the future"),
    ],
)
def test_the_future_and_great_ages_are_refused(text: str, born: date | None) -> None:
    assert find_date_of_birth(text, TODAY) == born


def test_a_moment_will_do_for_today() -> None:
    now = datetime(2026, 11, 25, 9, 0, tzinfo=timezone.utc)
    assert find_date_of_birth("3 May 1980", now) == date(1980, 5, 3)
