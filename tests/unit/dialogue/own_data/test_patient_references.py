"""Tests of reading the code of a plan, and a try at one."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.own_data.patient_references import find_patient_reference, tried_reference


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("is it AB 12 c?", "AB 12 c"),
        ("MG-77", "MG-77"),
        ("try mg 4471 h, same birthday", "mg 4471 h"),
        ("the code says xy 5512", "xy 5512"),
    ],
)
def test_a_code_that_is_written_oddly_is_a_try(text: str, tried: str) -> None:
    assert tried_reference(text) == tried


@pytest.mark.parametrize(
    "text",
    ["it is 5 weeks ago", "its 12 for hair", "at 3pm", "he's 74", "I had 3 or 4", "born 1949"],
)
def test_amounts_and_times_are_no_try(text: str) -> None:
    assert tried_reference(text) is None


def test_a_date_in_words_is_no_code() -> None:
    assert find_patient_reference("the 4th of june 1952") is None
