"""What actions keep: in time or one named failure, and no word of a patient in it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from clinic_fixtures import STUCK_SECONDS, UNBLOCKED_SECONDS, Pulse
from record_factories import (
    SECRET_KEY,
    Clock,
    make_alert,
    make_contact,
    make_feedback,
    make_unanswered,
)
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.conversation_records import (
    ConversationRecords,
    open_conversation_records,
    open_sessions,
)
from mesoguide.clinic.conversation_values import DeletedFor
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.exceptions import ClinicDataUnavailable
from mesoguide.ops.settings import load_settings

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning")

Stuck = Callable[[str], AbstractContextManager[None]]
Ask = Callable[[ConversationRecords], Awaitable[object]]

PATIENT_WORDS = "my name is Anna"
QUESTIONS: dict[str, Ask] = {
    "callback": lambda records: records.add_callback_request(make_contact(name=PATIENT_WORDS)),
    "feedback": lambda records: records.add_feedback(make_feedback(reason=PATIENT_WORDS)),
    "unanswered": lambda records: records.add_unanswered(make_unanswered(question=PATIENT_WORDS)),
    "alert": lambda records: records.add_safety_alert(make_alert(message=PATIENT_WORDS)),
    "plan": lambda records: records.patient_plan("talk-1", PATIENT_WORDS, PATIENT_WORDS),
    "stored": lambda records: records.stored_for("talk-1"),
    "delete": lambda records: records.delete_conversation(
        "talk-1", requested_by=DeletedFor.PATIENT
    ),
}


@contextmanager
def records_at(
    url: str, *, timeout_seconds: float, database_timeout_seconds: float
) -> Iterator[ConversationRecords]:
    engine = create_engine_for(url, timeout_seconds=database_timeout_seconds)
    records = ConversationRecords(
        session_factory(engine), timeout_seconds=timeout_seconds, secret_key=SECRET_KEY
    )
    yield records
    records.close()
    engine.dispose()


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
async def test_missing_tables_are_unavailable_and_staff_are_told_how_to_mend(
    empty_url: str, caplog: pytest.LogCaptureFixture, ask: Ask
) -> None:
    with (
        records_at(empty_url, timeout_seconds=5, database_timeout_seconds=5) as records,
        caplog.at_level(logging.ERROR),
        pytest.raises(ClinicDataUnavailable, match="mesoguide db upgrade"),
    ):
        await ask(records)

    assert "run `mesoguide db upgrade`" in caplog.text


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
async def test_stuck_database_is_unavailable_in_time_and_blocks_nobody(
    clinic_url: str, stuck: Stuck, pulse: Pulse, ask: Ask
) -> None:
    with (
        records_at(
            clinic_url, timeout_seconds=0.3, database_timeout_seconds=STUCK_SECONDS
        ) as records,
        stuck(clinic_url),
    ):
        started = time.monotonic()
        async with pulse:
            with pytest.raises(ClinicDataUnavailable):
                await ask(records)

    assert time.monotonic() - started < UNBLOCKED_SECONDS
    assert pulse.is_steady


@pytest.mark.parametrize(
    ("ask", "sabotage"),
    [
        (QUESTIONS["callback"], "ALTER TABLE callback_requests RENAME COLUMN topic TO subject"),
        (
            lambda records: records.add_callback_request(
                make_contact(name=PATIENT_WORDS, phone=f"0{PATIENT_WORDS}"[:16])
            ),
            "SELECT 1",
        ),
        (lambda records: records.add_feedback(make_feedback(
            conversation_id=f"{PATIENT_WORDS}\ud800")), "SELECT 1"),
        (lambda records: records.add_safety_alert(make_alert(
            conversation_id=f"{PATIENT_WORDS}\x00" * 99)), "SELECT 1"),
    ],
    ids=["column-gone", "broken-constraint", "half-a-pair", "too-long-and-nul"],
)  # fmt: skip
async def test_no_failure_repeats_what_a_patient_wrote(
    records: ConversationRecords,
    sessions: sessionmaker[Session],
    caplog: pytest.LogCaptureFixture,
    ask: Ask,
    sabotage: str,
) -> None:
    with sessions.begin() as session:
        session.execute(text(sabotage))

    with caplog.at_level(logging.DEBUG):
        try:
            await ask(records)
        except ClinicDataUnavailable as failure:
            said = f"{failure} {failure.__cause__}"
        else:
            said = ""

    assert "Anna" not in said
    assert "Anna" not in caplog.text


async def test_broken_constraint_is_named(records: ConversationRecords) -> None:
    with pytest.raises(ClinicDataUnavailable, match="ck_callback_requests_phone_e164"):
        await records.add_callback_request(make_contact(phone="01632 960123"))


async def test_many_people_at_once_all_get_stored(
    records: ConversationRecords, sessions: sessionmaker[Session]
) -> None:
    await asyncio.gather(
        *(records.add_feedback(make_feedback(answer_id=str(n))) for n in range(40)),
        *(records.add_safety_alert(make_alert()) for _ in range(40)),
    )

    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM feedback")).scalar_one() == 40
        assert session.execute(text("SELECT count(*) FROM safety_alerts")).scalar_one() == 40


async def test_time_comes_from_the_clock_it_was_given(
    records: ConversationRecords, clock: Clock
) -> None:
    clock.pass_by(days=400)

    receipt = await records.delete_conversation("nobody", requested_by=DeletedFor.PATIENT)

    assert receipt.created_at == clock.now


async def test_settings_are_enough_to_open_the_records(tmp_path: Path) -> None:
    settings = load_settings({"MESOGUIDE_VAR": str(tmp_path)})
    schema.upgrade(settings.database_url)
    records = open_conversation_records(settings)

    assert await records.add_callback_request(make_contact())
    assert await records.patient_plan("talk-1", "MG-7K4P-2QX9", "3 May 1980") is None
    assert (await records.stored_for("talk-1"))["callback_requests"] == 1
    assert (tmp_path / "secret.key").is_file()
    records.close()


def test_conversations_in_the_same_database_share_its_sessions(clinic_url: str) -> None:
    settings = load_settings({"DATABASE_URL": clinic_url, "TRACKER_DATABASE_URL": clinic_url})

    assert open_sessions(settings, timeout_seconds=1)[1] is None


def test_conversations_in_another_database_have_sessions_of_their_own(
    clinic_url: str, empty_url: str
) -> None:
    settings = load_settings({"DATABASE_URL": clinic_url, "TRACKER_DATABASE_URL": empty_url})

    assert open_sessions(settings, timeout_seconds=1)[1] is not None
