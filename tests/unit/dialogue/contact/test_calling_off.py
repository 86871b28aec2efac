"""Tests of leaving a request for now, and of wanting it after all."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.calling_off import calls_off, wants_it_after_all


@pytest.mark.parametrize(
    "text",
    [
        "not today thanks, bye",
        "leave it, another time",
        "oh forget it",
        "never mind, I'll ask my daughter first",
        "I'll think about it",
        "she will ring herself",
        "let me check with my husband first",
        "ok leave it then, my bus is here",
    ],
)
def test_who_leaves_is_understood(text: str) -> None:
    assert calls_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "never mind, mornings",
        "not now, after 5",
        "not today, tomorrow",
        "leave the name out",
        "never mind, can somebody ring 01632 960987",
        "shall I leave it?",
        "no",
        "Joan",
        "skip it",
    ],
)
def test_an_answer_or_a_question_leaves_nothing(text: str) -> None:
    assert not calls_off(text)


def test_another_time_is_an_answer_where_the_time_was_asked_for() -> None:
    assert calls_off("another time")
    assert not calls_off("another time", asked_time=True)


@pytest.mark.parametrize(
    "text", ["ok he says yes", "she wants it now, mornings", "do it after all"]
)
def test_a_request_may_be_wanted_after_all(text: str) -> None:
    assert wants_it_after_all(text)


@pytest.mark.parametrize("text", ["he says it hurts", "does she want it?", "she said you are good"])
def test_news_of_somebody_is_no_wish(text: str) -> None:
    assert not wants_it_after_all(text)
