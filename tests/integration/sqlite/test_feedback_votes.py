"""A vote is kept against the answer that was shown."""

from __future__ import annotations

import pytest
from record_factories import START, Clock, make_feedback
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import Feedback
from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.feedback_repository import FeedbackRepository

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")


def kept(session: Session) -> list[Feedback]:
    return FeedbackRepository(session).newest()


async def test_vote_is_kept_with_what_was_shown(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_feedback(make_feedback())

    (row,) = kept(session)
    assert (row.conversation_id, row.channel, row.helpful) == ("talk-1", "widget", False)
    assert (row.reason, row.question) == ("too long", "when can I work?")
    assert (row.responses, row.claims) == (["utter_answer_recovery"], ["C12", "C13"])
    assert (row.created_at, row.updated_at) == (START, START)


async def test_second_vote_changes_the_first(
    records: ConversationRecords, session: Session, clock: Clock
) -> None:
    await records.add_feedback(make_feedback())
    clock.pass_by(minutes=5)
    await records.add_feedback(make_feedback(helpful=True, reason=None))

    (row,) = kept(session)
    assert (row.helpful, row.reason) == (True, None)
    assert (row.created_at, row.updated_at) == (START, clock.now)


async def test_reason_may_follow_the_vote(records: ConversationRecords, session: Session) -> None:
    await records.add_feedback(make_feedback(reason=None))
    await records.add_feedback(make_feedback(reason="too vague"))
    await records.add_feedback(make_feedback(reason=None))

    assert [row.reason for row in kept(session)] == ["too vague"]


@pytest.mark.parametrize(
    "other",
    [{"answer_id": "1763634700.5"}, {"conversation_id": "talk-2"}],
    ids=["answer", "conversation"],
)
async def test_vote_on_another_answer_is_another_one(
    records: ConversationRecords, session: Session, other: dict[str, str]
) -> None:
    await records.add_feedback(make_feedback())
    await records.add_feedback(make_feedback(**other))

    assert len(kept(session)) == 2


async def test_unhelpful_answers_can_be_picked_out(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_feedback(make_feedback())
    await records.add_feedback(make_feedback(answer_id="2", helpful=True))

    unhelpful = FeedbackRepository(session).newest(helpful=False)

    assert [row.answer_id for row in unhelpful] == ["1763634600.25"]
