"""References are hard to guess and hard to mistake, and compare without their spelling."""

from __future__ import annotations

import re

import pytest

from mesoguide.clinic.patient_references import (
    compared_reference,
    is_usable_reference,
    new_code,
    new_reference,
)

MANY = 300


def test_made_reference_is_readable_and_usable() -> None:
    for _ in range(MANY):
        reference = new_reference()
        assert re.fullmatch(r"MG-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", reference)
        assert is_usable_reference(reference)


def test_made_references_and_codes_differ() -> None:
    assert len({new_reference() for _ in range(MANY)}) == MANY
    assert len({new_code() for _ in range(MANY)}) == MANY


@pytest.mark.parametrize(
    "typed", ["MG-7K4P-2QX9", "mg 7k4p 2qx9", "mg7k4p2qx9", "MG\u20137K4P 2QX9"]
)
def test_spelling_does_not_matter(typed: str) -> None:
    assert compared_reference(typed) == "mg7k4p2qx9"


@pytest.mark.parametrize("typed", ["", "MG-12", "MG/7K4P", "x" * 65, None, 7, ["MG-7K4P-2QX9"]])
def test_what_cannot_be_a_reference_compares_to_nothing(typed: object) -> None:
    assert compared_reference(typed) is None


@pytest.mark.parametrize(
    ("reference", "usable"),
    [
        ("CLINIC-2044", True),
        ("ab12cd", True),
        ("AB1CDE", False),
        ("123456", False),
        ("SURNAME", False),
        ("A1B2C", False),
    ],
)
def test_own_reference_needs_letters_and_figures(reference: str, usable: bool) -> None:
    assert is_usable_reference(reference) is usable
