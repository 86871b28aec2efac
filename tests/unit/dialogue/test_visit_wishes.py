"""What a request is about, who asks, and what is to be done with a visit."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.visit_wishes import (
    MAX_TOPIC_CHARACTERS,
    patient_status,
    stated_topic,
    visit_request,
)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("it's about my hair", "my hair"),
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


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("first time", "new"),
        ("never been before", "new"),
        ("I'm already a patient", "existing"),
        ("I come to you for my hair", "existing"),
        ("new", "new"),
        ("existing", "existing"),
        ("I'm new", "new"),
        ("new patient", "new"),
        ("not my first time", "existing"),
        ("I haven't been before", "new"),
        ("no I've never been", "new"),
        ("I've been coming for years", "existing"),
        ("been before", "existing"),
        ("I had my last session with you in May", "existing"),
        ("I'm not a patient yet", "new"),
        ("returning", "existing"),
        ("yes I'm registered", "existing"),
        ("it's my first visit", "new"),
        ("I'm on your books", "existing"),
        ("I was treated by you last year", "existing"),
        ("this is my first appointment", "new"),
        ("my next session is on Friday", "existing"),
        ("I've not been to you before", "new"),
        ("not yet", "new"),
        ("regular customer", "existing"),
        ("new to this", "new"),
        ("I have been a few times", "existing"),
        ("never had it", "new"),
        ("i am not an existing patient", "new"),
        ("I'm not new", "existing"),
        ("second visit", "existing"),
    ],
)
def test_who_asks_is_read(text: str, status: str) -> None:
    assert patient_status(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "do you take new patients?",
        "for the first time my face swelled",
        "how much is it?",
        "hello",
        "I saw you in March",
        "my hair is new",
        "I haven't seen any results",
        "not had any swelling",
        "still having pain",
        "should I come to the clinic",
        "how far apart is the second session",
        "does it hurt at the first session",
        "my first session was sore",
        "I haven't been sleeping",
    ],
)
def test_other_firsts_and_news_say_nothing_of_who_asks(text: str) -> None:
    assert patient_status(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("can I move my appointment", "change"),
        ("reschedule", "change"),
        ("cancel Thursday", "cancel"),
        ("book me in", "book"),
        ("can I book... I had to cancel last time", "book"),
        ("I want to make an appointment", "book"),
        ("can I get a slot", "book"),
        ("I need to cancel my appointment", "cancel"),
        ("cancel and rebook", "change"),
        ("I can't make it on Friday", "change"),
        ("change", "change"),
        ("cancel", "cancel"),
        ("book", "book"),
        ("can I come in tomorrow", "book"),
        ("push my appointment back", "change"),
        ("can you bring it forward", "change"),
        ("I'd like to see someone", "book"),
        ("I need an earlier slot", "change"),
        ("can i have another appointment", "book"),
        ("I cancelled last week and want to book again", "book"),
        ("call off my visit", "cancel"),
        ("a different day please", "change"),
        ("I'd like a consultation", "book"),
        ("do you have any appointments on Saturday", "book"),
        ("I have an appointment on Friday and need to cancel it", "cancel"),
        ("another appointment", "book"),
        ("new appointment", "book"),
        ("I've booked for Tuesday but need another day ", "change"),
        ("can i swap to thursday", "change"),
        ("I won't be coming", "cancel"),
        ("can't come on monday", "change"),
        ("cancle my appt", "cancel"),
        ("i want to book not cancel", "book"),
        ("postpone", "change"),
        ("i would like to move it to next week", "change"),
        ("first appointment", "book"),
    ],
)
def test_what_is_to_be_done_with_a_visit_is_read(text: str, wanted: str) -> None:
    assert visit_request(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "what is your cancellation policy",
        "what happens if I cancel",
        "don't cancel",
        "hello",
        "how much is a session",
        "how long is an appointment",
        "you cancelled my appointment, can I have another one",
        "it changes to my skin",
        "can my skin change",
        "results can be seen",
        "should I see a doctor",
        "what is the treatment schedule",
        "maybe another time",
        "how often do I need a session",
        "is there a fee to cancel",
        "can i change my name",
    ],
)
def test_past_visits_and_questions_are_no_request(text: str) -> None:
    assert visit_request(text) is None


def test_a_long_topic_is_cut_between_words() -> None:
    topic = stated_topic("about " + "my hair and " * 60)
    assert topic is not None
    assert len(topic) <= MAX_TOPIC_CHARACTERS
    assert topic.endswith(("my", "hair", "and"))
