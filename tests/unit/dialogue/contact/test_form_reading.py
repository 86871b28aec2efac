"""A question in the middle of a form is told from the answer, however unsure its intent is."""

from __future__ import annotations

import pytest

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.form_reading import (
    asks_why,
    is_question_to_the_bot,
    is_worded_as_question,
    only_asks_why,
)
from mesoguide.dialogue.understood_message import UnderstoodMessage


def make_message(text: str, intent: str, confidence: float = 0.9) -> UnderstoodMessage:
    return UnderstoodMessage.of({"intent": {"name": intent, "confidence": confidence}}, text)


@pytest.mark.parametrize(
    "text",
    [
        *("does it hurt", "how much is it", "can i have it with diabetes", "what happens after"),
        *("whats the difference between this and botox", "ok but is it wise at my age"),
        *("who will ring me", "the call is free, right?"),
    ],
)
def test_words_that_ask_are_a_question(text: str) -> None:
    assert is_worded_as_question(text)


@pytest.mark.parametrize(
    "text",
    [
        *("what it costs", "how to prepare", "whether I may have it", "the price", "my hair?"),
        *("do not delete it", "Will Young", "hello?", "have a chat about hair"),
    ],
)
def test_words_that_name_a_topic_are_none(text: str) -> None:
    assert not is_worded_as_question(text)


@pytest.mark.parametrize(
    "requested", [names.CONTACT_NAME, names.CONTACT, names.BEST_TIME, names.CONTACT_TOPIC]
)
@pytest.mark.parametrize("intent", ["ask_bot_identity", "nlu_fallback", "out_of_scope"])
def test_a_question_that_is_hardly_understood_is_no_detail(requested: str, intent: str) -> None:
    message = make_message("is the call recorded", intent, confidence=0.3)

    assert is_question_to_the_bot(message, requested)


@pytest.mark.parametrize(
    ("text", "intent", "requested"),
    [
        ("could it be after 5?", "ask_recovery", names.BEST_TIME),
        ("can you call on Monday morning?", "request_human", names.BEST_TIME),
        ("Will Young", "out_of_scope", names.CONTACT_NAME),
        ("what it costs", "ask_cost", names.CONTACT_TOPIC),
        ("can I move it to June", "request_appointment", names.VISIT_REQUEST),
        ("why do you need that?", "ask_privacy", names.CONTACT),
    ],
)
def test_what_answers_the_form_is_no_question(text: str, intent: str, requested: str) -> None:
    assert not is_question_to_the_bot(make_message(text, intent), requested)


def test_a_time_in_another_question_is_no_time_to_call() -> None:
    message = make_message("Can I wash my hair that evening?", "ask_aftercare")

    assert is_question_to_the_bot(message, names.BEST_TIME)


@pytest.mark.parametrize(
    ("text", "only"),
    [("why do you need that", True), ("why do you need my name? none of your business", False)],
)
def test_to_ask_why_is_told_from_refusing(text: str, only: bool) -> None:
    message = make_message(text, "ask_privacy")

    assert asks_why(message)
    assert only_asks_why(message) is only


@pytest.mark.parametrize(
    ("text", "intent", "slot"),
    [
        ("existing patient? no no never been, total newbie haha", "ask_origin", "patient_status"),
        ("you can get me on tris@example.com or 07700 900777", "ask_clinic_info", "contact"),
    ],
)
def test_answer_in_many_words_is_no_question(text: str, intent: str, slot: str) -> None:
    assert not is_question_to_the_bot(make_message(text, intent), slot)
