"""After a red flag it is read who is safe, who never was in danger, and who means no harm."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.crisis_answers import denies_harm
from mesoguide.dialogue.safety.safety_answers import (
    asks_what_to_do,
    reports_recovery,
    says_it_is_not_so,
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


@pytest.mark.parametrize(
    "text",
    [
        *("its gone was panic i think. im safe", "im safe, it was probably anxiety"),
        *("I'm fine now, it's gone", "it was scary but im safe now", "paramedics said im ok"),
        *("we r safe", "yes safe", "ok now thanks", "she is fine now", "my mum is ok now"),
        *("I'm safe now, it is not hurting", "medics here we r safe", "a bit better, im safe now"),
    ],
)
def test_plain_words_beside_a_guess_at_the_cause_end_the_hold(text: str) -> None:
    assert says_safe(make_message(text), None, "emergency")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a bit better",
            "it is easing off",
            "maybe ok now not sure",
            "she woke up",
            "i think im ok",
        ),
        *(
            "im safe i think",
            "was panic i think",
            "calling samaritans now",
            "paramedics with me now",
        ),
        *("im safe but my chest still hurts", "i dont feel safe", "im not safe", "its less tight"),
        *(
            "better but still dizzy",
            "its nothing, forget it",
            "should be ok",
            "she is with me",
            "im talking to my wife",
        ),
    ],
)
@pytest.mark.parametrize("hold", ["emergency", "crisis"])
def test_a_partial_or_unsure_answer_keeps_the_hold(text: str, hold: str) -> None:
    assert not says_safe(classified_as_safe(text), None, hold)


@pytest.mark.parametrize(
    "text",
    [
        *("that was a test", "only asking", "i meant what if it happens", "just testing the bot"),
        *("i dont have it, was a general question", "no its not an emergency"),
    ],
)
def test_an_example_ends_the_hold_of_an_emergency_and_not_of_a_crisis(text: str) -> None:
    assert says_it_is_not_so(make_message(text))
    assert says_safe(make_message(text), None, "emergency")
    assert not says_safe(make_message(text), None, "crisis")


def test_a_sign_outweighs_the_example() -> None:
    assert not says_it_is_not_so(make_message("no test, my lips swell", red_flag="swelling"))
