"""Grave signs that somebody says are not there are told from those that are."""

from __future__ import annotations

import pytest

from mesoguide.nlp.denied_signs import denies_grave_signs


@pytest.mark.parametrize(
    "text",
    [
        "my throat isn't swollen and I can breathe fine",
        "my chest doesn't hurt, is redness normal?",
        "my face is not swelling at all",
        "no trouble breathing, only an itch",
    ],
)
def test_denied(text: str) -> None:
    assert denies_grave_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "my throat is swollen",
        "I can't breathe",
        "I cannot breathe well",
        "my chest hurts and does not stop",
        "is my throat not swollen because of the jab?",
        "",
    ],
)
def test_not_denied(text: str) -> None:
    assert not denies_grave_signs(text)
