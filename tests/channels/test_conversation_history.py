"""A conversation read out of its events."""

from __future__ import annotations

from typing import Any

from mesoguide.channels.conversation_history import (
    answered,
    offered_title,
    visitor_entry,
    with_answer_ids,
)


def user(text: str, **more: Any) -> dict[str, Any]:
    return {"event": "user", "text": text, "timestamp": 5.0, "message_id": "id-00001", **more}


def bot(text: str, at: float, **more: Any) -> dict[str, Any]:
    return {"event": "bot", "text": text, "timestamp": at, "data": {}, "metadata": {}, **more}


def test_visitors_entry_has_every_field_of_the_contract() -> None:
    assert visitor_entry(user("hello")) == {
        "id": "id-00001",
        "from": "visitor",
        "text": "hello",
        "time": "1970-01-01T00:00:05.000Z",
        "buttons": [],
        "sources": [],
        "plan": None,
        "answer_id": None,
        "urgent": False,
    }


def test_choice_is_shown_by_its_title() -> None:
    assert visitor_entry(user("/ask_uses", metadata={"title": "Uses?"}))["text"] == "Uses?"


def test_all_messages_of_an_answer_share_its_id() -> None:
    events = [user("a"), bot("b", 1.5), bot("c", 2.5), user("d"), bot("e", 3.5)]

    assert [answer for _, answer in with_answer_ids(events)] == [
        *("", "1.500000", "1.500000", "", "3.500000")
    ]


def test_question_without_an_answer_cannot_be_voted_on() -> None:
    assert answered([user("hello")]) is None
    assert answered([]) is None


def test_latest_offer_gives_the_title() -> None:
    def offer(title: str) -> dict[str, Any]:
        return bot("x", 1.0, data={"buttons": [{"title": title, "payload": "/a"}]})

    assert offered_title([offer("Old"), offer("New")], "/a") == "New"
    assert offered_title([offer("Old")], "/b") is None
