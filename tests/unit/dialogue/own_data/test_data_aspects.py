"""Questions about what is stored are told apart, and from those on the treatment."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.own_data.data_aspects import DataAspect, asks_if_person, data_aspects

HOW_LONG, WHO, USE, HELD = DataAspect


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("how long do they hold on to my details?", (HOW_LONG,)),
        ("until when are these messages stored", (HOW_LONG,)),
        ("how long is this saved and who gets to see it", (HOW_LONG, WHO)),
        ("can my manager see what I type", (WHO,)),
        ("do you share my number", (WHO,)),
        ("what do you use my messages for", (USE,)),
        ("will you send me adverts", (USE,)),
        ("is my mobile number used for marketing", (USE,)),
        ("have you still got my mobile?", (HELD,)),
        ("is my email still on your system", (HELD,)),
    ],
)
def test_each_side_that_names_the_data_is_heard(text: str, aspects: tuple[DataAspect, ...]) -> None:
    assert data_aspects(text, was_spoken_of=False) == aspects


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("what is it used for?", USE),
        ("what do you do with it", USE),
        ("can the nurses see it", WHO),
        ("and does facebook get it?", WHO),
    ],
)
def test_it_is_the_data_only_right_after_word_of_it(text: str, aspect: DataAspect) -> None:
    assert data_aspects(text, was_spoken_of=True) == (aspect,)
    assert data_aspects(text, was_spoken_of=False) == ()


@pytest.mark.parametrize(
    "text",
    [
        "how long does it last?",
        "how long should I keep my legs up",
        "who does the injections",
        "what is mesotherapy used for",
        "do you have my test results",
        "have you got my number right?",
        "how long will the results stay",
    ],
)
def test_a_question_on_the_treatment_is_none_on_the_data(text: str) -> None:
    assert data_aspects(text, was_spoken_of=False) == ()


def test_who_asks_for_a_human_is_told_from_who_asks_for_a_nurse_to_do_it() -> None:
    assert asks_if_person("am I writing to a machine?")
    assert asks_if_person("is anybody there")
    assert not asks_if_person("is it done by a nurse or a doctor?")


@pytest.mark.parametrize("text", ["what's my number, the one u have", "whats my number u got"])
def test_what_is_held_of_a_detail_is_asked(text: str) -> None:
    assert data_aspects(text, was_spoken_of=False) == (DataAspect.HELD,)


def test_how_long_leans_on_what_was_said_of_data() -> None:
    assert data_aspects("for how long though", was_spoken_of=True) == (DataAspect.HOW_LONG,)
    assert data_aspects("for how long though", was_spoken_of=False) == ()


def test_what_is_held_is_asked_in_formal_words() -> None:
    text = "No, wait. Tell me first what it is that you hold."

    assert data_aspects(text, was_spoken_of=False) == (DataAspect.HELD,)
