"""The database refuses records that the code assumes cannot be there."""

from __future__ import annotations

import pytest
from record_factories import START, make_alert, make_contact, make_feedback, make_unanswered
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.callback_repository import CallbackRepository
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.deletion_receipts import DeletionReceiptRepository
from mesoguide.clinic.feedback_repository import FeedbackRepository
from mesoguide.clinic.models import PatientPlan
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.clinic.unanswered_repository import UnansweredRepository

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")


@pytest.fixture(autouse=True)
def a_row_in_each_table(hair_plan: None, sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        CallbackRepository(session).add(make_contact(), at=START)
        FeedbackRepository(session).keep(make_feedback(), at=START)
        UnansweredRepository(session).add(make_unanswered(), at=START)
        SafetyAlertRepository(session).add(make_alert(), at=START)
        PlanAttempts(session).begin("a" * 64, "talk-1", at=START)
        DeletionReceiptRepository(session).add({}, requested_by=DeletedFor.STAFF, at=START)
        course = PatientPlan(
            reference_digest="a" * 64,
            verifier_hash="$argon2id$",
            verifier_kind="pin",
            plan_id=PlanRepository(session).all()[0].id,
            visits_done=1,
            visits_planned=4,
            created_at=START,
            updated_at=START,
        )
        session.add(course)


@pytest.mark.parametrize(
    ("table", "assignment", "constraint"),
    [
        ("callback_requests", "kind = 'visit'", "kind_known"),
        ("callback_requests", "phone = NULL, email = NULL", "contact_given"),
        ("callback_requests", "phone = '01632960123'", "phone_e164"),
        ("callback_requests", "phone = '+12'", "phone_e164"),
        ("callback_requests", "email = 'anna'", "email_has_parts"),
        ("callback_requests", "patient_status = 'old'", "patient_status_known"),
        ("callback_requests", "visit_request = 'move'", "visit_request_known"),
        ("callback_requests", "status = 'lost'", "status_known"),
        ("callback_requests", "status = 'done'", "handled_when_done"),
        ("callback_requests", "handled_by = 'Ana'", "handled_both"),
        ("unanswered_questions", "reason = 'rude'", "reason_known"),
        ("unanswered_questions", "status = 'lost'", "status_known"),
        ("unanswered_questions", "compared = ''", "compared_given"),
        ("unanswered_questions", "times_asked = 0", "times_asked_positive"),
        ("unanswered_questions", "last_asked_at = '2001-01-01 00:00:00'", "asked_range"),
        ("unanswered_questions", "decided_by = 'Ana'", "decided_both"),
        ("safety_alerts", "kind = 'odd'", "kind_known"),
        ("safety_alerts", "acknowledged_by = 'Ana'", "acknowledged_both"),
        ("patient_plans", "verifier_kind = 'name'", "verifier_kind_known"),
        ("patient_plans", "visits_done = 5", "visits_range"),
        ("patient_plans", "visits_done = -1", "visits_range"),
        ("patient_plans", "visits_done = 0, visits_planned = 0", "visits_planned_positive"),
        ("patient_plans", "next_visit_at = '2026-12-03 14:30:00'", "next_visit_has_day"),
        ("plan_attempts", "succeeded = TRUE", "success_counts_for_nothing"),
        ("plan_attempts", "conversation_id = NULL", "counted_conversation_given"),
        ("deletion_receipts", "requested_by = 'nobody'", "requested_by_known"),
    ],
)
def test_nonsense_is_refused_by_name(
    engine: Engine, table: str, assignment: str, constraint: str
) -> None:
    statement = text(f"UPDATE {table} SET {assignment}")  # noqa: S608 - the cases above
    with (
        pytest.raises(IntegrityError, match=f"ck_{table}_{constraint}"),
        engine.begin() as connection,
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    "table",
    ["callback_requests", "feedback", "unanswered_questions", "patient_plans", "deletion_receipts"],
)
def test_second_copy_is_refused(engine: Engine, table: str) -> None:
    with engine.begin() as connection:
        row = dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().one())  # noqa: S608
    columns = ", ".join(name for name in row if name != "id")
    copy = text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608

    with pytest.raises(IntegrityError, match=r"(?i)unique"), engine.begin() as connection:
        connection.execute(copy)


@pytest.mark.parametrize("address", ["a@b.org", "o'neill%x@example.org"])
def test_every_address_with_two_parts_is_accepted(engine: Engine, address: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE callback_requests SET email = :address"), {"address": address}
        )


def test_question_deleted_by_hand_takes_its_asks_along(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM unanswered_questions"))
        assert connection.execute(text("SELECT count(*) FROM unanswered_asks")).scalar_one() == 0
