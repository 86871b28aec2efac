"""A request for a call or a visit is kept once, with everything that staff need."""

from __future__ import annotations

import asyncio

import pytest
from record_factories import START, Clock, make_contact
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy.orm import Session

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.conversation_models import CallbackRequest
from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import ContactKind, RequestStatus
from mesoguide.clinic.staff_worklist import StaffWorklist

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")


def kept(session: Session) -> list[CallbackRequest]:
    return CallbackRepository(session).newest()


async def test_request_is_kept_with_every_detail(
    records: ConversationRecords, session: Session
) -> None:
    assert await records.add_callback_request(make_contact())

    (row,) = kept(session)
    assert (row.kind, row.conversation_id, row.channel) == ("call_back", "talk-1", "widget")
    assert (row.name, row.phone, row.email) == ("Anna Smith", "+441632960123", "anna@example.org")
    assert (row.best_time, row.topic) == ("after 5pm", "hair loss")
    assert (row.patient_status, row.visit_request) == ("new", "book")
    assert (row.promised, row.status, row.created_at) == ("today, before 18:00", "new", START)
    assert (row.handled_by, row.handled_at) == (None, None)


async def test_request_without_a_name_and_with_an_email_alone_is_kept(
    records: ConversationRecords, session: Session
) -> None:
    bare = make_contact(name=None, phone=None, best_time=None, topic=None, patient_status=None,
                        visit_request=None, promised=None)  # fmt: skip

    assert await records.add_callback_request(bare)

    (row,) = kept(session)
    assert (row.name, row.phone, row.email) == (None, None, "anna@example.org")


def test_request_without_phone_and_email_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="phone number or an e-mail"):
        make_contact(phone=None, email=None)


@pytest.mark.parametrize(
    "again",
    [{}, {"name": "ANNA  smith "}, {"promised": "tomorrow, after 09:00"}, {"channel": "messenger"}],
    ids=["same", "spelling", "later-promise", "channel"],
)
async def test_second_submission_is_kept_once(
    records: ConversationRecords, session: Session, clock: Clock, again: dict[str, str]
) -> None:
    await records.add_callback_request(make_contact())
    clock.pass_by(minutes=1)

    assert not await records.add_callback_request(make_contact(**again))
    assert len(kept(session)) == 1


async def test_submissions_at_the_same_moment_are_kept_once(
    records: ConversationRecords, session: Session
) -> None:
    new = await asyncio.gather(*(records.add_callback_request(make_contact()) for _ in range(8)))

    assert sorted(new) == [False] * 7 + [True]
    assert len(kept(session)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"conversation_id": "talk-2"},
        {"kind": ContactKind.APPOINTMENT},
        {"phone": "+441632960124"},
        {"email": None},
        {"name": None},
        {"best_time": "before 9"},
        {"topic": "wrinkles"},
        {"visit_request": None},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_request_with_another_detail_is_another_one(
    records: ConversationRecords, session: Session, other: dict[str, object]
) -> None:
    await records.add_callback_request(make_contact())

    assert await records.add_callback_request(make_contact(**other))
    assert len(kept(session)) == 2


async def test_request_may_be_made_again_once_it_was_dealt_with(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_callback_request(make_contact())
    (row,) = kept(session)
    session.rollback()
    StaffWorklist(session, who="Ana", at=START).finish_request(row.id)
    session.commit()

    assert await records.add_callback_request(make_contact())
    assert [row.status for row in kept(session)] == ["new", "done"]


async def test_requests_are_listed_newest_first(
    records: ConversationRecords, session: Session, clock: Clock
) -> None:
    for name in ("First", "Second", "Third"):
        await records.add_callback_request(make_contact(name=name))
        clock.pass_by(hours=1)

    assert [row.name for row in kept(session)] == ["Third", "Second", "First"]
    newest = CallbackRepository(session).newest(RequestStatus.NEW, limit=1)
    assert [row.name for row in newest] == ["Third"]


async def test_hostile_text_is_kept_harmless(
    records: ConversationRecords, session: Session
) -> None:
    hostile = "a\x00b\x1b[31mc\u202ed\ud800e" + "x" * 20_000

    assert await records.add_callback_request(make_contact(topic=hostile, name=hostile))

    (row,) = kept(session)
    assert row.topic.startswith("a b [31mcdexx")
    assert len(row.topic) == 2000
    assert len(row.name) == 120
