"""Coming back to a request, or leaving it for a moment, is told from an answer."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.resuming import (
    comes_back,
    goes_on_with_request,
    names_what_to_go_on_with,
    puts_off,
)


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


@pytest.mark.parametrize(
    "text",
    ["can we carry on with my booking then", "let us continue the request", "back to the form"],
)
def test_a_request_is_taken_up_by_its_name(text: str) -> None:
    assert goes_on_with_request(text)


@pytest.mark.parametrize(
    "text",
    [
        "can I still go on with my appointment on Friday?",
        "should I continue my treatment visit",
        "is it safe to go ahead with my appointment",
    ],
)
def test_a_visit_after_an_emergency_is_no_request_to_go_on_with(text: str) -> None:
    assert not goes_on_with_request(text)


@pytest.mark.parametrize("text", ["ill finish the booking later", "do it tomorrow then ok"])
def test_what_is_put_off_does_not_go_on(text: str) -> None:
    assert puts_off(text)
    assert not comes_back(text)


def test_to_finish_now_puts_nothing_off() -> None:
    assert not puts_off("finish the booking")
