"""Sending to Meta's side as it really behaves, on both kinds of database."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.database_worker import DatabaseWorker
from mesoguide.clinic.messenger_models import MessengerReply
from mesoguide.messenger.graph_api import GraphApi
from mesoguide.messenger.leases import Lease, Work
from mesoguide.messenger.outbox import Outbox
from mesoguide.messenger.people import People, Person, Seen
from mesoguide.messenger.sender import ECHO_SECONDS, MOST_UNKNOWN, Sender
from mesoguide.messenger.simulator import meta_errors
from mesoguide.messenger.simulator.server import GraphSimulator

START = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
PSID = "1234567890123456"
ME = "messenger-1"


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class Post:
    """A sender with its outbox and Meta's side."""

    sessions: sessionmaker[Session]
    graph: GraphSimulator
    sender: Sender
    clock: Clock = field(default_factory=Clock)

    def add(self, *texts: str) -> None:
        with self.sessions.begin() as session:
            Outbox(session).add(ME, [{"text": text} for text in texts], at=START)

    async def send(self) -> None:
        await self.sender.serve(Lease(Work.SEND, "me", Person(ME, PSID)))

    def arrived(self) -> list[str]:
        return [each.text for each in self.graph.received(PSID)]

    def rows(self) -> list[MessengerReply]:
        with self.sessions() as session:
            query = select(MessengerReply).order_by(MessengerReply.id)
            found: list[MessengerReply] = session.execute(query).scalars().all()
            return found

    def statuses(self) -> list[str]:
        return [row.status for row in self.rows()]


@pytest.fixture
def graph() -> Iterator[GraphSimulator]:
    with GraphSimulator() as graph:
        yield graph


@pytest.fixture
async def post(
    clinic_sessions: sessionmaker[Session], graph: GraphSimulator
) -> AsyncIterator[Post]:
    with clinic_sessions.begin() as session:
        People(session).note([Seen(ME, PSID, START)], now=START)
    worker = DatabaseWorker(clinic_sessions, timeout_seconds=5, name="post", unreadable=str)
    clock = Clock()
    env = graph.environment()
    async with GraphApi(
        token=env["MESSENGER_PAGE_TOKEN"],
        app_secret=env["MESSENGER_APP_SECRET"],
        base_url=graph.url,
        version="v25.0",
    ) as api:
        yield Post(clinic_sessions, graph, Sender(graph=api, outbox=worker, now=clock), clock)
    worker.close()


async def test_messages_arrive_in_order_and_lose_their_text_here(post: Post) -> None:
    post.add("one", "two", "three")
    await post.send()
    assert post.arrived() == ["one", "two", "three"]
    assert [(row.status, row.message) for row in post.rows()] == [("sent", None)] * 3


async def test_what_follows_waits_for_a_message_that_is_tried_again(post: Post) -> None:
    post.add("one", "two")
    post.graph.faults.fail_next(1, meta_errors.TEMPORARY)
    await post.send()
    assert (post.arrived(), post.statuses()) == ([], ["waiting", "waiting"])
    await post.send()
    assert post.arrived() == []
    post.clock.advance(seconds=30)
    await post.send()
    assert post.arrived() == ["one", "two"]


async def test_refused_message_is_given_up_with_code_and_trace_and_no_text(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.add("zanzibarquux", "two")
    post.graph.faults.fail_next(1, meta_errors.UNAVAILABLE_PERSON)
    with caplog.at_level(logging.INFO):
        await post.send()
    assert post.arrived() == ["two"]
    assert post.statuses() == ["failed", "sent"]
    assert "code 551, subcode 1545041, trace" in caplog.text
    assert "zanzibarquux" not in caplog.text
    assert PSID not in caplog.text


async def test_expired_token_keeps_all_messages_waiting(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.add("one")
    post.graph.faults.fail_next(2, meta_errors.EXPIRED_TOKEN)
    await post.send()
    post.clock.advance(seconds=61)
    await post.send()
    assert post.statuses() == ["waiting"]
    assert caplog.text.count("refuses the page's token") == 2
    post.clock.advance(seconds=61)
    await post.send()
    assert post.arrived() == ["one"]


async def test_message_whose_answer_got_lost_waits_for_its_echo(post: Post) -> None:
    post.add("one", "two")
    post.graph.faults.lose_answers(1)
    await post.send()
    assert post.statuses() == ["unknown", "waiting"]
    with post.sessions.begin() as session:
        Outbox(session).arrived(post.rows()[0].reference, message_id="m_1", at=post.clock())
    await post.send()
    assert post.arrived() == ["one", "two"]


async def test_without_an_echo_the_message_is_sent_again(post: Post) -> None:
    post.add("one")
    post.graph.faults.lose_requests(1)
    await post.send()
    await post.send()
    assert post.arrived() == []
    post.clock.advance(seconds=ECHO_SECONDS + 1)
    await post.send()
    assert post.arrived() == ["one"]


async def test_outcome_that_stays_unknown_is_given_up(post: Post) -> None:
    post.add("one", "two")
    for _ in range(MOST_UNKNOWN):
        post.graph.faults.lose_requests(1)
        await post.send()
        post.clock.advance(hours=1)
    await post.send()
    assert post.statuses() == ["failed", "sent"]


async def test_message_of_a_process_that_died_waits_for_its_echo(post: Post) -> None:
    post.add("one")
    with post.sessions.begin() as session:
        reply = Outbox(session).next_for(ME)
        assert reply is not None
        Outbox(session).begin(reply)
    await post.send()
    assert (post.arrived(), post.statuses()) == ([], ["unknown"])
    post.clock.advance(minutes=1)
    await post.send()
    assert post.arrived() == ["one"]


async def test_nothing_is_sent_after_the_24_hours(post: Post) -> None:
    post.add("one")
    post.clock.advance(hours=24, seconds=1)
    await post.send()
    assert (post.arrived(), post.statuses()) == ([], ["expired"])
    assert post.graph.calls == 0


async def test_meta_that_cannot_be_reached_is_tried_again(post: Post) -> None:
    post.add("one")
    post.graph.stop()
    await post.send()
    assert post.statuses() == ["waiting"]
    post.graph.start()
    post.clock.advance(seconds=30)
    await post.send()
    assert post.arrived() == ["one"]
