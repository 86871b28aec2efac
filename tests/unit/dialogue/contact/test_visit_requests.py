"""Whether a visit is to be booked, moved or called off is read from a message."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.visit_requests import calls_off_visit, visit_request


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("can I move my appointment", "change"),
        ("my wife can't make Thursday, please cancel it", "cancel"),
        ("Cancel 9 June. Book 16 June.", "change"),
        ("my son broke his arm, please move our visit to next month", "change"),
        ("I won't be coming on Thursday", "cancel"),
        ("sign me up for a session", "book"),
        ("any slots saturday", "book"),
        ("reschedule", "change"),
        ("cancel Thursday", "cancel"),
        ("book me in", "book"),
        ("can I book... I had to cancel last time", "book"),
        ("I want to make an appointment", "book"),
        ("can I get a slot", "book"),
        ("I need to cancel my appointment", "cancel"),
        ("cancel and rebook", "change"),
        ("I can't make it on Friday", "change"),
        ("change", "change"),
        ("cancel", "cancel"),
        ("book", "book"),
        ("can I come in tomorrow", "book"),
        ("push my appointment back", "change"),
        ("can you bring it forward", "change"),
        ("I'd like to see someone", "book"),
        ("I need an earlier slot", "change"),
        ("can i have another appointment", "book"),
        ("I cancelled last week and want to book again", "book"),
        ("call off my visit", "cancel"),
        ("a different day please", "change"),
        ("I'd like a consultation", "book"),
        ("do you have any appointments on Saturday", "book"),
        ("I have an appointment on Friday and need to cancel it", "cancel"),
        ("another appointment", "book"),
        ("new appointment", "book"),
        ("I've booked for Tuesday but need another day ", "change"),
        ("can i swap to thursday", "change"),
        ("I won't be coming", "cancel"),
        ("can't come on monday", "change"),
        ("cancle my appt", "cancel"),
        ("i want to book not cancel", "book"),
        ("postpone", "change"),
        ("i would like to move it to next week", "change"),
        ("first appointment", "book"),
    ],
)
def test_what_is_to_be_done_with_a_visit_is_read(text: str, wanted: str) -> None:
    assert visit_request(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "how do these shots change it?",
        "can this shift it",
        "before I book, is it safe?",
        "a woman at my book club",
        "visits, spacing and maintenance",
        "lump since session",
        "how do I cancel a direct debit",
        "next session?",
        "do you need more sessions for legs",
        "running late, can you push my two o'clock to three",
        "what is your cancellation policy",
        "what happens if I cancel",
        "don't cancel",
        "hello",
        "how much is a session",
        "how long is an appointment",
        "you cancelled my appointment, can I have another one",
        "it changes to my skin",
        "can my skin change",
        "results can be seen",
        "should I see a doctor",
        "what is the treatment schedule",
        "maybe another time",
        "how often do I need a session",
        "is there a fee to cancel",
        "can i change my name",
    ],
)
def test_past_visits_and_questions_are_no_request(text: str) -> None:
    assert visit_request(text) is None


@pytest.mark.parametrize("text", ["no no. cancel, not change", "cancel instead of moving"])
def test_cancelling_in_place_of_moving_is_said_of_the_visit(text: str) -> None:
    assert calls_off_visit(text, "book", asked=False)


def test_cancel_it_is_said_of_the_visit_that_was_to_be_moved() -> None:
    assert calls_off_visit("no, just cancel it", "change", asked=False)
    assert not calls_off_visit("no, just cancel it", "book", asked=False)


def test_a_visit_that_is_there_is_not_booked_again() -> None:
    assert visit_request("i have appointment monday, want change") == "change"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Appointment please. new patient. Ana Lee, Monday", "book"),
        ("actually move it instead to the week after", "change"),
        ("no dont cancel, move it", "change"),
        ("ok actually cancel the visit altogether instead", "cancel"),
        ("visit, what happens there?", None),
    ],
)
def test_a_wish_among_other_words_is_read(text: str, request_: str | None) -> None:
    assert visit_request(text) == request_


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("turn it into a cancellation please, I'll book again another day", "cancel"),
        ("cancel my visit, will be in touch to rebook", "cancel"),
        ("cancel Monday and book Thursday", "change"),
        ("Can I have an appointment for hair", "book"),
    ],
)
def test_booking_again_some_day_is_no_change(text: str, wanted: str) -> None:
    assert visit_request(text) == wanted
