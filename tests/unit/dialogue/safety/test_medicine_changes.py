"""A question whether to skip or take a medicine is known by how it is built, not by the name."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.medicine_changes import asks_to_change_medicine


@pytest.mark.parametrize(
    "text",
    [
        *("he's on ramipril, shd he miss the evening one", "should I skip my tablets that day"),
        *("do I leave my heart pill off before", "can I halve the dose of bisoprolol"),
        *("is it ok to take my meds first", "nan takes digoxin 125 mcg, must she stop"),
    ],
)
def test_a_medicine_by_any_name_is_heard(text: str) -> None:
    assert asks_to_change_medicine(text)


@pytest.mark.parametrize(
    "text",
    [
        *("can I skip the second visit", "should I stop going to the gym", "can I take photos"),
        *("I'm on holiday, can I skip a week", "does it work", "she is on the phone, shall I wait"),
    ],
)
def test_other_things_are_left(text: str) -> None:
    assert not asks_to_change_medicine(text)


def test_where_only_less_counts_taking_it_does_not() -> None:
    assert not asks_to_change_medicine("can I take my tablets before?", to_less=True)
    assert asks_to_change_medicine("can I leave my tablets out?", to_less=True)
