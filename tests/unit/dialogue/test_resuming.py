"""Coming back to a request, or leaving it for a moment, is told from an answer."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.resuming import comes_back, names_what_to_go_on_with


@pytest.mark.parametrize(
    "text",
    [
        *("ok back", "where were we?", "go on", "right, carry on please", "k back to booking"),
        *("im back now", "yes finish it. tuesday", "what's the next question"),
    ],
)
def test_comes_back(text: str) -> None:
    assert comes_back(text)


@pytest.mark.parametrize(
    "text", ["back", "my lower back", "it went on for days", "do I go back to work", "yes"]
)
def test_other_uses_of_the_words_are_left_alone(text: str) -> None:
    assert not comes_back(text)


@pytest.mark.parametrize("text", ["yes finish it. it's for hair", "back to the booking, for hair"])
def test_the_request_may_be_named_beside_a_detail(text: str) -> None:
    assert names_what_to_go_on_with(text)


def test_to_go_on_about_a_concern_names_no_request() -> None:
    assert not names_what_to_go_on_with("go on about hair")
