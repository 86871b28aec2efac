"""What people ask of a request that was sent, and of the call that they wait for."""

import pytest

from mesoguide.dialogue.contact.sent_request_questions import (
    asks_call_cost,
    asks_of_sent,
    has_it_arrived,
)


@pytest.mark.parametrize(
    "text",
    [
        "will somebody phone me this afternoon?",
        "are they calling today or tomorrow",
        "which number do they ring?",
        "who is going to call",
        "so they ring my mobile and I wait?",
        "how will you contact me",
    ],
)
def test_a_question_on_the_call_is_read(text: str) -> None:
    assert asks_of_sent(text)


@pytest.mark.parametrize("text", ["has it been passed on?", "did it work", "did that go off ok"])
def test_a_question_whether_it_arrived_is_read(text: str) -> None:
    assert has_it_arrived(text)
    assert asks_of_sent(text)


@pytest.mark.parametrize(
    "text",
    [
        "can somebody call me about scars too",
        "will you call me about the price?",
        "who do I ring?",
        "how do I contact you",
        "please phone me",
        "does it work for hair",
    ],
)
def test_a_new_wish_or_another_question_is_not_of_what_was_sent(text: str) -> None:
    assert not asks_of_sent(text)


@pytest.mark.parametrize(
    "text",
    [
        "will the phone call cost me something?",
        "is the call free",
        "do I have to pay for the call back",
        "does it cost anything if you ring",
    ],
)
def test_a_question_on_the_cost_of_the_call_is_read(text: str) -> None:
    assert asks_call_cost(text)


@pytest.mark.parametrize(
    "text",
    [
        "call me about the cost",
        "can someone ring me, what is the fee for scars",
        "what does a session cost",
        "the price please, and call me",
    ],
)
def test_the_cost_of_a_treatment_is_another_question(text: str) -> None:
    assert not asks_call_cost(text)
