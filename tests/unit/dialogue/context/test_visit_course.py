"""How a day or a visit goes is a question of what happens there, not of how the shots act."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.visit_course import of_the_course
from mesoguide.dialogue.understood_message import UnderstoodMessage


def meant(text: str, intent: str) -> str | None:
    found = of_the_course(UnderstoodMessage(text, intent, 0.9, (intent,), "none", "", ()))
    return found.intent if found else None


@pytest.mark.parametrize(
    "text",
    ["no i mean how does the day go", "what's a session like", "can you talk me thru it quickly"],
)
def test_course_of_a_visit(text: str) -> None:
    assert meant(text, "ask_mechanism") == "ask_procedure"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how does it work", "ask_mechanism"),
        ("talk me through the price", "ask_clarification"),
        ("what happens in a session if i faint", "report_emergency"),
    ],
)
def test_other_questions_are_left_alone(text: str, intent: str) -> None:
    assert meant(text, intent) is None
