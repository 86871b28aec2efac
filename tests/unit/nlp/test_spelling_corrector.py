"""Slips become the words that were meant; words that are meant stay."""

from __future__ import annotations

import pytest

from mesoguide.nlp.spelling_corrector import SpellingCorrector

WORDS = (
    "when can i go back to work after the appointment what should it hurt treatment hair many "
    "because definitely comfortable registered injection registered uncomfortable sensible"
)


@pytest.fixture(scope="module")
def corrector() -> SpellingCorrector:
    return SpellingCorrector.fit([WORDS] * 4)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("can i go bak to werk", "can i go back to work"),
        ("apointment", "appointment"),
        ("becuase", "because"),
        ("tretment for hair", "treatment for hair"),
        ("injecton", "injection"),
    ],
)
def test_slips_are_mended(corrector: SpellingCorrector, slip: str, meant: str) -> None:
    assert corrector.correct(slip) == meant


@pytest.mark.parametrize(
    "text",
    ["feasible", "comfortable", "Is it legally sold?", "mum", "ok", "", "HAIR-01", "\U0001f600"],
)
def test_words_that_are_meant_stay(corrector: SpellingCorrector, text: str) -> None:
    assert corrector.correct(text) == text


def test_rare_training_words_are_no_targets() -> None:
    assert SpellingCorrector.fit(["gizmotherapy"] * 3).correct("gizmoterapy") == "gizmoterapy"


def test_remembered_words_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mesoguide.nlp.spelling_corrector.MAX_REMEMBERED", 2)
    corrector = SpellingCorrector.fit([WORDS] * 4)
    corrector.correct("qqqone qqqtwo qqqthree qqqfour")
    assert len(corrector._remembered) <= 2
