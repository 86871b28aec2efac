"""What is said about a request is told from what is said to it."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.form_talk import (
    asks_if_sent,
    asks_what_is_meant,
    asks_what_is_noted,
    asks_when_contacted,
    asks_which_contact,
    tells_to_send,
)


@pytest.mark.parametrize(
    "text", ["did you send it?", "is it booked?", "did it go through", "am I booked in now?"]
)
def test_asks_whether_it_was_sent(text: str) -> None:
    assert asks_if_sent(text)


@pytest.mark.parametrize("text", ["when will they ring?", "how soon will someone call me"])
def test_asks_when_staff_call(text: str) -> None:
    assert asks_when_contacted(text)


@pytest.mark.parametrize("text", ["mobile or landline?", "what number do you want?"])
def test_asks_which_number(text: str) -> None:
    assert asks_which_contact(text)


@pytest.mark.parametrize("text", ["what", "eh?", "I don't understand", "what do you mean by that"])
def test_has_not_understood_the_question(text: str) -> None:
    assert asks_what_is_meant(text)


@pytest.mark.parametrize("text", ["send it", "please send it again", "ok submit"])
def test_tells_to_send(text: str) -> None:
    assert tells_to_send(text)


@pytest.mark.parametrize(
    "text", ["what is it for?", "Anna Smith", "send me a price list", "is it safe?", "after 5"]
)
def test_other_messages_are_not_about_the_request(text: str) -> None:
    about = (asks_if_sent, asks_when_contacted, asks_which_contact, asks_what_is_meant)
    assert not any(asks(text) for asks in (*about, tells_to_send))


@pytest.mark.parametrize(
    "text",
    [
        "what have you got so far?",
        "what did you note?",
        "can you read that back to me",
        "show me what you have",
        "what details do you have?",
        "can I just check what you have down",
        "summary please",
        "did you get all that down",
    ],
)
def test_who_wants_a_request_read_back_is_understood(text: str) -> None:
    assert asks_what_is_noted(text)


@pytest.mark.parametrize(
    "text",
    [
        "what have you got for wrinkles",
        "what do you do with my data",
        "can I see a doctor",
        "tell me about the plan",
        "I have a question",
    ],
)
def test_other_questions_want_nothing_read_back(text: str) -> None:
    assert not asks_what_is_noted(text)


@pytest.mark.parametrize(
    "text",
    [
        "what did you ask me again?",
        "sorry love, I have lost track",
        "remind me what you asked",
        "what do I need to answer",
        "what is it you want from me",
    ],
)
def test_the_open_question_is_wanted_again(text: str) -> None:
    assert asks_what_is_meant(text)


@pytest.mark.parametrize(
    "text", ["what do you need to do to my skin", "what is next in the course"]
)
def test_a_question_on_the_care_is_not_about_the_form(text: str) -> None:
    assert not asks_what_is_meant(text)


def test_whether_it_is_cancelled_is_asked_of_the_request() -> None:
    assert asks_if_sent("so is it actually cancelled now or not")
