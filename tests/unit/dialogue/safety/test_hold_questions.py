"""While word of being safe is awaited, what cannot wait is told from what can."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.hold_questions import (
    asks_about_medicine,
    asks_if_it_comes_back,
    asks_who_is_there,
)
from mesoguide.dialogue.understood_message import UnderstoodMessage

CAN_WAIT = (
    "so tuesday morning ok?",
    "just answer the cost",
    "how long does it take",
    "i have pain",
)


def message(text: str) -> UnderstoodMessage:
    return UnderstoodMessage.of({"intent": {"name": "out_of_scope"}}, text)


@pytest.mark.parametrize(
    "text",
    [
        *("can i take amoxicilin i have at home", "should i take a paracetamol"),
        *("i have cetirizine at home is ok?", "how many pills", "would antihistamine help"),
    ],
)
def test_a_question_about_a_medicine_is_heard(text: str) -> None:
    assert asks_about_medicine(message(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "are you a real person?",
            "u wont tell anyone?",
            "will a nurse read this?",
            "who reads this",
        ),
        *("is this anonymous", "are you still there", "please dont tell the police", "is it a bot"),
    ],
)
def test_a_question_about_who_is_there_is_heard(text: str) -> None:
    assert asks_who_is_there(message(text))


@pytest.mark.parametrize(
    "text",
    [
        *("and if it comes back the chest thing?", "what if happens again tonight?"),
        *("what do i do if it gets worse", "can it come back"),
    ],
)
def test_a_question_about_its_return_is_heard(text: str) -> None:
    assert asks_if_it_comes_back(message(text))


@pytest.mark.parametrize("text", CAN_WAIT)
def test_other_questions_can_wait(text: str) -> None:
    asked = message(text)

    assert not asks_about_medicine(asked)
    assert not asks_who_is_there(asked)
    assert not asks_if_it_comes_back(asked)
