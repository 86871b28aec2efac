"""A patient sees their own course, nobody else does, and trying on does not help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timezone

import pytest
from record_factories import SECRET_KEY, START, Clock
from record_fixtures import *  # noqa: F403 - fixtures that all databases share
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_records import ConversationRecords
from mesoguide.clinic.conversation_values import DeletedFor, VerifierKind
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.patient_plan_desk import NextVisit, PatientPlanDesk, Visits
from mesoguide.clinic.patient_plan_models import PatientPlan, PlanAttempt
from mesoguide.clinic.plan_attempts import LOCK_LASTS, MOST_WRONG_TRIES
from mesoguide.exceptions import ClinicDataUnavailable

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = [
    pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning"),
    pytest.mark.usefixtures("quick_digests"),
]

REFERENCE = "MG-7K4P-2QX9"
UNKNOWN = "MG-2222-3333"
BORN = "3 May 1980"
VISIT = NextVisit(date(2026, 12, 3), datetime(2026, 12, 3, 14, 30, tzinfo=timezone.utc))

AddCourse = Callable[..., None]


@pytest.fixture
def add_course(hair_plan: None, sessions: sessionmaker[Session]) -> AddCourse:
    def add(
        reference: str = REFERENCE,
        verifier: str = BORN,
        kind: VerifierKind = VerifierKind.DATE_OF_BIRTH,
    ) -> None:
        with sessions.begin() as session:
            desk = PatientPlanDesk(session, KeyedDigests(SECRET_KEY), who="Ana", at=START)
            desk.add(
                reference=reference,
                verifier=verifier,
                kind=kind,
                plan_code="HAIR-01",
                visits=Visits(done=2, planned=4),
                next_visit=VISIT,
            )

    return add


@pytest.fixture
def course(add_course: AddCourse) -> None:
    add_course()


async def fail(records: ConversationRecords, times: int, *, talk: str | None = None) -> None:
    """Wrong tries, each in a conversation of its own unless one is named."""
    for number in range(times):
        talk_of_try = talk or f"wrong-{number}"
        assert await records.patient_plan(talk_of_try, REFERENCE, "1 Jan 1990") is None


@pytest.mark.usefixtures("course")
async def test_right_answers_show_the_course(records: ConversationRecords) -> None:
    view = await records.patient_plan("talk-1", REFERENCE, BORN)

    assert view is not None
    assert (view.plan.code, view.visits_done, view.visits_planned) == ("HAIR-01", 2, 4)
    assert view.visits_left == 2
    assert (view.next_visit_on, view.next_visit_at) == (VISIT.on, VISIT.at)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("typed", ["mg7k4p2qx9", "MG 7K4P 2QX9", " mg-7k4p 2qx9 ", "M-G7K4P2Q-X9"])
async def test_spelling_of_the_reference_does_not_matter(
    records: ConversationRecords, typed: str
) -> None:
    assert await records.patient_plan("talk-1", typed, BORN) is not None


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("typed", ["03/05/1980", "1980-05-03", "3.5.80", "3rd of May 1980"])
async def test_form_of_the_date_does_not_matter(records: ConversationRecords, typed: str) -> None:
    assert await records.patient_plan("talk-1", REFERENCE, typed) is not None


async def test_pin_opens_a_course_that_has_one(
    records: ConversationRecords, add_course: AddCourse
) -> None:
    add_course(verifier="4821", kind=VerifierKind.PIN)

    assert await records.patient_plan("talk-1", REFERENCE, "4822") is None
    assert await records.patient_plan("talk-1", REFERENCE, "48 21") is not None


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("reference", "verifier"),
    [
        (REFERENCE, "5 March 1980"),
        (REFERENCE, "yesterday"),
        (REFERENCE, ""),
        (UNKNOWN, BORN),
        ("", BORN),
        ("' OR 1=1 --", BORN),
        ("MG-7K4P-2QX9\x00", BORN),
        (REFERENCE, "x" * 20_000),
        ("\ud800" * 40, "\ud800"),
    ],
    ids=["wrong-date", "no-date", "blank", "unknown", "no-reference", "sql", "nul", "long", "half"],
)
async def test_anything_else_gets_nothing(
    records: ConversationRecords, reference: str, verifier: str
) -> None:
    assert await records.patient_plan("talk-1", reference, verifier) is None


@pytest.mark.usefixtures("course")
async def test_verifier_of_another_patient_does_not_fit(
    records: ConversationRecords, add_course: AddCourse
) -> None:
    add_course(reference=UNKNOWN, verifier="4 June 1970")

    assert await records.patient_plan("talk-1", REFERENCE, "4 June 1970") is None


# ---- Locks ----


@pytest.mark.usefixtures("course")
async def test_four_wrong_tries_lock_nothing(records: ConversationRecords) -> None:
    await fail(records, MOST_WRONG_TRIES - 1)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_five_wrong_tries_lock_the_reference_in_every_conversation(
    records: ConversationRecords,
) -> None:
    await fail(records, MOST_WRONG_TRIES)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None


@pytest.mark.usefixtures("course")
async def test_lock_ends_after_a_day_and_counting_begins_anew(
    records: ConversationRecords, clock: Clock
) -> None:
    await fail(records, MOST_WRONG_TRIES)
    clock.now += LOCK_LASTS
    await fail(records, MOST_WRONG_TRIES - 1)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_trying_on_neither_ends_nor_lengthens_a_lock(
    records: ConversationRecords, clock: Clock
) -> None:
    await fail(records, MOST_WRONG_TRIES)
    clock.pass_by(hours=23)
    await fail(records, 10)
    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None
    clock.pass_by(hours=1)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_wrong_tries_count_however_far_apart(
    records: ConversationRecords, clock: Clock
) -> None:
    for _ in range(MOST_WRONG_TRIES):
        await fail(records, 1)
        clock.pass_by(days=9)
    clock.pass_by(days=-9)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None


@pytest.mark.usefixtures("course")
async def test_right_answer_starts_the_count_anew(records: ConversationRecords) -> None:
    await fail(records, MOST_WRONG_TRIES - 1)
    await records.patient_plan("talk-1", REFERENCE, BORN)
    await fail(records, MOST_WRONG_TRIES - 1)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_tries_at_the_same_moment_cannot_outrun_the_count(
    records: ConversationRecords, session: Session
) -> None:
    guesses = [f"{day} May 1980" for day in range(10, 30)]
    await asyncio.gather(
        *(records.patient_plan(f"t{n}", REFERENCE, g) for n, g in enumerate(guesses))
    )

    counted = session.execute(select(PlanAttempt.counts_for_reference)).scalars().all()
    assert (len(counted), sum(counted)) == (len(guesses), MOST_WRONG_TRIES)
    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None


async def test_reference_that_does_not_exist_locks_too(
    records: ConversationRecords, add_course: AddCourse
) -> None:
    await fail(records, MOST_WRONG_TRIES)
    add_course()

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None


@pytest.mark.usefixtures("course")
async def test_five_wrong_tries_in_one_conversation_lock_it_for_every_reference(
    records: ConversationRecords,
) -> None:
    for number in range(MOST_WRONG_TRIES):
        assert await records.patient_plan("talk-1", f"MG-2222-333{number}", BORN) is None

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None
    assert await records.patient_plan("talk-2", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_own_course_does_not_buy_further_guesses(records: ConversationRecords) -> None:
    for number in range(MOST_WRONG_TRIES):
        await records.patient_plan("talk-1", REFERENCE, BORN)
        await records.patient_plan("talk-1", f"MG-2222-333{number}", BORN)

    assert await records.patient_plan("talk-1", REFERENCE, BORN) is None


@pytest.mark.usefixtures("course")
async def test_locked_conversation_locks_no_references(records: ConversationRecords) -> None:
    for number in range(MOST_WRONG_TRIES):
        await records.patient_plan("talk-1", f"MG-2222-333{number}", BORN)
    await fail(records, 2 * MOST_WRONG_TRIES, talk="talk-1")

    assert await records.patient_plan("talk-2", REFERENCE, BORN) is not None


@pytest.mark.usefixtures("course")
async def test_deleting_the_conversation_opens_no_lock(records: ConversationRecords) -> None:
    for _ in range(MOST_WRONG_TRIES):
        await fail(records, 1, talk="talk-1")
        await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)

    assert await records.patient_plan("talk-2", REFERENCE, BORN) is None


@pytest.mark.usefixtures("course")
async def test_tries_of_deleted_conversations_are_forgotten_in_time(
    records: ConversationRecords, clock: Clock, session: Session
) -> None:
    await fail(records, 3, talk="talk-1")
    await records.delete_conversation("talk-1", requested_by=DeletedFor.PATIENT)
    clock.now += 2 * LOCK_LASTS

    await records.patient_plan("talk-2", UNKNOWN, BORN)

    kept = session.execute(select(PlanAttempt.conversation_id)).scalars().all()
    assert kept == ["talk-2"]


# ---- What is kept, and what can be told ----


@pytest.mark.usefixtures("course")
async def test_neither_reference_nor_verifier_is_in_the_database(
    records: ConversationRecords, session: Session
) -> None:
    await records.patient_plan("talk-1", REFERENCE, BORN)

    row = session.execute(select(PatientPlan)).scalars().one()
    attempt = session.execute(select(PlanAttempt)).scalars().one()
    kept = " ".join(str(value) for value in (*vars(row).values(), *vars(attempt).values()))
    assert row.verifier_hash.startswith("$argon2id$")
    for secret in (REFERENCE, "7k4p", "1980-05-03", BORN):
        assert secret not in kept


@pytest.mark.usefixtures("course")
async def test_database_alone_opens_nothing(sessions: sessionmaker[Session], clock: Clock) -> None:
    thief = ConversationRecords(
        sessions, timeout_seconds=5, secret_key=b"another key of 32 bytes or more!", now=clock
    )

    assert await thief.patient_plan("talk-1", REFERENCE, BORN) is None
    thief.close()


@contextmanager
def work_of(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Writes down the statements and the hashing in their order."""
    done: list[str] = []
    verify = KeyedDigests.verify

    def counted(self: KeyedDigests, *arguments: str) -> bool:
        done.append("hash")
        return verify(self, *arguments)

    def executed(_: object, __: object, statement: str, *___: object) -> None:
        done.append(statement)

    event.listen(engine, "before_cursor_execute", executed)
    with monkeypatch.context() as patch:
        patch.setattr(KeyedDigests, "verify", counted)
        yield done
    event.remove(engine, "before_cursor_execute", executed)


@pytest.mark.usefixtures("course")
async def test_unknown_wrong_and_locked_take_the_same_work(
    records: ConversationRecords, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work_of(engine, monkeypatch) as unknown:
        await records.patient_plan("a", UNKNOWN, BORN)
    with work_of(engine, monkeypatch) as wrong:
        await records.patient_plan("b", REFERENCE, "1 Jan 1990")
    with work_of(engine, monkeypatch) as nonsense:
        await records.patient_plan("c", "?", "?")
    await fail(records, MOST_WRONG_TRIES)
    with work_of(engine, monkeypatch) as locked:
        await records.patient_plan("d", REFERENCE, BORN)

    assert unknown == wrong == nonsense == locked
    assert unknown.count("hash") == 1


async def test_broken_hash_is_unavailable_without_its_text(
    records: ConversationRecords, add_course: AddCourse, sessions: sessionmaker[Session]
) -> None:
    add_course()
    with sessions.begin() as session:
        session.execute(select(PatientPlan)).scalars().one().verifier_hash = "edited by hand"

    with pytest.raises(ClinicDataUnavailable) as failure:
        await records.patient_plan("talk-1", REFERENCE, BORN)

    assert "edited" not in str(failure.value)
