"""Deleting a conversation takes everything that hangs on it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

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
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_models import DeletionReceipt
from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.deletion_receipts import DeletionReceiptRepository
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.clinic.unanswered_repository import UnansweredRepository
from mesoguide.exceptions import ClinicDataUnavailable

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")

NOTHING = {
    "events": 0,
    "callback_requests": 0,
    "feedback": 0,
    "unanswered_asks": 0,
    "safety_alerts": 0,
    "plan_attempts": 0,
    "messenger_people": 0,
    "messenger_events": 0,
    "messenger_replies": 0,
}
ALL = {
    **NOTHING,
    "events": 7,
    "callback_requests": 1,
    "feedback": 1,
    "unanswered_asks": 1,
    "safety_alerts": 1,
    "plan_attempts": 1,
}


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
async def two_talks(records: ConversationRecords, add_events: AddEvents) -> None:
    """Two conversations that left something in every table."""
    for talk, events in (("talk-1", 7), ("talk-2", 3)):
        add_events(talk, events, at=START)
        await records.add_callback_request(make_contact(conversation_id=talk))
        await records.add_feedback(make_feedback(conversation_id=talk))
        await records.add_unanswered(make_unanswered(conversation_id=talk))
        await records.add_safety_alert(make_alert(conversation_id=talk))
        await records.patient_plan(talk, "MG-2222-3333", "3 May 1980")


@pytest.mark.usefixtures("two_talks")
async def test_what_is_stored_is_counted_by_table(records: ConversationRecords) -> None:
    assert await records.stored_for("talk-1") == ALL
    assert await records.stored_for("nobody") == NOTHING


@pytest.mark.usefixtures("two_talks")
async def test_everything_of_the_conversation_goes(records: ConversationRecords) -> None:
    await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    assert await records.stored_for("talk-1") == NOTHING


@pytest.mark.usefixtures("two_talks")
async def test_other_conversations_stay(records: ConversationRecords) -> None:
    await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    assert await records.stored_for("talk-2") == {**ALL, "events": 3}


@pytest.mark.usefixtures("two_talks")
async def test_receipt_says_what_went_and_not_whose_it_was(
    records: ConversationRecords, session: Session
) -> None:
    receipt = await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    row = session.execute(select(DeletionReceipt)).scalars().one()
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", receipt.code)
    assert (receipt.created_at, receipt.requested_by) == (START, DeletedFor.PATIENT)
    assert receipt.counts == {name: number for name, number in ALL.items() if number}
    assert receipt.total == 12
    assert "talk" not in str(vars(row))


@pytest.mark.usefixtures("two_talks")
async def test_receipt_is_found_by_its_code_in_any_spelling(
    records: ConversationRecords, session: Session
) -> None:
    receipt = await records.delete_conversation("talk-1", requested_by=DeletedFor.STAFF)

    receipts = DeletionReceiptRepository(session)
    assert receipts.by_code(f" {receipt.code.lower().replace('-', ' ')}") == receipt
    assert receipts.by_code("2222-2222") is None
    assert receipts.by_code("") is None


@pytest.mark.usefixtures("events_table")
async def test_deleting_nothing_gives_an_empty_receipt(records: ConversationRecords) -> None:
    receipt = await records.delete_conversation("nobody", requested_by=DeletedFor.PATIENT)

    assert (receipt.counts, receipt.total) == ({}, 0)


async def test_conversations_that_rasa_never_stored_can_be_deleted(
    records: ConversationRecords,
) -> None:
    await records.add_safety_alert(make_alert())

    receipt = await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    assert receipt.counts == {"safety_alerts": 1}


@pytest.mark.usefixtures("two_talks")
async def test_share_in_a_question_goes_and_the_question_stays(
    records: ConversationRecords, session: Session, clock: Clock
) -> None:
    later = clock.now
    clock.pass_by(hours=1)
    await records.add_unanswered(make_unanswered(conversation_id="talk-1"))

    await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    (row,) = UnansweredRepository(session).newest()
    assert (row.times_asked, row.first_asked_at, row.last_asked_at) == (1, later, later)


@pytest.mark.usefixtures("two_talks")
async def test_question_that_nobody_else_asked_goes(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_unanswered(make_unanswered(question="My name is Anna, why?"))

    receipt = await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    assert receipt.counts["unanswered_questions"] == 1
    rows = UnansweredRepository(session).newest()
    assert [row.question for row in rows] == ["Do you treat horses?"]


@pytest.mark.usefixtures("two_talks")
async def test_tries_lose_their_conversation_and_go_on_counting(
    records: ConversationRecords, session: Session
) -> None:
    await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    kept = session.execute(text("SELECT conversation_id FROM plan_attempts ORDER BY id")).scalars()
    assert kept.all() == [None, "talk-2"]
    assert PlanAttempts(session).shut_until("x", now=START) is None


@pytest.mark.usefixtures("two_talks")
async def test_failure_keeps_the_clinic_rows_whole(
    records: ConversationRecords, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE deletion_receipts"))

    with pytest.raises(ClinicDataUnavailable):
        await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    left = await records.stored_for("talk-1")
    assert {name: n for name, n in left.items() if name != "events"} == {
        name: n for name, n in ALL.items() if name != "events"
    }


async def test_database_of_conversations_that_is_down_deletes_nothing(
    sessions: sessionmaker[Session], clock: Clock
) -> None:
    # Port 9 (discard) has no listener here: the connection is refused at once.
    down = create_engine_for("postgresql://u:secret@127.0.0.1:9/d", timeout_seconds=1)
    records = ConversationRecords(
        sessions,
        timeout_seconds=5,
        secret_key=SECRET_KEY,
        tracker_sessions=session_factory(down),
        now=clock,
    )
    await records.add_safety_alert(make_alert())

    with pytest.raises(ClinicDataUnavailable) as failure:
        await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)
    with pytest.raises(ClinicDataUnavailable):
        await records.stored_for("talk-1")

    assert isinstance(failure.value.__cause__, OperationalError)
    assert "secret" not in str(failure.value)
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM safety_alerts")).scalar_one() == 1
    records.close()
