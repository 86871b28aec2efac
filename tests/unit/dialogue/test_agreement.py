"""Agreement with a summary is told from a correction of it."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.agreement import agrees, says_go, says_send


@pytest.mark.parametrize("text", ["ok yes", "all ok now, send", "that's it thanks", "yep go ahead"])
def test_agrees_in_whatever_words(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", ["yes but Friday", "ok hair", "no", "send it to my mum"])
def test_what_says_more_than_yes_is_no_bare_agreement(text: str) -> None:
    assert not agrees(text)


def test_looks_good_sends() -> None:
    assert says_send("looks good")


@pytest.mark.parametrize("text", ["don't send it", "not correct", "wait, is that correct"])
def test_what_is_denied_is_not_sent(text: str) -> None:
    assert not says_send(text)


@pytest.mark.parametrize("text", ["good, go", "ok do it", "fine, submit", "lovely"])
def test_go_is_yes_in_other_words(text: str) -> None:
    assert says_go(text)


@pytest.mark.parametrize("text", ["thanks", "please", "no, go home", "the price"])
def test_thanks_alone_sends_nothing(text: str) -> None:
    assert not says_go(text)


@pytest.mark.parametrize(
    "text",
    [
        *("that is quite right dear, thank you so much", "absolutely, spot on", "sounds right"),
        *("that'll do nicely", "aye, that's grand", "I am happy with that"),
    ],
)
def test_agreement_in_warm_words_sends(text: str) -> None:
    assert says_go(text)


@pytest.mark.parametrize("text", ["thank you dear", "you are very kind"])
def test_warm_thanks_alone_send_nothing(text: str) -> None:
    assert agrees(text)
    assert not says_go(text)


def test_raised_thumb_agrees_with_a_summary() -> None:
    assert agrees("\U0001f44d")
    assert says_go("\U0001f44d")
    assert not agrees("\U0001f60a")
