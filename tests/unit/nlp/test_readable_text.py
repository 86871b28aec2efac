"""Messages written out before they are classified."""

from __future__ import annotations

import pytest

from mesoguide.nlp.abbreviations import ABBREVIATIONS
from mesoguide.nlp.readable_text import asked_in, readable


@pytest.mark.parametrize(
    ("text", "written_out"),
    [
        ("need appt asap", "need appointment as soon as possible"),
        ("sore 2 wks after, ok?", "sore 2 weeks after, ok?"),
        ("price n how many times", "price and how many times"),
        ("is it ok w/o cream", "is it ok without cream"),
        ("WHEN CAN U SEE ME", "WHEN CAN you SEE ME"),
        ("see u b4 tmrw!", "see you before tomorrow!"),
        ("wat is Mezoterapi?", "what is mesotherapy?"),
    ],
)
def test_shortened_words_are_written_out(text: str, written_out: str) -> None:
    assert readable(text) == written_out


@pytest.mark.parametrize(
    "text",
    [
        "vitamin N/A",
        "a 10-min visit",
        "u-shaped",
        "what about the neck",
        "12 weeks, 3 to 4 visits, 100 needles",
        "in 2019 or 2020",
    ],
)
def test_words_and_small_numbers_stay(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("im Pavel 07700 900214 new", "im Pavel my number new"),
        ("ring +44 (0)7700 900214.", "ring my number."),
        ("mail ana.k+x@mail.example.org please", "mail my email please"),
        ("born 03/05/1980", "born my number"),
    ],
)
def test_contact_details_do_not_speak(text: str, left: str) -> None:
    assert readable(text) == left


def test_nothing_is_left_to_write_out() -> None:
    again = {short: readable(full) for short, full in ABBREVIATIONS.items()}

    assert again == ABBREVIATIONS


def test_what_is_not_meant_is_left_out_of_a_shortened_message() -> None:
    assert asked_in("not asking abt price, just how many wks") == "just how many weeks"
