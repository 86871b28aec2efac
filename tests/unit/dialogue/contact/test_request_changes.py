"""A change of a request that was sent is told from a new question."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.request_changes import changed_time, changes_request


@pytest.mark.parametrize(
    "text",
    [
        *("hm make it morning instead", "wrong number, it's 07700 900123", "change the time"),
        *("actually can it be after 6", "the email is wrong", "sorry, my name is Mara"),
        *("could you make it the afternoon", "no, use mara@example.org", "Friday instead please"),
    ],
)
def test_a_detail_is_changed(text: str) -> None:
    assert changes_request(text)


@pytest.mark.parametrize(
    "text",
    [
        *("thanks", "what does it cost", "does it hurt in the morning?", "07700 900123"),
        *("change my appointment to Friday", "is it better than botox", "no"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not changes_request(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("can it be after 6 instead", "after 6"),
        ("make it Tuesday", "Tuesday"),
        ("wrong name", None),
    ],
)
def test_the_new_time_is_read_from_a_question_too(text: str, time: str | None) -> None:
    assert changed_time(text) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("hm, could we say Friday lunchtime?", "Friday lunchtime"),
        ("what about evenings instead?", "evenings"),
        ("swap to Monday please", "Monday"),
        ("no, the time should be 4 pm", "4 pm"),
        ("could they try me after 6 rather", "after 6"),
    ],
)
def test_the_new_time_is_read_without_the_words_around_it(text: str, time: str) -> None:
    assert changed_time(text) == time


def test_time_is_changed_beside_its_reason() -> None:
    assert (
        changed_time("And make it mornings. I've got the school run at 4, silly me") == "mornings"
    )


def test_time_is_changed_in_shortened_words() -> None:
    assert changed_time("can u change it to thursday mornings instead") == "Thursday mornings"
