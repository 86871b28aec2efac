"""What is read from the body of a webhook, of any shape."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoguide.messenger.event_values import Delivery, EventKind, PersonEvent
from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.webhook_events import PAGE_INBOX_APP_ID, read_delivery

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
PSID = "1234567890123456"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "sender",
                        "recipient",
                        "id",
                        "timestamp",
                        "message",
                        "mid",
                        "text",
                        "is_echo",
                    ),
                    *(
                        "attachments",
                        "type",
                        "payload",
                        "quick_reply",
                        "postback",
                        "title",
                        "optin",
                    ),
                    *("referral", "message_edit", "num_edit", "policy_enforcement", "action", "x"),
                    *("pass_thread_control", "take_thread_control", "is_deleted", "sticker_id"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def read(*events: Any, standby: bool = False) -> Delivery:
    entry = {"id": "1", "time": 1, "standby" if standby else "messaging": list(events)}
    return read_delivery({"object": "page", "entry": [entry]}, now=NOW)


def only(event: Any, *, standby: bool = False) -> PersonEvent:
    (found,) = read(event, standby=standby).events
    return found


@given(json_values)
def test_no_shape_of_an_event_is_a_fault(event: Any) -> None:
    delivery = read(event)
    for each in delivery.events:
        assert each.psid
        assert each.sent_at <= NOW


@given(json_values)
def test_no_shape_of_a_body_is_a_fault(body: Any) -> None:
    read_delivery(body, now=NOW)


@given(st.lists(json_values, max_size=5))
def test_broken_events_do_no_harm_to_their_neighbours(broken: list[Any]) -> None:
    good = webhook_events.text(PSID, "does it hurt?", mid="m_good")
    found = [event for event in read(*broken, good).events if event.identity == "mid:m_good"]
    assert [event.text for event in found] == ["does it hurt?"]


def test_quick_reply_has_its_title_and_payload() -> None:
    event = only(webhook_events.quick_reply(PSID, "Does it hurt?", "/ask_discomfort"))
    assert (event.kind, event.text, event.payload) == (
        EventKind.CHOICE,
        "Does it hurt?",
        "/ask_discomfort",
    )


def test_same_event_without_a_name_is_known_again() -> None:
    event = webhook_events.postback(PSID, "x", "/greet")
    del event["postback"]["mid"]
    assert only(event).identity == only(json.loads(json.dumps(event))).identity


def test_events_without_a_name_at_different_times_are_different() -> None:
    event = webhook_events.postback(PSID, "x", "/greet")
    del event["postback"]["mid"]
    later = {**event, "timestamp": event["timestamp"] + 1}
    assert only(event).identity != only(later).identity


@pytest.mark.parametrize("timestamp", [None, "soon", True, 10**30, -(10**30), [], 1e308])
def test_event_without_a_usable_time_has_that_of_its_delivery(timestamp: Any) -> None:
    event = {**webhook_events.text(PSID, "hi"), "timestamp": timestamp}
    assert only(event).sent_at == datetime.fromtimestamp(0.001, timezone.utc)


def test_clock_that_runs_ahead_is_not_believed() -> None:
    ahead = int((NOW + timedelta(hours=5)).timestamp() * 1000)
    assert only({**webhook_events.text(PSID, "hi"), "timestamp": ahead}).sent_at == NOW


def test_message_in_the_standby_channel_is_to_others() -> None:
    assert only(webhook_events.text(PSID, "hi"), standby=True).to_others


@pytest.mark.parametrize(
    ("control", "to_us"),
    [
        ({"pass_thread_control": {"new_owner_app_id": "123"}}, True),
        ({"pass_thread_control": {"new_owner_app_id": PAGE_INBOX_APP_ID}}, False),
        ({"take_thread_control": {"previous_owner_app_id": "123"}}, False),
    ],
)
def test_hand_over_tells_to_whom(control: dict[str, Any], to_us: bool) -> None:
    (found,) = read({"sender": {"id": PSID}, **control}).controls
    assert found.to_us is to_us


def test_person_is_the_recipient_of_an_echo() -> None:
    (echo,) = read(webhook_events.echo(PSID, {"text": "hi"}, mid="m_1", metadata="x")).echoes
    assert (echo.psid, echo.metadata, echo.message_id) == (PSID, "x", "m_1")


def test_echo_of_a_picture_is_no_message_of_a_person() -> None:
    picture = {"attachment": {"type": "image", "payload": {"url": "https://x.example"}}}
    delivery = read(webhook_events.echo(PSID, picture, mid="m_1"))
    assert delivery.events == ()


def test_ids_that_are_none_of_meta_are_not_read() -> None:
    delivery = read({**webhook_events.text("1; DROP TABLE people", "hi")})
    assert delivery.events == ()
