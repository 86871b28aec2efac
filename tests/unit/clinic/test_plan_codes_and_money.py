"""How codes are compared and amounts are kept and written."""

from __future__ import annotations

import pytest

from mesoguide.clinic.money import format_amount, minor_units
from mesoguide.clinic.plan_codes import compared_code, is_plan_code


@pytest.mark.parametrize(
    "typed", ["HAIR-01", "hair01", " Hair 01 ", "hair_01", "HAIR\u201101"], ids=ascii
)
def test_spellings_of_one_code_compare_equal(typed: str) -> None:
    assert compared_code(typed) == "hair01"


@pytest.mark.parametrize(
    "typed", [None, "", "-", 1, "HAIR%", "A" * 65, "häir", ["HAIR-01"]], ids=lambda v: ascii(v)[:12]
)
def test_what_cannot_be_a_code_compares_to_nothing(typed: object) -> None:
    assert compared_code(typed) is None


@pytest.mark.parametrize("code", ["hair-01", "HAIR--1", "-HAIR", "A" * 33, ""], ids=ascii)
def test_badly_written_code_is_noticed(code: str) -> None:
    assert not is_plan_code(code)


@pytest.mark.parametrize(
    ("currency", "minor"),
    [("USD", 25000), ("JPY", 250), ("KWD", 250000)],
    ids=["hundredths", "no-decimals", "thousandths"],
)
def test_whole_units_become_the_currencys_minor_units(currency: str, minor: int) -> None:
    amount = minor_units(250, currency)

    assert amount == minor
    assert type(amount) is int


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (125000, "USD", "USD 1,250"),
        (125005, "USD", "USD 1,250.05"),
        (1250, "JPY", "JPY 1,250"),
        (1500, "KWD", "KWD 1.500"),
        (0, "EUR", "EUR 0"),
    ],
    ids=["whole", "cents", "no-decimals", "thousandths", "nothing"],
)
def test_amount_is_written_as_people_do(minor: int, currency: str, written: str) -> None:
    assert format_amount(minor, currency) == written
