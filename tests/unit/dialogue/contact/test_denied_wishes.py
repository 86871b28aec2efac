"""A denied wish is told from a wish."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.denied_wishes import may_call_off, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to talk to a person either",
        "I do not want to book anything",
        "please don't delete my data",
        "dont ring me",
        "I no longer need a call",
        "there is no need to call me",
        "don\u2019t send it yet",
    ],
)
def test_denied_wish(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "can somebody call me?",
        "why don't you call me back?",
        "I'd like to book a visit",
        "I have not been well, please call me",
        "don't hesitate to ring me",
        "delete my data",
        "",
    ],
)
def test_wish_that_is_not_denied(text: str) -> None:
    assert not takes_back(text)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("please call me back, I am Nina Roy", False),
        ("call me, my name is Ann", False),
        ("don't call me", True),
        ("forget the call", True),
        ("cancel the call", True),
    ],
)
def test_words_that_call_off_are_told_from_a_plain_wish(text: str, may: bool) -> None:
    assert may_call_off(text) is may
