"""A date of birth compares equal in every usual form; a PIN by its figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.verifiers import compared_verifier

TODAY = date(2026, 11, 22)
DOB, PIN = VerifierKind.DATE_OF_BIRTH, VerifierKind.PIN


@pytest.mark.parametrize(
    "typed",
    [
        "1980-05-03", "1980/5/3", "1980.05.03", "03/05/1980", "3/5/1980", "3/5/80", "03.05.80",
        "3-5-1980", "03 05 1980", "3 May 1980", "3 may 80", "3rd May 1980", "3rd of May, 1980",
        "3 MAY 1980", "May 3 1980", "May 3rd, 1980", "3-May-1980", "3may1980", "3 . 5 . 1980",
        "  3  May  1980 ", "03051980", "030580", "3\u20135\u20131980",
    ],
)  # fmt: skip
def test_every_usual_form_is_the_same_day(typed: str) -> None:
    assert compared_verifier(typed, DOB, today=TODAY) == "1980-05-03"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("29 Feb 1980", "1980-02-29"),
        ("1 Sept 1990", "1990-09-01"),
        ("1 sep. 1990", "1990-09-01"),
        ("22/11/2010", "2010-11-22"),
        ("1/2/10", "2010-02-01"),
        ("1/2/11", "1911-02-01"),
        ("5/6/1930", "1930-06-05"),
    ],
)
def test_day_comes_before_the_month(typed: str, day: str) -> None:
    assert compared_verifier(typed, DOB, today=TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "May", "3 May", "31/02/1980", "13/13/1980", "05/13/1980", "3 Mai 1980", "3 ma 1980",
        "23 Nov 2026", "1/1/1890", "1980", "12345", "never", "3 May 1980 or 4 May", "٣ May 1980",
        "3 May 1980" + " " * 80 + "x",
    ],
)  # fmt: skip
def test_what_is_no_date_of_birth_compares_to_nothing(typed: str) -> None:
    assert compared_verifier(typed, DOB, today=TODAY) is None


@pytest.mark.parametrize("typed", ["4821", "48 21", " 4-8-2-1 "])
def test_pin_is_its_figures(typed: str) -> None:
    assert compared_verifier(typed, PIN) == "4821"


@pytest.mark.parametrize("typed", ["", "123", "123456789", "12a4", "four", "١٢٣٤"])
def test_what_is_no_pin_compares_to_nothing(typed: str) -> None:
    assert compared_verifier(typed, PIN) is None


@pytest.mark.parametrize(
    ("typed", "compared"),
    [("4821", "4821"), ("3 May 1980", "1980-05-03"), ("1980-05-03", "1980-05-03"), ("?", None)],
)
def test_kind_is_told_by_the_form_unless_it_is_known(typed: str, compared: str | None) -> None:
    assert compared_verifier(typed, today=TODAY) == compared


@given(st.text(max_size=200), st.sampled_from([DOB, PIN, None]))
def test_any_text_is_read_without_a_failure(typed: str, kind: VerifierKind | None) -> None:
    compared = compared_verifier(typed, kind, today=TODAY)

    assert compared is None or compared.replace("-", "").isdecimal()


@given(st.dates(min_value=date(1910, 1, 1), max_value=TODAY))
def test_compared_form_compares_to_itself(day: date) -> None:
    assert compared_verifier(day.isoformat(), DOB, today=TODAY) == day.isoformat()
