"""Each worrying message is an alert of its own until somebody acknowledges it."""

from __future__ import annotations

import pytest
from record_factories import START, Clock, make_alert
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import AlertKind
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.staff_worklist import StaffWorklist

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")


@pytest.mark.parametrize("kind", list(AlertKind), ids=lambda kind: kind.value)
async def test_alert_is_kept_with_the_message_and_its_signs(
    records: ConversationRecords, session: Session, kind: AlertKind
) -> None:
    await records.add_safety_alert(make_alert(kind=kind))

    (row,) = SafetyAlertRepository(session).newest()
    assert (row.kind, row.message) == (kind.value, "my tongue is swelling")
    assert (row.signs, row.created_at) == (["anaphylaxis"], START)
    assert (row.conversation_id, row.channel) == ("talk-1", "widget")


async def test_second_message_is_a_second_alert(
    records: ConversationRecords, session: Session, clock: Clock
) -> None:
    await records.add_safety_alert(make_alert())
    clock.pass_by(seconds=20)
    await records.add_safety_alert(make_alert(message="it gets worse"))

    newest = SafetyAlertRepository(session).newest()

    assert [row.message for row in newest] == ["it gets worse", "my tongue is swelling"]


async def test_acknowledged_alert_no_longer_waits(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_safety_alert(make_alert())
    await records.add_safety_alert(make_alert(message="it gets worse"))
    first = SafetyAlertRepository(session).newest()[-1].id
    session.rollback()

    StaffWorklist(session, who="Dr Ana", at=START).acknowledge_alert(first)
    session.commit()

    waiting = SafetyAlertRepository(session).newest(waiting=True)
    assert [row.message for row in waiting] == ["it gets worse"]
    seen = SafetyAlertRepository(session).by_id(first)
    assert seen is not None
    assert (seen.acknowledged_by, seen.acknowledged_at) == ("Dr Ana", START)


async def test_message_without_readable_text_still_alerts(
    records: ConversationRecords, session: Session
) -> None:
    await records.add_safety_alert(make_alert(message="\x00", signs=()))

    assert len(SafetyAlertRepository(session).newest()) == 1
