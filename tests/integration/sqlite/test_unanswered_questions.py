"""A question without an answer is kept once, and counted."""

from __future__ import annotations

import asyncio

import pytest
from record_factories import START, Clock, make_unanswered
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import UnansweredQuestion
from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import QuestionStatus, UnansweredReason
from mesoguide.clinic.staff_worklist import StaffWorklist
from mesoguide.clinic.unanswered_repository import UnansweredRepository

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")


def kept(session: Session) -> list[UnansweredQuestion]:
    session.rollback()
    return UnansweredRepository(session).newest()


def decide(session: Session, status: QuestionStatus) -> None:
    (row,) = kept(session)
    session.rollback()
    StaffWorklist(session, who="Ana", at=START).decide_question(row.id, status)
    session.commit()


async def test_question_is_kept_with_the_nearest_topics(
    records: ConversationRecords, session: Session
) -> None:
    assert await records.add_unanswered(make_unanswered()) == 1

    (row,) = kept(session)
    assert (row.question, row.compared) == ("Do you treat horses?", "do you treat horses")
    assert (row.channel, row.reason, row.status) == ("widget", "not_understood", "new")
    assert row.nearest == ["ask_uses", "ask_safety"]
    assert (row.times_asked, row.first_asked_at, row.last_asked_at) == (1, START, START)


@pytest.mark.parametrize(
    "again",
    [
        "Do you treat horses",
        "DO YOU TREAT HORSES?!",
        " do  you\ttreat horses . ",
        "do you treat horses\u2026",
    ],
    ids=["bare", "loud", "blanks", "dots"],
)
async def test_repeat_raises_the_count(
    records: ConversationRecords, session: Session, clock: Clock, again: str
) -> None:
    await records.add_unanswered(make_unanswered())
    clock.pass_by(hours=2)

    other = make_unanswered(question=again, conversation_id="talk-2", nearest=("ask_cost",))
    assert await records.add_unanswered(other) == 2

    (row,) = kept(session)
    assert (row.question, row.times_asked) == ("Do you treat horses?", 2)
    assert (row.first_asked_at, row.last_asked_at) == (START, clock.now)
    assert row.nearest == ["ask_cost"]


async def test_repeats_at_the_same_moment_are_all_counted(
    records: ConversationRecords, session: Session
) -> None:
    times = await asyncio.gather(*(records.add_unanswered(make_unanswered()) for _ in range(8)))

    assert sorted(times) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [row.times_asked for row in kept(session)] == [8]


async def test_latest_reason_counts(records: ConversationRecords, session: Session) -> None:
    await records.add_unanswered(make_unanswered())
    await records.add_unanswered(make_unanswered(reason=UnansweredReason.UNHELPFUL))

    assert [row.reason for row in kept(session)] == ["unhelpful"]


@pytest.mark.parametrize("question", ["", "  \n", "\x00\x07", "\u202e"], ids=ascii)
async def test_blank_question_is_not_kept(
    records: ConversationRecords, session: Session, question: str
) -> None:
    assert await records.add_unanswered(make_unanswered(question=question)) == 0
    assert kept(session) == []


async def test_marks_alone_are_a_question(records: ConversationRecords, session: Session) -> None:
    assert await records.add_unanswered(make_unanswered(question="???")) == 1
    assert await records.add_unanswered(make_unanswered(question="!")) == 1
    assert {row.compared for row in kept(session)} == {"???", "!"}


async def test_very_long_question_is_cut_and_still_counted(
    records: ConversationRecords, session: Session
) -> None:
    long = "why " * 5000

    assert await records.add_unanswered(make_unanswered(question=long)) == 1
    assert await records.add_unanswered(make_unanswered(question=long)) == 2
    assert [len(row.question) <= 2000 for row in kept(session)] == [True]


async def test_answered_question_waits_again_when_it_is_asked_in_vain(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_unanswered(make_unanswered())
    decide(session, QuestionStatus.ANSWERED)

    await records.add_unanswered(make_unanswered())

    (row,) = kept(session)
    assert (row.status, row.decided_by, row.decided_at) == ("new", None, None)


async def test_dismissed_question_stays_away_and_is_counted(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_unanswered(make_unanswered())
    decide(session, QuestionStatus.DISMISSED)

    await records.add_unanswered(make_unanswered())

    (row,) = kept(session)
    assert (row.status, row.decided_by, row.times_asked) == ("dismissed", "Ana", 2)
