"""How a line of concepts.yml becomes a pattern."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.exceptions import ContentError
from mesoguide.nlp.concept_patterns import ConceptPhrase, parse_phrases


def _only(data: dict[str, Any]) -> ConceptPhrase:
    (phrase,) = parse_phrases(data)
    return phrase


def test_an_area_after_a_plus_is_a_second_entity() -> None:
    phrase = _only({"concern": {"excess_fat": ["double chin + chin"]}})
    assert phrase.entities == (("concern", "excess_fat"), ("body_area", "chin"))


def test_an_ignored_phrase_has_no_entities() -> None:
    assert _only({"ignore": ["hair removal"]}).entities == ()


def test_a_choice_gives_one_wording_for_each_word() -> None:
    phrase = _only({"concern": {"cellulite": ["dimply (thigh|leg)"]}})
    assert phrase.wordings(str.lower) == [("dimply", "leg"), ("dimply", "thigh")]


def test_an_underscore_stands_for_up_to_three_words() -> None:
    pattern = _only({"concern": {"hair_loss": ["lose _ hair"]}}).token_pattern(str.lower)
    assert [part.get("OP") for part in pattern] == [None, "?", "?", "?", None]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        pytest.param({"worry": {"x": ["y"]}}, "worry", id="unknown kind"),
        pytest.param({"concern": {"hair_loss": "hair"}}, "hair_loss", id="text for a list"),
        pytest.param({"concern": ["hair"]}, "concern", id="list for values"),
        pytest.param({"concern": None}, "concern", id="kind without values"),
        pytest.param({"ignore": None}, "ignore", id="ignore without phrases"),
    ],
)
def test_a_broken_file_is_refused_by_name(data: dict[str, Any], named: str) -> None:
    with pytest.raises(ContentError, match=named):
        list(parse_phrases(data))
