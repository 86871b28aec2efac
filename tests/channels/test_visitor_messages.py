"""What visitors send is read strictly and cleaned, and never cut."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.visitor_messages import (
    LONGEST_MESSAGE,
    VisitorMessage,
    Vote,
    read_message,
    read_object,
    read_vote,
)

ID = "3f2b8c1e-1111-4222-8333-444455556666"


def sent(**fields: Any) -> bytes:
    return json.dumps({"id": ID, **fields}).encode()


def refusal(body: bytes, read: Any = read_message) -> str:
    with pytest.raises(ApiError) as error:
        read(body)
    return error.value.code


def test_typed_text_is_a_message() -> None:
    assert read_message(sent(text="Does it hurt?")) == VisitorMessage(ID, "Does it hurt?")


def test_choice_is_its_payload() -> None:
    message = read_message(sent(payload="/ask_uses", title="<b>anything</b>"))

    assert message == VisitorMessage(ID, "/ask_uses")
    assert message.is_payload


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  does it hurt?\n", "does it hurt?"),
        ("does\x00 it\x07 hurt\x1b[31m", "does  it  hurt [31m"),
        ("\u202edoes it hurt\u202c \u2066now\u2069", "does it hurt now"),
        ("caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("two\nlines", "two\nlines"),
        ("\x01/restart", "/restart"),
        ("\u202e/restart", "/restart"),
    ],
    ids=["ends", "control", "direction", "emoji", "surrogate", "lines", "hidden", "turned"],
)
def test_text_is_cleaned(text: str, kept: str) -> None:
    assert read_message(sent(text=text)).text == kept


def test_slash_behind_invisible_characters_counts_as_a_payload() -> None:
    assert read_message(sent(text="\u202e\x00 /restart")).is_payload


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01", "\u202e"])
def test_nothing_is_no_message(text: str) -> None:
    assert refusal(sent(text=text)) == "message_empty"


def test_longest_message_is_taken_whole() -> None:
    assert read_message(sent(text="\u00e9" * LONGEST_MESSAGE)).text == "\u00e9" * LONGEST_MESSAGE


def test_longer_message_is_refused_and_not_cut() -> None:
    assert refusal(sent(text="x" * (LONGEST_MESSAGE + 1))) == "message_too_long"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": None},
        {"text": 7},
        {"text": ["a"]},
        {"text": {"a": 1}},
        {"text": "a", "payload": "/b"},
        {"payload": 7},
        {"text": "a", "id": None},
        {"text": "a", "id": 7},
        {"text": "a", "id": "short"},
        {"text": "a", "id": "x" * 65},
        {"text": "a", "id": "has blanks in it"},
        {"text": "a", "id": "percent%percent"},
        {"text": "a", "id": ID + "\n"},
    ],
    ids=str,
)
def test_message_of_another_shape_is_refused(fields: dict[str, Any]) -> None:
    assert refusal(json.dumps({"id": ID, **fields}).encode()) == "bad_request"


def test_choice_without_a_slash_was_never_offered() -> None:
    assert refusal(sent(payload="ask_uses")) == "payload_not_offered"


def test_metadata_is_not_looked_at() -> None:
    body = sent(text="hello", metadata={"notice_shown": False}, sender="x", input_channel="y")

    assert read_message(body) == VisitorMessage(ID, "hello")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 4000, b"NaN", b"1" * 4000],
    ids=["empty", "cut", "list", "null", "text", "bytes", "deep", "nan", "digits"],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    assert refusal(body, read_object) == "bad_request"


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(body: bytes) -> None:
    for read in (read_message, read_vote, read_object):
        with suppress(ApiError):
            read(body)


# ---- Votes ----


def vote(**fields: Any) -> bytes:
    return json.dumps({"answer_id": "1795367025.752710", "helpful": True, **fields}).encode()


def test_vote_is_read() -> None:
    read = read_vote(vote(helpful=False, reason=" too\x00 short "))

    assert read == Vote("1795367025.752710", False, "too  short")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_vote_needs_no_reason(reason: str | None) -> None:
    assert read_vote(vote(reason=reason)).reason is None


@pytest.mark.parametrize(
    "fields",
    [{"helpful": None}, {"helpful": 1}, {"helpful": "yes"}, {"answer_id": 7}, {"reason": 7}],
    ids=str,
)
def test_vote_of_another_shape_is_refused(fields: dict[str, Any]) -> None:
    assert refusal(vote(**fields), read_vote) == "bad_request"


def test_long_reason_is_refused_and_not_cut() -> None:
    assert refusal(vote(reason="x" * 501), read_vote) == "message_too_long"


@pytest.mark.parametrize("answer", ["", "nan", "inf", "1e9", "-1.000000", "1795367025.75271"])
def test_vote_on_what_is_no_answers_id_finds_nothing(answer: str) -> None:
    assert refusal(vote(answer_id=answer), read_vote) == "not_found"
