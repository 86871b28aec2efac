"""Another language is told from English, from slips and from no words at all."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.other_languages import is_other_language
from mesoguide.dialogue.understood_message import UnderstoodMessage


def understood(text: str, intent: str = "out_of_scope", sure: float = 0.8) -> UnderstoodMessage:
    return UnderstoodMessage(text, intent, sure, (intent,), "none", "", ())


@pytest.mark.parametrize(
    "text",
    [
        *("¿cuánto cuesta?", "wie viel kostet das?", "combien de séances", "quanto costa"),
        *("ile kosztuje zabieg", "сколько стоит", "كم السعر", "多少钱", "ne kadar", "bonjour"),
        *("je voudrais un rendez-vous", "¿duele?", "no hablo ingles"),
    ],
)
def test_other_languages_are_heard(text: str) -> None:
    assert is_other_language(understood(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "wat is mezoterapi",
            "asdkj hh",
            "u r stupid",
            "how much per session",
            "hola I want hair",
        ),
        *(
            "does it hurt",
            "is the doctor called Maria Costa",
            "????",
            "\U0001d430\U0001d421\U0001d432",
        ),
    ],
)
def test_english_stays_english_however_it_is_typed(text: str) -> None:
    assert not is_other_language(understood(text))


def test_what_the_classifier_is_sure_of_is_english_enough() -> None:
    assert not is_other_language(understood("hola precio", "ask_cost", 0.97))


def test_a_button_is_no_language() -> None:
    assert not is_other_language(understood("/como"))


def test_who_asks_for_another_language_is_told_the_same() -> None:
    assert is_other_language(understood("do you speak Polish?", "ask_capabilities", 0.99))
