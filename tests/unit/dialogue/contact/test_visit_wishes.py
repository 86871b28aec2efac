"""Who tells what they want to come in for, and who they are, wishes for a visit."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.visit_wishes import tells_visit_wish
from mesoguide.dialogue.understood_message import UnderstoodMessage


def wishes(text: str, intent: str = "ask_uses") -> bool:
    return tells_visit_wish(UnderstoodMessage(text, intent, 0.9, (intent,), "none", "", ()))


@pytest.mark.parametrize(
    "text",
    [
        "name's Ida, I want to come in for the brown spots, am new",
        "need an appointment for my hair, 07700 900123",
    ],
)
def test_wish_with_details(text: str) -> None:
    assert wishes(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm Ida, can I come in for the brown spots?",
        "I want to come in for the brown spots",
        "I am new to all this and have brown spots",
    ],
)
def test_question_or_wish_without_details_is_left_to_the_classifier(text: str) -> None:
    assert not wishes(text)
