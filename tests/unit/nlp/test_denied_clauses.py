"""Clauses that say what is not meant are left out; everything else stays."""

from __future__ import annotations

import pytest

from mesoguide.nlp.denied_clauses import without_denied_clauses


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I'm not asking about the price, how long does it take?", "how long does it take?"),
        ("not how often, how long", "how long"),
        ("I don't need the cost, only the dates please", "only the dates please"),
        ("never mind the needles, what is in it?", "what is in it?"),
        ("how many visits, not how long each one", "how many visits"),
        ("apart from bruises, what can go wrong", "what can go wrong"),
    ],
)
def test_what_is_not_asked_is_left_out(text: str, left: str) -> None:
    assert without_denied_clauses(text) == left


@pytest.mark.parametrize(
    "text",
    ["is it not safe?", "why is it not working", "not sure", "I do not want it to hurt", "no", ""],
)
def test_other_uses_of_not_stay(text: str) -> None:
    assert without_denied_clauses(text) == text


def test_a_message_that_is_one_denial_stays_whole() -> None:
    assert (
        without_denied_clauses("I'm not asking about that, ok") == "I'm not asking about that, ok"
    )
