"""Calls to the Graph API against a server that holds Meta's rules and fails on request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from mesoguide.exceptions import MessengerOff
from mesoguide.messenger.graph_api import GraphApi, GraphApiError
from mesoguide.messenger.simulator import GraphSimulator, MetaError, meta_errors
from mesoguide.ops.settings import load_settings

PERSON = "24681357902468"
TEXT = {"text": "It is a series of small injections."}


@pytest.fixture
def graph() -> Iterator[GraphSimulator]:
    with GraphSimulator() as running:
        yield running


@pytest.fixture
async def api(graph: GraphSimulator) -> AsyncIterator[GraphApi]:
    async with GraphApi.from_settings(
        load_settings(graph.environment()), timeout_seconds=1.0
    ) as connected:
        yield connected


async def refused(api: GraphApi, message: dict[str, Any] = TEXT) -> GraphApiError:
    with pytest.raises(GraphApiError) as failure:
        await api.send_message(PERSON, message, metadata="row-1")
    return failure.value


async def test_message_arrives_with_its_metadata(api: GraphApi, graph: GraphSimulator) -> None:
    message_id = await api.send_message(PERSON, TEXT, metadata="row-1")

    (received,) = graph.received(PERSON)
    assert (received.message_id, received.text, received.metadata) == (
        message_id,
        TEXT["text"],
        "row-1",
    )


async def test_sender_actions_arrive_in_order(api: GraphApi, graph: GraphSimulator) -> None:
    await api.send_action(PERSON, "mark_seen")
    await api.send_action(PERSON, "typing_on")

    assert graph.actions(PERSON) == ["mark_seen", "typing_on"]


async def test_profile_is_set_read_and_unset(api: GraphApi) -> None:
    greeting = [{"locale": "default", "text": "Hello"}]

    await api.set_profile({"get_started": {"payload": "/greet"}, "greeting": greeting})
    assert await api.get_profile(["get_started", "greeting", "ice_breakers"]) == {
        "get_started": {"payload": "/greet"},
        "greeting": greeting,
    }
    await api.delete_profile(["greeting"])
    assert await api.get_profile(["greeting"]) == {}


async def test_token_is_in_no_address(api: GraphApi, graph: GraphSimulator) -> None:
    await api.send_message(PERSON, TEXT, metadata="1")
    await api.set_profile({"get_started": {"payload": "/greet"}})
    await api.get_profile(["get_started"])
    await api.delete_profile(["get_started"])

    assert (graph.calls, graph.tokens_in_addresses) == (4, 0)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (meta_errors.UNEXPECTED, "transient"),
        (meta_errors.TEMPORARY, "transient"),
        (meta_errors.RATE_LIMITED, "rate_limited"),
        (MetaError("(#4) Application request limit reached", 4, status=403), "rate_limited"),
        (MetaError("(#32) Page request limit reached", 32), "rate_limited"),
        (meta_errors.EXPIRED_TOKEN, "permanent"),
        (meta_errors.NO_SUCH_PERSON, "permanent"),
        (meta_errors.OUTSIDE_WINDOW, "permanent"),
        (meta_errors.UNAVAILABLE_PERSON, "permanent"),
        (MetaError("An unknown error occurred.", 1, 99), "permanent"),
        (meta_errors.SENT_ALL_THE_SAME, "unknown_outcome"),
        (MetaError("Something new", 99999, status=503), "transient"),
    ],
    ids=lambda value: str(getattr(value, "code", "")),
)
async def test_error_of_meta_says_what_to_do(
    api: GraphApi, graph: GraphSimulator, error: MetaError, kind: str
) -> None:
    graph.faults.fail_next(1, error)

    failure = await refused(api)

    assert (failure.kind, failure.code, failure.subcode, failure.status) == (
        kind,
        error.code,
        error.subcode,
        error.status,
    )
    assert failure.trace_id is not None
    assert graph.received(PERSON) == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        (
            {
                "X-Business-Use-Case-Usage": '{"1": [{"type": "messenger", '
                '"estimated_time_to_regain_access": 3}]}'
            },
            180.0,
        ),
        ({"X-Business-Use-Case-Usage": "not json"}, None),
        ({"X-Business-Use-Case-Usage": "[1]"}, None),
    ],
)
async def test_wait_that_meta_asks_for_is_told(
    api: GraphApi, graph: GraphSimulator, headers: dict[str, str], seconds: float | None
) -> None:
    graph.faults.fail_next(1, MetaError("(#613) ...", 613, headers=headers))

    assert (await refused(api)).retry_after_seconds == seconds


async def test_message_that_meta_forbids_is_a_permanent_error(api: GraphApi) -> None:
    failure = await refused(api, {"text": "x" * 2001})

    assert (failure.kind, failure.code) == ("permanent", 100)


async def test_lost_answer_leaves_the_outcome_unknown(api: GraphApi, graph: GraphSimulator) -> None:
    graph.faults.lose_answers(1)

    assert (await refused(api)).kind == "unknown_outcome"
    assert len(graph.received(PERSON)) == 1


async def test_lost_request_leaves_the_outcome_unknown(
    api: GraphApi, graph: GraphSimulator
) -> None:
    graph.faults.lose_requests(1)

    assert (await refused(api)).kind == "unknown_outcome"
    assert graph.received(PERSON) == []


async def test_answer_that_does_not_come_in_time_leaves_the_outcome_unknown(
    api: GraphApi, graph: GraphSimulator
) -> None:
    graph.faults.delay_seconds = 3.0

    assert (await refused(api)).kind == "unknown_outcome"


async def test_server_that_is_away_was_told_nothing(api: GraphApi, graph: GraphSimulator) -> None:
    graph.stop()

    assert (await refused(api)).kind == "transient"


async def test_calls_go_on_after_the_server_was_away(api: GraphApi, graph: GraphSimulator) -> None:
    await api.send_message(PERSON, TEXT, metadata="1")
    graph.restart()
    await asyncio.sleep(0.1)  # the client learns of its closed connection from the network

    await api.send_message(PERSON, TEXT, metadata="2")

    assert [each.metadata for each in graph.received(PERSON)] == ["1", "2"]


async def test_people_are_served_side_by_side(api: GraphApi, graph: GraphSimulator) -> None:
    graph.faults.delay_seconds = 0.3
    clock = asyncio.get_running_loop()

    started = clock.time()
    people = [f"{10_000_000 + number}" for number in range(20)]
    await asyncio.gather(*(api.send_message(p, TEXT, metadata=p) for p in people))

    # One after the other would take six seconds.
    assert clock.time() - started < len(people) * graph.faults.delay_seconds
    assert {each.psid for each in graph.received()} == set(people)


async def test_failure_tells_no_secret_no_person_and_no_text(
    api: GraphApi, graph: GraphSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    graph.faults.fail_next(1, MetaError(f"(#100) cannot send {TEXT['text']} to {PERSON}", 100))
    failures = [await refused(api)]
    graph.faults.lose_answers(1)
    failures.append(await refused(api))
    graph.stop()
    failures.append(await refused(api))

    told = f"{[repr(f) for f in failures]} {[f.__cause__ for f in failures]} {caplog.text}"
    token = graph.environment()["MESSENGER_PAGE_TOKEN"]
    assert [secret for secret in (token, PERSON, TEXT["text"]) if secret in told] == []


async def test_wrong_secret_is_refused(graph: GraphSimulator) -> None:
    environment = {
        **graph.environment(),
        "MESSENGER_APP_SECRET": "9f2c4e81a7b35d06c8e4f1a29b7d3c50",
    }
    async with GraphApi.from_settings(load_settings(environment)) as api:
        assert (await refused(api)).code == 100


async def test_wrong_token_is_refused(graph: GraphSimulator) -> None:
    environment = {**graph.environment(), "MESSENGER_PAGE_TOKEN": "EAAGm0Zq7Lw3Xc9Rk2Vt5Yp8Hn4Jd6"}
    async with GraphApi.from_settings(load_settings(environment)) as api:
        assert (await refused(api)).code == 190


async def test_metadata_that_meta_would_refuse_is_refused_before(api: GraphApi) -> None:
    with pytest.raises(ValueError, match="metadata of 1000"):
        await api.send_message(PERSON, TEXT, metadata="x" * 1000)


def test_page_that_is_not_connected_is_told_in_one_line() -> None:
    with pytest.raises(MessengerOff, match="set MESSENGER_PAGE_TOKEN"):
        GraphApi.from_settings(load_settings({}))
