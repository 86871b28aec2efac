"""Words of time are mended where they are mistyped, and other words are left as they are."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.calendar_words import (
    MONTH_NAMES,
    WEEKDAY_NAMES,
    mend_time_words,
    month_number,
    ordinal_number,
    weekday_number,
)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("Yesturday", "yesterday"),
        ("tomorow afternon", "tomorrow afternoon"),
        ("2moro b4 noon", "tomorrow before noon"),
        ("6wks", "6weeks"),
        ("coupl of mnths", "couple of months"),
        ("wensday or thrusday", "wednesday or thursday"),
        ("5 Febuary", "5 february"),
    ],
)
def test_slips_in_words_of_time_are_mended(typed: str, mended: str) -> None:
    assert mend_time_words(typed) == mended


@pytest.mark.parametrize("typed", ["yours", "mondal", "sundar", "monthly", "sauna", "moaning"])
def test_other_words_are_not_mended(typed: str) -> None:
    assert mend_time_words(typed) == typed


def test_days_and_months_are_known_by_three_letters() -> None:
    assert [weekday_number(name[:3]) for name in WEEKDAY_NAMES] == list(range(7))
    assert [month_number(name[:3]) for name in MONTH_NAMES] == list(range(1, 13))


@pytest.mark.parametrize(
    ("word", "number"),
    [("3rd", 3), ("3", 3), ("third", 3), ("twenty-first", 21), ("thirtieth", 30), ("many", None)],
)
def test_an_ordinal_has_its_number(word: str, number: int | None) -> None:
    assert ordinal_number(word) == number
