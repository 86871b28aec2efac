"""Somebody goes away for a moment and comes back; hair that grows back is something else."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.breaks import comes_back, goes_away, leaves


@pytest.mark.parametrize(
    "text", ["brb", "one sec", "ok wait a minute pls", "be right back", "hold on", "back in a bit"]
)
def test_a_break_is_heard(text: str) -> None:
    assert goes_away(text)


@pytest.mark.parametrize(
    "text",
    ["back", "ok im back", "brb ... ok back where were we", "hi, back now", "where were we?"],
)
def test_a_return_is_heard(text: str) -> None:
    assert comes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        *("call me back", "my hair grew back", "it came back", "back to hair", "lower back"),
        *("on my back", "get back to me", "hold on to the plan", "x" * 5_000 + " back"),
    ],
)
def test_other_words_with_back_are_neither(text: str) -> None:
    assert not comes_back(text)
    assert not goes_away(text)


@pytest.mark.parametrize("text", ["ta. gone", "ok gotta go", "right im off", "thanks, bye now"])
def test_who_only_says_goodbye_leaves(text: str) -> None:
    assert leaves(text)


@pytest.mark.parametrize(
    "text", ["later", "all gone", "the pain is gone", "i have to go to work at 5"]
)
def test_an_answer_with_such_words_stays(text: str) -> None:
    assert not leaves(text)
