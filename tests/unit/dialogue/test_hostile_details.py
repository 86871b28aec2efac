"""No text makes a reader of details fail or take long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings

from mesoguide.dialogue.contact.contact_details import (
    Detail,
    patient_status,
    read_contact_details,
    stated_topic,
    visit_request,
)
from mesoguide.dialogue.contact.email_addresses import find_email
from mesoguide.dialogue.contact.person_names import bare_name, stated_name
from mesoguide.dialogue.contact.phone_numbers import find_phone
from mesoguide.dialogue.contact.preferred_times import find_time
from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth, find_pin
from mesoguide.dialogue.safety.durations import days_since
from tests.unit.dialogue.hostile_texts import (
    ANY_TEXT,
    HOSTILE_IDS,
    HOSTILE_TEXTS,
    MAX_SECONDS,
    seconds_for,
)

TODAY = date(2026, 11, 25)

READERS: dict[str, Callable[[str], object]] = {
    "phone": lambda text: find_phone(text, "GB", asked=True),
    "email": lambda text: find_email(text, asked=True),
    "stated name": stated_name,
    "bare name": bare_name,
    "time": lambda text: find_time(text, asked=True),
    "time not asked": find_time,
    "days": lambda text: days_since(text, TODAY),
    "date of birth": lambda text: find_date_of_birth(text, TODAY),
    "pin": find_pin,
    "topic": stated_topic,
    "patient status": patient_status,
    "visit request": visit_request,
    "all, name asked": lambda text: read_contact_details(text, region="GB", asked=Detail.NAME),
    "all, contact asked": lambda text: read_contact_details(
        text, region="GB", asked=Detail.CONTACT
    ),
}


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    """Load the table of words before anything is timed."""
    for read in READERS.values():
        read("Anna tomorow, 07700 900123")


@pytest.mark.parametrize("reader", READERS)
@given(text=ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_no_text_makes_a_reader_fail(reader: str, text: str) -> None:
    READERS[reader](text)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=HOSTILE_IDS)
def test_a_long_text_takes_no_time_to_speak_of(text: str) -> None:
    slow = {
        name: seconds
        for name, read in READERS.items()
        if (seconds := seconds_for(read, text)) > MAX_SECONDS
    }
    assert not slow


@pytest.mark.parametrize("reader", READERS)
def test_what_stands_after_a_thousand_characters_is_not_read(reader: str) -> None:
    late = "my name is Anna, 07700 900123, a@example.org, tomorrow, since yesterday, 3 May 1980"
    unread = READERS[reader]("." * 1_000 + late)
    assert unread == READERS[reader]("." * 1_000)
