"""The spaCy pipeline: how it loads, and that no message breaks it."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

import mesoguide
from mesoguide.nlp.language import PIPELINE
from mesoguide.nlp.lexicon import load_lexicon, plain_letters

ODD_TEXTS = {
    "empty": "",
    "blank": " ",
    "line breaks": "\n\n\r\n\t",
    "one letter": "a",
    "punctuation": "?!?...",
    "emojis": "😭😭💇‍♀️👍🏽",
    "10,000 letters": "a" * 10_000,
    "10,000 characters of words": "my hair " * 1_250,
    "10,000 characters of codes": "ab-" * 3_334,
    "10,000 characters of denial": "not my " * 1_428,
    "1,000 emojis": "🙂" * 1_000,
    "control characters": "my\x00hair\x07 is\x1b[31m thin\x7f",
    "bidi controls": "\u202emy hair\u202c \u2066wrinkles\u2069",
    "unassigned": "hair \U000e0fff \uffff",
    "combining marks": "h\u0301\u0301\u0301\u0301air",
    "Arabic": "هل العلاج مؤلم",
    "Chinese": "头发脱落怎么办",
    "Hindi": "क्या इससे दर्द होता है",
    "Cyrillic": "выпадение волос",
    "Greek": "μεσοθεραπεία",
    "Thai": "ผมร่วง",
    "SQL": "'; DROP TABLE plans; --",
    "HTML": "<script>alert('hair')</script>",
    "payload": '/ask_uses{"concern": "hair_loss"}',
    "template": "{clinic_phone} %s ${x}",
    "URL": "https://example.org/hair-loss?x=1#thighs",
    "hyphens and apostrophes": "-'-'-'' - '' 's -- -hair-",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_input_does_not_raise(nlp: Language, text: str) -> None:
    concepts = nlp(text)._.concepts
    assert all(text[c.start : c.end] == c.text for c in concepts)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("hair\u200b loss", id="zero-width space"),
        pytest.param("\u202ehair loss\u202c", id="bidi override"),
        pytest.param("HAIR LOSS", id="capitals"),
        pytest.param("hair\u00a0loss", id="no-break space"),
        pytest.param("hair\n\nloss", id="line breaks"),
        pytest.param("hair...loss", id="dots"),
    ],
)
def test_odd_characters_do_not_hide_a_concern(nlp: Language, text: str) -> None:
    assert {c.value for c in nlp(text)._.concepts} == {"hair_loss"}


def test_spacy_loads_the_package_by_name() -> None:
    nlp = spacy.load("mesoguide")
    assert [c.value for c in nlp("wrinkles")._.concepts] == ["wrinkles"]


def test_the_pipeline_has_its_components_in_order(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == PIPELINE


def test_a_disabled_component_is_left_out() -> None:
    assert "mesoguide_concepts" not in mesoguide.load(disable=["mesoguide_concepts"]).pipe_names


def test_sentences_are_marked(nlp: Language) -> None:
    assert len(list(nlp("It hurts. Can I be numbed?").sents)) == 2


def test_a_token_carries_the_corrected_base_form(nlp: Language) -> None:
    (token,) = nlp("wrinckles")
    assert (token.norm_, token.lemma_) == ("wrinkle", "wrinkle")


@pytest.mark.parametrize(
    ("word", "base"),
    [
        pytest.param("Wrinkles", "wrinkle", id="plural"),
        pytest.param("thinning", "thin", id="ing form"),
        pytest.param("thinners", "thin", id="thinners as thinner"),
        pytest.param("lost", "lose", id="past form"),
        pytest.param("liposuciton", "liposuction", id="swapped letters"),
        pytest.param("celulite", "cellulite", id="missing letter"),
        pytest.param("cr\u00eapey", "crepey", id="accent"),
        pytest.param("calves", "calf", id="irregular plural"),
    ],
)
def test_a_word_is_normalised(word: str, base: str) -> None:
    assert load_lexicon().normalise(word) == base


@pytest.mark.parametrize("word", ["hiya", "bely", "accurate", "typical", "clinical", "peace"])
def test_a_short_or_known_word_is_not_corrected(word: str) -> None:
    assert load_lexicon().correct(word) == word


def test_a_word_that_is_only_ignored_attracts_no_slips() -> None:
    assert "salon" not in load_lexicon().domain_words


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        pytest.param("caf\u00e9", "cafe", id="accent"),
        pytest.param("crow\u2019s", "crow's", id="curly apostrophe"),
        pytest.param("ha\u200dir", "hair", id="joiner"),
        pytest.param("\u200b", "\u200b", id="nothing else"),
    ],
)
def test_accents_and_invisible_characters_are_dropped(word: str, plain: str) -> None:
    assert plain_letters(word) == plain
