"""Old conversations go, young ones stay, and it says what it did."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from record_factories import (
    SECRET_KEY,
    START,
    Clock,
    make_alert,
    make_contact,
    make_feedback,
    make_unanswered,
)
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from record_fixtures import AddEvents
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.retention import Retention, read_period
from mesoguide.exceptions import RetentionRefused

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")

NINETY_DAYS = timedelta(days=90)

MakeRetention = Callable[[], Retention]


@pytest.fixture
async def records(
    sessions: sessionmaker[Session], tracker_sessions: sessionmaker[Session] | None, clock: Clock
) -> AsyncIterator[ConversationRecords]:
    records = ConversationRecords(
        sessions,
        timeout_seconds=5,
        secret_key=SECRET_KEY,
        tracker_sessions=tracker_sessions,
        now=clock,
    )
    yield records
    records.close()


@pytest.fixture
def retention(
    sessions: sessionmaker[Session], tracker_sessions: sessionmaker[Session] | None, clock: Clock
) -> MakeRetention:
    """Made when the clock has been set."""
    return lambda: Retention(sessions, tracker_sessions, who="Ana", now=clock.now)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("90d", timedelta(days=90)),
        ("12w", timedelta(weeks=12)),
        ("36h", timedelta(hours=36)),
        (" 90 D ", timedelta(days=90)),
    ],
)
def test_period_is_read(typed: str, period: timedelta) -> None:
    assert read_period(typed) == period


@pytest.mark.parametrize("typed", ["", "90", "0d", "-1d", "d", "1.5d", "90 days", "9" * 9 + "d"])
def test_period_that_makes_no_sense_is_refused(typed: str) -> None:
    with pytest.raises(RetentionRefused, match="such as 36h, 90d or 12w"):
        read_period(typed)


async def test_old_conversation_goes_and_a_young_one_stays(
    records: ConversationRecords, add_events: AddEvents, retention: MakeRetention, clock: Clock
) -> None:
    add_events("old", 3, at=clock.now)
    await records.add_feedback(make_feedback(conversation_id="old"))
    clock.pass_by(days=1)
    add_events("young", 2, at=clock.now)
    clock.pass_by(days=89, minutes=1)

    purge = retention().purge_older(NINETY_DAYS)

    assert (purge.conversations, purge.counts) == (1, {"events": 3, "feedback": 1})
    assert sum((await records.stored_for("old")).values()) == 0
    assert (await records.stored_for("young"))["events"] == 2


@pytest.mark.usefixtures("events_table")
@pytest.mark.parametrize("sign_of_life", ["event", "feedback", "question", "alert", "request"])
async def test_age_goes_by_the_last_thing_that_happened(
    records: ConversationRecords,
    add_events: AddEvents,
    retention: MakeRetention,
    clock: Clock,
    sign_of_life: str,
) -> None:
    add_events("talk-1", 3, at=clock.now)
    await records.add_feedback(make_feedback(answer_id="first"))
    clock.pass_by(days=89)
    if sign_of_life == "event":
        add_events("talk-1", 1, at=clock.now)
    elif sign_of_life == "feedback":
        await records.add_feedback(make_feedback(answer_id="first", helpful=True))
    elif sign_of_life == "question":
        await records.add_unanswered(make_unanswered())
    elif sign_of_life == "alert":
        await records.add_safety_alert(make_alert())
    else:
        await records.add_callback_request(make_contact())
    clock.pass_by(days=2)

    assert retention().purge_older(NINETY_DAYS).conversations == 0
    clock.pass_by(days=89)
    assert retention().purge_older(NINETY_DAYS).conversations == 1


@pytest.mark.usefixtures("events_table")
async def test_conversation_without_events_grows_old_too(
    records: ConversationRecords, retention: MakeRetention, clock: Clock
) -> None:
    await records.add_safety_alert(make_alert())
    clock.pass_by(days=91)

    assert retention().purge_older(NINETY_DAYS).counts == {"safety_alerts": 1}


async def test_dry_run_says_what_a_purge_then_does(
    records: ConversationRecords, add_events: AddEvents, retention: MakeRetention, clock: Clock
) -> None:
    add_events("talk-1", 3, at=clock.now)
    await records.add_unanswered(make_unanswered())
    await records.add_callback_request(make_contact())
    clock.pass_by(days=91)

    dry = retention().purge_older(NINETY_DAYS, dry_run=True)
    assert dry.receipt is None
    assert (await records.stored_for("talk-1"))["events"] == 3

    purge = retention().purge_older(NINETY_DAYS)
    assert {name: n for name, n in dry.counts.items() if n} == purge.counts
    assert purge.counts == {
        "events": 3, "callback_requests": 1, "unanswered_asks": 1, "unanswered_questions": 1,
    }  # fmt: skip
    assert (dry.open_requests, purge.open_requests) == (1, 1)


async def test_one_conversation_is_purged_whatever_its_age(
    records: ConversationRecords, add_events: AddEvents, retention: MakeRetention, clock: Clock
) -> None:
    add_events("talk-1", 3, at=clock.now)
    add_events("talk-2", 4, at=clock.now)

    purge = retention().purge_one("talk-1")

    assert (purge.conversations, purge.counts) == (1, {"events": 3})
    assert (await records.stored_for("talk-2"))["events"] == 4


@pytest.mark.usefixtures("events_table")
def test_purging_nothing_writes_no_receipt(retention: MakeRetention, session: Session) -> None:
    purge = retention().purge_one("nobody")

    assert (purge.conversations, purge.receipt) == (0, None)
    assert session.execute(text("SELECT count(*) FROM deletion_receipts")).scalar_one() == 0


async def test_audit_trail_names_the_receipt_and_no_conversation(
    records: ConversationRecords, add_events: AddEvents, retention: MakeRetention, session: Session
) -> None:
    add_events("talk-1", 3, at=START)

    receipt = retention().purge_one("talk-1").receipt

    assert receipt is not None
    entry = session.execute(select(AuditEntry)).scalars().one()
    assert (entry.who, entry.action) == ("Ana", "conversations_deleted")
    assert entry.subject == f"receipt {receipt.code}"
    assert entry.details == {"conversations": 1, "rows": {"events": 3}}


async def test_many_conversations_go_at_once(
    add_events: AddEvents, retention: MakeRetention, clock: Clock
) -> None:
    add_events([f"talk-{number}" for number in range(1100)], 1, at=clock.now)
    clock.pass_by(days=91)

    purge = retention().purge_older(NINETY_DAYS)

    assert (purge.conversations, purge.counts) == (1100, {"events": 1100})
