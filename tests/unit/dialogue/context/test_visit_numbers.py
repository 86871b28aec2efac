"""A number of visits is read where it is meant as one."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.visit_numbers import number_of_visits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my sister had seven sittings", "7"),
        ("four visits, not six visits", "4"),
        ("not six visits, four visits", "4"),
        ("it was 9", None),
    ],
)
def test_number_with_its_unit_counts(text: str, number: str | None) -> None:
    assert number_of_visits(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("nine, not seven", "9"), ("not 7 but 9", "9"), ("at 9:30", None), ("no", None)],
)
def test_bare_number_counts_while_visits_are_spoken_of(text: str, number: str | None) -> None:
    assert number_of_visits(text, asked=True) == number
