"""A number that is put right in part is mended, and nothing else is taken for that."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.number_corrections import corrected_number

KNOWN = "+447700900123"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("the number is wrong, it ends in 132", "+447700900132"),
        ("ends in one three two", "+447700900132"),
        ("the last three digits are 132", "+447700900132"),
        ("sorry it's 132, not 123", "+447700900132"),
        ("not 123 but 132", "+447700900132"),
        ("132 at the end", "+447700900132"),
        ("it ends with double three 2", "+447700900332"),
    ],
)
def test_the_part_that_was_wrong_is_replaced(text: str, mended: str) -> None:
    assert corrected_number(text, KNOWN, "GB") == mended


@pytest.mark.parametrize(
    "text",
    ["the number is wrong", "my shift ends at 5", "it ends in 123", "not 0 but 1", "2 not 3"],
)
def test_nothing_is_guessed(text: str) -> None:
    assert corrected_number(text, KNOWN, "GB") is None
