"""Personal details are taken out of a message, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoguide.messenger.personal_details import PersonalDetails

DETAILS = PersonalDetails("GB", lambda: date(2026, 11, 22))

REDACTED = {
    "my number is 07700 900123, after 5": "my number is [phone number], after 5",
    "+44 1632 960123": "[phone number]",
    "call oh double seven hundred nine hundred one two three": "call [phone number]",
    "mail anna.smith@gmail.com": "mail [email address]",
    "anna dot smith at gmail dot com": "[email address]",
    "I was born on 3 May 1980": "I was born on [date of birth]",
    "03/05/1980": "[date of birth]",
    "my dob is 030580": "my dob is [date of birth]",
    "MG-7K4P-2QX9": "[plan code]",
    "my code is mg 7k4p 2qx9 thanks": "my code is [plan code] thanks",
    "AB12CD34": "[plan code]",
    "my pin is 4821": "my pin is [PIN]",
    "my throat is swelling, ring 07700 900123": "my throat is swelling, ring [phone number]",
}

KEPT = (
    "how many sessions for hair loss?",
    "I had filler on 3 March 2025, when can I start?",
    "tell me about HAIR-01",
    "my code is HAIR-01",
    "what is the code FAT-ARM-01 for?",
    "12 weeks, 3 to 4 visits",
    "it costs 1500 pounds?",
    "I am 45 years old",
    "call 999",
    "is 5 mg each 2000 ok",
    "I want to have 2000 calories",
    "I take vitamin b12 1000mcg",
    "can I come at 10:30 on 12/12/2026",
    "I am 12 weeks pregnant",
    "\U0001f600\U0001f600",
    "",
)


@pytest.mark.parametrize(("text", "redacted"), REDACTED.items(), ids=list(REDACTED))
def test_detail_gives_way_to_a_placeholder(text: str, redacted: str) -> None:
    found = DETAILS.redact(text)
    assert found.found
    assert found.text == redacted


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_detail_stays(text: str) -> None:
    found = DETAILS.redact(text)
    assert not found.found
    assert found.text == text


def test_several_details_all_go() -> None:
    found = DETAILS.redact("07700 900123, anna@example.org, born 3 May 1980, or 07700 900456")
    assert not any(part in found.text for part in ("900123", "anna", "1980", "900456"))


@pytest.mark.parametrize("place", [0, 700, 790, 800, 810, 1500])
def test_detail_anywhere_in_a_long_text_goes(place: int) -> None:
    words = ("does it hurt " * 300)[:place]
    found = DETAILS.redact(f"{words} my number is 07700 900123 {'and so on ' * 100}")
    assert "900123" not in found.text


def test_flood_of_numbers_leaves_no_figure() -> None:
    found = DETAILS.redact("my number 07700 900123 " * 100)
    assert not any(character.isdigit() for character in found.text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_a_fault(text: str) -> None:
    found = DETAILS.redact(text)
    assert found.found or found.text == text


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet="abc defgh.,!?\n", max_size=60),
    st.sampled_from(("07700 900123", "+44 7700 900123", "07700900123")),
    st.text(alphabet="abc defgh.,!?\n", max_size=60),
)
def test_phone_number_among_any_words_goes(before: str, number: str, after: str) -> None:
    found = DETAILS.redact(f"{before} {number} {after}")
    assert "900123" not in found.text
