"""Hostile text is tokenised in bounded time, and offsets stay right."""

from __future__ import annotations

import pytest
from spacy.language import Language


@pytest.mark.parametrize(
    "text",
    ["\U0001f600" * 3_000, "'" * 3_000, "a" * 20_000, "x" * 450 + " y", "ok"],
    ids=["emojis", "apostrophes", "one word", "a long run before a word", "short"],
)
def test_text_stays_the_same(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_a_concept_after_a_long_run_stands_where_it_stands(nlp: Language) -> None:
    text = "x" * 450 + " hair loss"
    concept = nlp(text)._.concepts[0]
    assert text[concept.start : concept.end] == "hair loss"


def test_half_a_surrogate_pair_is_replaced(nlp: Language) -> None:
    assert nlp("\ud83d hurts").text == "\ufffd hurts"
