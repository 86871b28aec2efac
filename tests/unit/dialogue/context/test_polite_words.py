"""Shy openings, goodbyes and glad news ask nothing, and are no symptom."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.polite_words import polite_meaning
from mesoguide.dialogue.understood_message import UnderstoodMessage


def meant(text: str, intent: str, confidence: float = 0.6) -> tuple[str, ...]:
    return polite_meaning(UnderstoodMessage(text, intent, confidence, (intent,), "none", "", ()))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("so sorry if this is a silly question, i've never had anything done", "ask_procedure"),
        ("My friend Maureen had her thighs done and she looks marvellous", "report_symptom"),
    ],
)
def test_words_without_a_question_are_a_greeting(text: str, intent: str) -> None:
    assert meant(text, intent) == ("greet",)


def test_goodbye_at_the_end_of_thanks_is_heard() -> None:
    assert meant("you've been ever so patient, bye bye dear", "thank") == ("goodbye",)


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("silly question but does it hurt?", "ask_discomfort", 0.9),
        ("she looks great but one lump is sore", "report_symptom", 0.9),
        ("is it a stupid question to ask what it costs", "ask_cost", 0.9),
        ("i have never had anything so painful", "report_symptom", 0.9),
    ],
)
def test_question_or_symptom_stays_one(text: str, intent: str, confidence: float) -> None:
    assert meant(text, intent, confidence) == ()
