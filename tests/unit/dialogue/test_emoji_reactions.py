"""A message of nothing but emoji says yes, thanks or no; a face that may mean anything does not."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.emoji_reactions import agrees_by_sign, approves, rejects


@pytest.mark.parametrize(
    "text", ["\U0001f44d", "\U0001f44d\U0001f3fd", "\U0001f64f \U0001f64f", "\u2714\ufe0f"]
)
def test_raised_thumb_agrees(text: str) -> None:
    assert agrees_by_sign(text)
    assert approves(text)


def test_glad_face_thanks_and_agrees_to_nothing() -> None:
    assert approves("\U0001f60a")
    assert not agrees_by_sign("\U0001f60a")


def test_lowered_thumb_rejects() -> None:
    assert rejects("\U0001f44e!")


@pytest.mark.parametrize(
    "text", ["", "?", "\U0001f62d", "\u2764\ufe0f", "ok \U0001f44d", "\U0001f44d\U0001f44e"]
)
def test_what_may_mean_anything_is_left_alone(text: str) -> None:
    assert not approves(text)
    assert not rejects(text)
