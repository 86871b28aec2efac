"""A correction asks the question that it names, without the one that it takes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mesoguide.dialogue import names
from mesoguide.dialogue.context.subject_corrections import asked_back, corrected_subjects
from mesoguide.dialogue.understood_message import UnderstoodMessage


def understood(text: str, intent: str = "deny", confidence: float = 0.9) -> UnderstoodMessage:
    return UnderstoodMessage(text, intent, confidence, (intent,), "none", "", ())


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("no I asked about the pain", "ask_discomfort"),
        ("not cost, visits", "ask_frequency"),
        ("wrong. my question was the price", "ask_cost"),
        ("you did not answer. risks?", "ask_side_effects"),
        ("I said how many times, not how much", "ask_frequency"),
        ("not price pain", "ask_discomfort"),
        ("didn't ask the price I ask how often", "ask_frequency"),
        ("no no, when do I see something", "ask_results_onset"),
    ],
)
def test_what_is_left_after_the_denied_subject_is_asked(text: str, subject: str) -> None:
    assert corrected_subjects(understood(text)) == (subject,)


def test_a_question_that_the_message_denies_is_not_asked() -> None:
    heard = understood("no not price. which one stays longer", "ask_cost", 0.55)

    assert corrected_subjects(heard) == ("ask_results_duration",)


@pytest.mark.parametrize(
    "text",
    [
        "no thanks",
        "not what I asked",
        "no it hurts",
        "no I don't want to know the price",
        "no, I meant 3 sessions",
        "no, my pain is still there",
    ],
)
def test_what_names_no_other_question_is_left_alone(text: str) -> None:
    assert corrected_subjects(understood(text)) == ()


def test_a_sure_question_needs_no_other_reading() -> None:
    assert corrected_subjects(understood("no risks at all?", "ask_side_effects", 0.97)) == ()


@pytest.mark.parametrize("text", ["RESULT", "i ask about RESULT!!", "no, the effect", "results?"])
def test_results_may_be_three_questions(text: str) -> None:
    assert asked_back(understood(text)) == names.WHICH_RESULT


def test_how_long_is_asked_back_where_it_puts_something_right() -> None:
    assert asked_back(understood("no, I meant how long")) == names.WHICH_TIME
    assert asked_back(understood("how long")) is None
    assert asked_back(replace(understood("hm how long"), act="correct")) == names.WHICH_TIME


def test_results_of_something_named_are_not_asked_back() -> None:
    assert asked_back(understood("when will I see results on my hands")) is None
