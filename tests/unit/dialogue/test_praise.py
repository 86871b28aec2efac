"""A complaint about the chat is told from one about an answer, and from praise."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.praise import is_about_the_chat, is_praise


@pytest.mark.parametrize(
    "text",
    ["feedback: too many questions. bad", "u r a stupid bot", "this is rubbish", "wtf", "you suck"],
)
def test_anger_at_the_chat_is_about_the_chat(text: str) -> None:
    assert is_about_the_chat(text)
    assert not is_praise(text)


@pytest.mark.parametrize("text", ["that didn't help", "not what I asked", "wrong answer"])
def test_an_answer_that_did_not_help_is_not(text: str) -> None:
    assert not is_about_the_chat(text)
