"""What a call is to be about is read where a message says so."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.call_topics import (
    MAX_TOPIC_CHARACTERS,
    listed_topic,
    mended_topic,
    names_topic_of_call,
    stated_topic,
    swapped,
)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("it's about my hair", "my hair"),
        ("urgent, call me back about my invoice", "my invoice"),
        ("I want to talk to a person about my refund", "my refund"),
        ("an appointment for my mother's hands", "my mother's hands"),
        ("regarding cellulite on my thighs", "cellulite on my thighs"),
        ("re: hair loss", "hair loss"),
        (
            "I want to talk about the price of a course and my number is 07700",
            "the price of a course",
        ),
        ("appointment for hair loss please", "hair loss"),
        ("about my hair, my number is 0770", "my hair"),
        ("to discuss fat reduction", "fat reduction"),
        ("concerning wrinkles", "wrinkles"),
        ("it's to do with my scalp", "my scalp"),
        ("about side effects, swelling and bruising", "side effects, swelling and bruising"),
        ("I need a call about my mum's treatment please", "my mum's treatment"),
    ],
)
def test_a_stated_topic_is_read(text: str, topic: str) -> None:
    assert stated_topic(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "you're a machine",
        "tell me about cellulite",
        "I'm worried about the pain",
        "a lump about the size of a pea",
        "I read about it online",
        "there since about eight months",
        "it's not about my hair",
        "I was on about my tummy",
        "How do I go about booking",
        "I'm about to faint",
        "length of appointment for double chin",
        "about 5 weeks",
        "what about cellulite",
        "call me about it",
        "about tomorrow",
        "appointment for me",
        "thinking about it",
        "hello",
        "about half an hour",
        "how about tuesday",
    ],
)
def test_other_uses_of_about_name_no_topic(text: str) -> None:
    assert stated_topic(text) is None


def test_a_long_topic_is_cut_between_words() -> None:
    topic = stated_topic("about " + "my hair and " * 60)
    assert topic is not None
    assert len(topic) <= MAX_TOPIC_CHARACTERS
    assert topic.endswith(("my", "hair", "and"))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("| , | , stretch marks", "stretch marks"),
        ("| , Mossman, |", None),
        ("oops clumsy thumbs, |, |", None),
        ("our telephone is | , |", None),
    ],
)
def test_only_a_subject_is_a_topic_among_details(text: str, topic: str | None) -> None:
    assert listed_topic(text) == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my legs. no wait, make it my face", "my face"),
        ("hair, sorry, i meant wrinkles", "wrinkles"),
        ("Prices. Oh, and make it Friday", "Prices. Oh, and make it Friday"),
    ],
)
def test_a_topic_that_is_changed_in_one_breath(text: str, topic: str) -> None:
    assert mended_topic(text) == topic


def test_whom_it_is_for_is_no_topic() -> None:
    assert stated_topic("It is for Maureen Tate, my wife") is None


def test_topic_alone_is_told_from_news_of_it() -> None:
    assert names_topic_of_call("it's about the bruise")
    assert not names_topic_of_call("about the bruise, it got a lot bigger")
    assert not names_topic_of_call("about 5 weeks")


@pytest.mark.parametrize(
    "text", ["sorry I meant legs not arms", "not the arms, the legs", "no, legs not arms"]
)
def test_word_of_the_topic_is_put_right(text: str) -> None:
    assert swapped(text, "skin tightening on my arms") == "skin tightening on my legs"


def test_what_the_topic_does_not_name_changes_nothing_in_it() -> None:
    assert swapped("I meant Tuesday not Monday", "hair") is None
