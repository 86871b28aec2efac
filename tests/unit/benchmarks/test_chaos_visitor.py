"""What a visitor's browser makes of a server that behaves, and of one that does not."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from benchmarks.chaos import visitor as visitors
from benchmarks.chaos.attempts import Attempt, Outcome
from benchmarks.chaos.counting import SentConversation
from benchmarks.chaos.person import MOST_HOLDS, Pace, Person
from benchmarks.chaos.visitor import Visitor, browser
from benchmarks.load import measure_load
from tests.unit.benchmarks.misbehaving_server import END, ERROR, MESSAGE, MisbehavingServer

SENTENCE = {"code": "unavailable", "message": "Please try again."}


@asynccontextmanager
async def visiting(server: MisbehavingServer) -> AsyncIterator[Visitor]:
    async with TestServer(server.app) as running, browser(1) as http:
        visitor = Visitor(http, (str(running.make_url("")).rstrip("/"),), 7)
        await visitor.begin()
        yield visitor


async def one_attempt(*ways: Any) -> Attempt:
    async with visiting(MisbehavingServer(*ways)) as visitor:
        return await visitor.send("message-1", "hello")


async def talk(server: MisbehavingServer) -> SentConversation:
    into: list[SentConversation] = []
    async with visiting(server) as visitor:
        pace = Pace(0.0, random.Random(1))  # noqa: S311 - no secret
        person = Person(visitor, pace, waits=(0.01, 0.01), hesitation=0.01)
        await person.hold("talk", ["hello"], into)
    return into[0]


@pytest.mark.parametrize(
    ("way", "outcome"),
    [
        ([MESSAGE, END], Outcome.ANSWERED),
        ([MESSAGE, ERROR, END], Outcome.FAILED),
        ([ERROR, END], Outcome.FAILED),
        ((503, SENTENCE), Outcome.REFUSED),
        ([MESSAGE], Outcome.BROKEN),
        ([], Outcome.BROKEN),
        ([END], Outcome.SILENT),
        ([{**MESSAGE, "text": ""}, END], Outcome.SILENT),
        ([{**ERROR, "message": ""}, END], Outcome.SILENT),
        ((502, "<html>Bad Gateway</html>"), Outcome.SILENT),
        ((500, {"code": "fault"}), Outcome.SILENT),
    ],
)
async def test_every_end_of_a_request_is_told_from_the_others(way: Any, outcome: Outcome) -> None:
    assert (await one_attempt(way)).outcome is outcome


async def test_a_server_that_says_nothing_for_too_long_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(visitors, "ANSWER_SILENCE_SECONDS", 0.2)
    attempt = await one_attempt([MESSAGE, 2, END])
    assert attempt.outcome is Outcome.SILENT
    assert [said.text for said in attempt.said] == ["Hello."]


async def test_a_cut_request_is_sent_again_under_the_same_id_from_the_persons_own_address() -> None:
    server = MisbehavingServer([MESSAGE], (503, SENTENCE), [MESSAGE, END])
    conversation = await talk(server)
    assert len(server.ids) == 3
    assert set(server.ids) == {conversation.messages[0].id}
    assert set(server.addresses) == {visitors.address_of(7)}
    assert conversation.messages[0].is_acknowledged
    assert conversation.messages[0].held == 0


async def test_a_failed_turn_is_sent_again_only_when_the_visitor_asks_for_it() -> None:
    conversation = await talk(MisbehavingServer([ERROR, END], [MESSAGE, END]))
    assert conversation.messages[0].held == 1
    assert conversation.messages[0].is_acknowledged


async def test_a_wait_that_the_server_asks_for_is_kept() -> None:
    limited = (429, {"code": "too_many", "message": "Please wait."}, {"retry-after": "1"})
    message = (await talk(MisbehavingServer(limited, [MESSAGE, END]))).messages[0]
    assert [attempt.retry_after for attempt in message.attempts] == [1.0, 0.0]


async def test_nobody_tries_for_ever() -> None:
    message = (await talk(MisbehavingServer([ERROR, END]))).messages[0]
    assert not message.is_acknowledged
    assert len(message.attempts) == MOST_HOLDS + 1


def test_everybody_has_an_address_of_their_own() -> None:
    assert len({visitors.address_of(person) for person in range(10_000)}) == 10_000


async def test_load_counts_answers_and_names_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.load.WARM_UP_SECONDS", 0.0)
    monkeypatch.setattr("benchmarks.load.PAUSE_AFTER_ERROR_SECONDS", 0.01)
    server = MisbehavingServer((503, SENTENCE), [END], [MESSAGE, END])
    async with TestServer(server.app) as running:
        figures = await measure_load(
            str(running.make_url("")), people=2, seconds=0.5, questions=["hello"]
        )
    assert figures.errors == {"unavailable": 1, "an end without a word": 1}
    assert figures.messages > 0
    assert figures.median_ms is not None
