"""Word of a treatment just had is told from plans, and from what is wrong."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.just_treated import only_tells_treatment, was_treated
from mesoguide.dialogue.understood_message import UnderstoodMessage


def message(text: str, intent: str = "inform") -> UnderstoodMessage:
    return UnderstoodMessage.of({"intent": {"name": intent}}, text)


@pytest.mark.parametrize(
    "text",
    [
        *("had my first session this morning", "dad got his injections yesterday"),
        *("I did the shots 2 days ago", "we had the treatment at your place"),
    ],
)
def test_a_treatment_that_was_is_heard(text: str) -> None:
    assert was_treated(text)


@pytest.mark.parametrize(
    "text",
    [
        *("I will have my session tomorrow", "can I have the shots today", "I had lunch today"),
        *("if I had the shots this week", "does it hurt"),
    ],
)
def test_what_is_to_come_is_no_treatment(text: str) -> None:
    assert not was_treated(text)


def test_what_is_wrong_is_more_than_the_treatment() -> None:
    assert only_tells_treatment(message("mum had her shots this morning"))
    assert not only_tells_treatment(message("mum had her shots this morning and feels odd"))
    assert not only_tells_treatment(message("had shots today, is it normal?"))


def test_an_alarm_is_looked_past_only_among_plain_words() -> None:
    plain = message("mum had her shots this morning", "report_emergency")
    purple = message("mum had her shots this morning, purple", "report_emergency")

    assert only_tells_treatment(plain)
    assert not only_tells_treatment(purple)


def test_who_tells_of_a_treatment_may_ask_on_in_the_same_message() -> None:
    assert was_treated("I got my first jabs in my chin last night. When can I shave?")
    assert not was_treated("When can I shave if I have my first jabs today?")


def test_a_treatment_told_in_few_words_of_english_is_no_crisis() -> None:
    text = "Sorry for my english. I make mesotherapy in the belly yesterday"
    message = UnderstoodMessage(text, "express_crisis", 0.7, ("express_crisis",), "none", "", ())

    assert only_tells_treatment(message)
