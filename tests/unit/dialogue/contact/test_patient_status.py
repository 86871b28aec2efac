"""Whether somebody is a new or an existing patient is read from how they say it."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.patient_status import patient_status, status_beside_details


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("first time", "new"),
        ("no, never", "new"),
        ("completely new to all of this", "new"),
        ("you did my arms a month ago", "existing"),
        ("I had my second session on Tuesday", "existing"),
        ("never been before", "new"),
        ("I'm already a patient", "existing"),
        ("I come to you for my hair", "existing"),
        ("new", "new"),
        ("existing", "existing"),
        ("I'm new", "new"),
        ("new patient", "new"),
        ("not my first time", "existing"),
        ("I haven't been before", "new"),
        ("no I've never been", "new"),
        ("I've been coming for years", "existing"),
        ("been before", "existing"),
        ("I had my last session with you in May", "existing"),
        ("I'm not a patient yet", "new"),
        ("returning", "existing"),
        ("yes I'm registered", "existing"),
        ("it's my first visit", "new"),
        ("I'm on your books", "existing"),
        ("I was treated by you last year", "existing"),
        ("this is my first appointment", "new"),
        ("my next session is on Friday", "existing"),
        ("I've not been to you before", "new"),
        ("not yet", "new"),
        ("regular customer", "existing"),
        ("new to this", "new"),
        ("I have been a few times", "existing"),
        ("never had it", "new"),
        ("i am not an existing patient", "new"),
        ("I'm not new", "existing"),
        ("second visit", "existing"),
    ],
)
def test_who_asks_is_read(text: str, status: str) -> None:
    assert patient_status(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "Not the first course, the ones after",
        "not a new fad then?",
        "I'm not a patient man",
        "Tell me what it is, I've come here from an advert",
        "tiny dent, never had it before",
        "I saw it on your list",
        "do you take new patients?",
        "for the first time my face swelled",
        "how much is it?",
        "hello",
        "I saw you in March",
        "my hair is new",
        "I haven't seen any results",
        "not had any swelling",
        "still having pain",
        "should I come to the clinic",
        "how far apart is the second session",
        "does it hurt at the first session",
        "my first session was sore",
        "I haven't been sleeping",
    ],
)
def test_other_firsts_and_news_say_nothing_of_who_asks(text: str) -> None:
    assert patient_status(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("I came for a chat in spring but had nothing done", "existing"),
        ("I might have been there once, ages ago", "existing"),
        ("ok I never go to your clinic", "new"),
        ("new? I dont know, my wife came once", None),
        ("are you new here?", None),
        ("yes", None),
    ],
)
def test_less_is_enough_when_it_was_asked(text: str, status: str | None) -> None:
    assert patient_status(text, asked=True) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("she has not been to you yet", "new"),
        ("my wife has never been before", "new"),
        ("they've never been", "new"),
        ("it's his first visit", "new"),
        ("he's one of your patients", "existing"),
        ("she came to you for years", "existing"),
        ("her next visit", "existing"),
        ("my mother isn't a patient yet", "new"),
        ("any other day", None),
    ],
)
def test_the_status_of_whom_it_is_for_is_read(text: str, status: str | None) -> None:
    assert patient_status(text) == status


def test_status_stands_before_a_time_in_a_list() -> None:
    assert status_beside_details("Mei Lin | new sat am")[0] == "new"
    assert status_beside_details("Mei Lin | new number tomorrow")[0] is None
