"""A message that leaves the question out is told from one that asks its own."""

from __future__ import annotations

import pytest

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.context.ellipsis import carries_topic, goes_back, means_the_other
from mesoguide.dialogue.understood_message import UnderstoodMessage

FREQUENCY, ORIGIN, COMPARISON = TOPICS["frequency"], TOPICS["origin"], TOPICS["comparison"]


def make_message(
    text: str, named: str, kind: str = "concern", intent: str = "ask_uses", act: str = "none"
) -> UnderstoodMessage:
    start = text.index(named)
    entity = {"entity": kind, "value": "x", "start": start, "end": start + len(named)}
    data = {
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [entity],
        "dialogue_act": {"name": act},
    }
    return UnderstoodMessage.of(data, text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("what about cellulite?", "cellulite"),
        ("and for cellulite", "cellulite"),
        ("How about my thighs then?", "thighs"),
        ("cellulite", "cellulite"),
        ("and if it's on the thighs?", "thighs"),
        ("same question for cellulite please", "cellulite"),
        ("sorry, I meant thighs", "thighs"),
        ("ok and what\u2019s with cellulite", "cellulite"),
    ],
)
def test_bare_mention_carries_the_topic(text: str, named: str) -> None:
    assert carries_topic(make_message(text, named), FREQUENCY)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("can it help cellulite?", "cellulite"),
        ("does cellulite come back", "cellulite"),
        ("what about the price for cellulite?", "cellulite"),
        ("my cellulite got worse after the last visit", "cellulite"),
    ],
)
def test_question_of_its_own_does_not_carry_the_topic(text: str, named: str) -> None:
    assert not carries_topic(make_message(text, named), FREQUENCY)


def test_topic_that_does_not_depend_on_the_concern_is_not_carried() -> None:
    assert not carries_topic(make_message("what about cellulite?", "cellulite"), ORIGIN)


def test_other_treatment_is_carried_where_treatments_are_compared() -> None:
    message = make_message("and botox?", "botox", kind="alternative")

    assert carries_topic(message, COMPARISON)
    assert not carries_topic(message, FREQUENCY)


def test_nothing_is_carried_without_a_topic() -> None:
    assert not carries_topic(make_message("what about cellulite?", "cellulite"), None)


def test_pressed_button_carries_nothing() -> None:
    message = make_message('/ask_uses{"concern": "cellulite"}', "cellulite")

    assert not carries_topic(message, FREQUENCY)


def test_correction_with_words_of_denial_carries_the_topic() -> None:
    message = make_message(
        "sorry, I meant thighs not arms", "thighs", intent="inform", act="correct"
    )

    assert carries_topic(message, FREQUENCY)


def test_correction_that_asks_is_its_own_question() -> None:
    message = make_message(
        "no, I meant how much does cellulite cost", "cellulite", intent="ask_cost", act="correct"
    )

    assert not carries_topic(message, FREQUENCY)


def make_bare(text: str, intent: str, confidence: float = 0.9) -> UnderstoodMessage:
    data = {
        "intent": {"name": intent, "confidence": confidence},
        "dialogue_act": {"name": "correct"},
    }
    return UnderstoodMessage.of(data, text)


def test_a_correction_that_names_nothing_known_asks_again() -> None:
    assert carries_topic(make_bare("not gym, work", "out_of_scope"), ORIGIN)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no, I meant the price", "ask_cost"),
        ("no, 3 of them", "inform"),
        ("Olsson with two s", "out_of_scope"),
    ],
)
def test_a_correction_of_something_else_does_not(text: str, intent: str) -> None:
    assert not carries_topic(make_bare(text, intent), ORIGIN)


@pytest.mark.parametrize("text", ["back to the belly", "the belly again", "as I said, the belly"])
def test_going_back_is_recognised(text: str) -> None:
    assert goes_back(text)


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("what about the other one?", True),
        ("and me?", True),
        ("and for the first one", True),
        ("and the other side effects?", False),
        ("tell me more", False),
    ],
)
def test_the_other_one_is_told_from_another_question(text: str, is_other: bool) -> None:
    assert means_the_other(text) is is_other
