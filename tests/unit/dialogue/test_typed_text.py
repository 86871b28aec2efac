"""Typed text is made even without changing what was said."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.typed_text import MAX_CHARACTERS, blank_out, tidy


@pytest.mark.parametrize(
    ("typed", "even"),
    [
        pytest.param("  a \t b  ", "a b", id="blanks"),
        pytest.param("a \r\n\r\n b", "a\nb", id="lines stay lines"),
        pytest.param("O\u2019Brien\u2013Smith", "O'Brien-Smith", id="typographic signs"),
        pytest.param("\u0660\u0667\u0667", "077", id="Arabic digits"),
        pytest.param("\uff10\uff17", "07", id="wide digits"),
        pytest.param("\u202a07700\u202c", "07700", id="direction marks"),
        pytest.param("1\u00bd", "1 1/2", id="half"),
        pytest.param("a\x00b\ud800c", "a b c", id="characters that no database takes"),
        pytest.param(
            "\u0645\u06cc\u200c\u0631\u0636\u0627",
            "\u0645\u06cc\u200c\u0631\u0636\u0627",
            id="joiner in a name",
        ),
    ],
)
def test_text_is_made_even(typed: str, even: str) -> None:
    assert tidy(typed) == even


def test_a_character_that_stands_for_many_does_not_make_a_text_longer() -> None:
    assert len(tidy("\ufdfa" * 5_000)) <= MAX_CHARACTERS


def test_what_was_read_leaves_a_bar() -> None:
    assert blank_out("Anna 07700 after 5", 5, 10) == "Anna | after 5"
