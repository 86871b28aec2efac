"""After a red flag it is read who is safe, whose help is coming, and who means no harm."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety_answers import (
    asks_what_to_do,
    denies_harm,
    reports_recovery,
    says_help_comes,
    says_safe,
)
from mesoguide.dialogue.understood_message import UnderstoodMessage


def make_message(text: str, **parsed: str) -> UnderstoodMessage:
    return UnderstoodMessage.of({"intent": {"name": "out_of_scope"}, **parsed}, text)


def classified_as_safe(text: str) -> UnderstoodMessage:
    parsed = {"intent": {"name": "out_of_scope"}, "dialogue_act": {"name": "safe"}}
    return UnderstoodMessage.of(parsed, text)


@pytest.mark.parametrize(
    "text",
    [
        *("ok we've rung 111, they are sending someone", "I called 999", "the ambulance is coming"),
        *("paramedics are on their way", "help is on its way", "we spoke to the out of hours gp"),
    ],
)
def test_help_that_was_called_is_heard(text: str) -> None:
    assert says_help_comes(make_message(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "nobody is coming",
            "no help is coming",
            "the ambulance isn't coming",
            "should I call 999",
        ),
        *("if someone was coming", "is the ambulance coming?", "call me", "what time do you come"),
    ],
)
def test_help_that_does_not_come_is_none(text: str) -> None:
    assert not says_help_comes(make_message(text))


@pytest.mark.parametrize(
    "text",
    [
        *("I'm not going to hurt myself", "i dont want to die", "I didn't mean it like that"),
        *("it was a figure of speech", "you misunderstood me"),
    ],
)
def test_who_means_no_harm_is_heard(text: str) -> None:
    assert denies_harm(make_message(text))


def test_a_red_flag_outweighs_the_denial() -> None:
    assert not denies_harm(make_message("I'm not going to hurt anyone else", red_flag="suicide"))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("I'm ok now. how much is it for hair?", True),
        ("just tell me if it is safe", False),
        ("is it safe?", False),
        ("I wonder whether it's ok", False),
    ],
)
def test_to_say_safe_is_told_from_asking(text: str, safe: bool) -> None:
    assert says_safe(make_message(text), None) is safe


@pytest.mark.parametrize(
    "text",
    [
        *("no fever though", "no rash", "without any pain", "no pain or anything"),
        *(
            "I'm fine I guess, just joking",
            "just kidding",
            "we're ok I think",
            "probably all right",
        ),
    ],
)
def test_neither_another_missing_sign_nor_a_hedge_is_an_all_clear(text: str) -> None:
    assert not says_safe(classified_as_safe(text), "utter_safety_check")


@pytest.mark.parametrize("text", ["no swelling any more", "the rash has gone", "no, I'm fine now"])
def test_sign_that_has_gone_is_an_all_clear(text: str) -> None:
    assert says_safe(classified_as_safe(text), None)


@pytest.mark.parametrize("text", ["ok", "fine", "sure, whatever", "OK thanks", "hmm alright"])
def test_a_shrug_is_no_all_clear_but_yes_is(text: str) -> None:
    shrug = UnderstoodMessage.of({"intent": {"name": "affirm"}}, text)
    yes = UnderstoodMessage.of({"intent": {"name": "affirm"}}, "yes")

    assert not says_safe(shrug, "utter_safety_check")
    assert says_safe(yes, "utter_safety_check")


@pytest.mark.parametrize("text", ["I'm better off dead", "I'm fine with dying", "I'm ok, I'll die"])
def test_words_of_death_outweigh_words_of_being_fine(text: str) -> None:
    assert not says_safe(make_message(text, red_flag="suicide"), None, "crisis")


@pytest.mark.parametrize(
    "text",
    [
        *("that is not happening to me", "I was only asking", "nothing is wrong"),
        *("I'm not wheezing any more, I feel fine", "don't worry, I'm fine now"),
        "I'm safe, but what does it cost?",
    ],
)
def test_denials_that_are_part_of_an_all_clear_count(text: str) -> None:
    assert says_safe(make_message(text), None, "emergency")


def test_a_promise_counts_only_with_company() -> None:
    assert not says_safe(classified_as_safe("I won't do anything, I promise"), None, "crisis")
    with_company = classified_as_safe("I won't do anything, my sister is with me")
    assert says_safe(with_company, None, "crisis")


@pytest.mark.parametrize("text", ["what do i do", "who should I ring", "i cant call", "no credit"])
def test_who_asks_what_to_do_is_heard(text: str) -> None:
    assert asks_what_to_do(make_message(text))


@pytest.mark.parametrize(
    ("text", "recovered"),
    [
        ("I am safe, my wife is with me", True),
        ("the swelling has gone", True),
        ("has the swelling gone?", False),
        ("it has gone but I feel faint", False),
    ],
)
def test_recovery_is_heard_outside_an_alarm(text: str, recovered: bool) -> None:
    assert reports_recovery(classified_as_safe(text)) is recovered
