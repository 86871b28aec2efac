"""A name is spelt as somebody says; where that is not clear it is asked for again."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.name_spelling import respelled


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Olsson with two s", "Bo Olson", "Bo Olsson"),
        ("it's spelled with a K", "Eric Larsson", "Erik Larsson"),
        ("with a y, not an i", "Jonni Lee", "Jonny Lee"),
        ("Pomeroy with one m", "Mrs Edith Pommeroy", "Mrs Edith Pomeroy"),
        ("it's Pomeroy with one m", "Edith Pomeroy", "Edith Pomeroy"),
        ("without the h", "Sarah Jones", "Sara Jones"),
        ("M-E-Y-E-R", "Anna Maier", "Anna Meyer"),
        ("no, K A R L", "Carl Orff", "Karl Orff"),
        ("Anne with an e", "Ann Lee", "Anne Lee"),
        ("with an e at the end", "Brown", "Browne"),
        ("two s's", "Olson", "Olsson"),
    ],
)
def test_name_is_spelt_as_it_was_said(text: str, name: str, expected: str) -> None:
    found = respelled(text, name)

    assert found
    assert found.spelled == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is spelt wrong", "Anna Smith"),
        ("double t please", "Bret Hart"),
        ("two z", "Bo Dahl"),
        ("it's spelled Q-X-Z", "Bo Dahl"),
    ],
)
def test_what_is_not_clear_is_left_open(text: str, name: str) -> None:
    found = respelled(text, name)

    assert found
    assert found.spelled is None


@pytest.mark.parametrize(
    "text",
    [
        *("it's about a lump", "it's a lump", "mornings, not a weekend", "about the price"),
        *("without a doubt", "how is it spelled?", "with a friend", "07700 900123", "x" * 200),
    ],
)
def test_other_messages_are_not_about_spelling(text: str) -> None:
    assert respelled(text, "Al Poe") is None
