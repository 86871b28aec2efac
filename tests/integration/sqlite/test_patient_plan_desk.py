"""Staff add, change, unlock and remove patients' courses, and the audit trail tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from clinic_fixtures import Import
from plan_factories import FAT_ARMS, make_entry
from record_factories import SECRET_KEY, START
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_values import VerifierKind
from mesoguide.clinic.keyed_digests import KeyedDigests
from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.next_visits import read_next_visit
from mesoguide.clinic.patient_plan_desk import NextVisit, PatientPlanDesk, Visits
from mesoguide.clinic.patient_plan_repository import PatientPlanRepository
from mesoguide.clinic.plan_attempts import MOST_WRONG_TRIES, PlanAttempts
from mesoguide.exceptions import PatientPlanNotFound, PatientPlanRefused, PlanInUse, PlanNotFound

# Calls that SQLAlchemy 2.0 no longer has fail, in every query that these tests run.
pytestmark = [
    pytest.mark.filterwarnings("error::sqlalchemy.exc.Base20DeprecationWarning"),
    pytest.mark.usefixtures("quick_digests"),
]

REFERENCE = "MG-7K4P-2QX9"
DIGESTS = KeyedDigests(SECRET_KEY)
LONDON = ZoneInfo("Europe/London")

Desk = Callable[[], AbstractContextManager[PatientPlanDesk]]


@pytest.fixture
def desk(sessions: sessionmaker[Session]) -> Desk:
    @contextmanager
    def at_work() -> Iterator[PatientPlanDesk]:
        with sessions.begin() as session:
            yield PatientPlanDesk(session, KeyedDigests(SECRET_KEY), who="Ana", at=START)

    return at_work


@pytest.fixture
def plans(import_entries: Import) -> None:
    import_entries(make_entry(), make_entry(**FAT_ARMS), who="import")


@pytest.fixture
def course(desk: Desk, plans: None) -> int:
    """The number of a course that follows the hair plan."""
    with desk() as at_desk:
        return add(at_desk)


def add(desk: PatientPlanDesk, **changes: object) -> int:
    wanted = {
        "reference": REFERENCE,
        "verifier": "3 May 1980",
        "kind": VerifierKind.DATE_OF_BIRTH,
        "plan_code": "hair 01",
        "visits": Visits(done=0, planned=4),
    }
    return desk.add(**{**wanted, **changes})  # type: ignore[arg-type]


def trail(session: Session) -> list[AuditEntry]:
    entries = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().all()
    return [entry for entry in entries if entry.who == "Ana"]


def test_course_is_found_by_number_and_by_reference(desk: Desk, course: int) -> None:
    with desk() as at_desk:
        assert at_desk.course(number=course).plan.code == "HAIR-01"
        assert at_desk.course(reference="mg 7k4p 2qx9").id == course


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "wanted", [{"number": 999}, {"reference": "MG-2222-3333"}, {"reference": ""}], ids=str
)
def test_missing_course_is_said_without_its_reference(desk: Desk, wanted: dict[str, str]) -> None:
    with desk() as at_desk, pytest.raises(PatientPlanNotFound, match="patient-plan list") as found:
        at_desk.course(**wanted)

    assert "2222" not in str(found.value)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("reference", [REFERENCE, "mg7k4p2qx9"], ids=["same", "spelling"])
def test_reference_of_another_patient_is_refused(desk: Desk, reference: str) -> None:
    with desk() as at_desk, pytest.raises(PatientPlanRefused, match="another patient"):
        add(at_desk, reference=reference)


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    "reference", ["", "MG-12", "mesotherapy", "12345678", "MG-ÄÖ12", "x" * 80, "1980-05-03"]
)
def test_reference_that_the_chat_could_not_read_is_refused(desk: Desk, reference: str) -> None:
    with desk() as at_desk, pytest.raises(PatientPlanRefused, match="such as MG-7K4P-2QX9"):
        add(at_desk, reference=reference)


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize(
    ("kind", "verifier", "said"),
    [
        (VerifierKind.DATE_OF_BIRTH, "in May", "3 May 1980"),
        (VerifierKind.DATE_OF_BIRTH, "3 May 2080", "3 May 1980"),
        (VerifierKind.DATE_OF_BIRTH, "", "3 May 1980"),
        (VerifierKind.PIN, "123", "4 to 8 figures"),
        (VerifierKind.PIN, "three", "4 to 8 figures"),
    ],
)
def test_unreadable_verifier_is_refused_without_repeating_it(
    desk: Desk, kind: VerifierKind, verifier: str, said: str
) -> None:
    with desk() as at_desk, pytest.raises(PatientPlanRefused, match=said) as refusal:
        add(at_desk, kind=kind, verifier=verifier)

    assert not verifier or verifier not in str(refusal.value)


@pytest.mark.usefixtures("plans")
def test_unknown_plan_is_refused(desk: Desk) -> None:
    with desk() as at_desk, pytest.raises(PlanNotFound, match="NONE-01"):
        add(at_desk, plan_code="NONE-01")


@pytest.mark.parametrize(("done", "planned"), [(5, 4), (-1, 4), (0, 0)])
def test_visits_that_make_no_sense_are_refused(done: int, planned: int) -> None:
    with pytest.raises(PatientPlanRefused, match=f"{done} of {planned} visits"):
        Visits(done=done, planned=planned)


def test_update_changes_what_it_is_given(desk: Desk, course: int, session: Session) -> None:
    day = NextVisit(date(2026, 12, 3))
    with desk() as at_desk:
        changed = at_desk.update(
            at_desk.course(number=course),
            visits=Visits(done=3, planned=4),
            next_visit=day,
            plan_code="FAT-ARM-01",
        )

    row = PatientPlanRepository(session).by_id(course)
    assert row is not None
    assert changed == ("visits_done", "next_visit_on", "plan_id")
    assert (row.visits_done, row.next_visit_on, row.plan.code) == (3, day.on, "FAT-ARM-01")


def test_update_without_a_change_leaves_no_trail(desk: Desk, course: int, session: Session) -> None:
    with desk() as at_desk:
        row = at_desk.course(number=course)
        assert at_desk.update(row, visits=Visits(done=0, planned=4), next_visit=None) == ()

    assert [entry.action for entry in trail(session)] == ["patient_plan_added"]


def test_new_verifier_replaces_the_old_one(desk: Desk, course: int, session: Session) -> None:
    with desk() as at_desk:
        row = at_desk.course(number=course)
        at_desk.update(
            row,
            visits=Visits(done=0, planned=4),
            next_visit=None,
            verifier=(VerifierKind.PIN, "4821"),
        )

    kept = PatientPlanRepository(session).verifier(DIGESTS.reference(REFERENCE))
    assert kept is not None
    assert kept[0] is VerifierKind.PIN
    assert DIGESTS.verify(kept[1], DIGESTS.reference(REFERENCE), "4821")
    assert not DIGESTS.verify(kept[1], DIGESTS.reference(REFERENCE), "1980-05-03")


def test_unlock_opens_a_locked_course(
    desk: Desk, course: int, sessions: sessionmaker[Session]
) -> None:
    digest = DIGESTS.reference(REFERENCE)
    for number in range(MOST_WRONG_TRIES):
        with sessions.begin() as session:
            PlanAttempts(session).begin(digest, f"talk-{number}", at=START)
    with sessions() as session:
        shut = PlanAttempts(session).shut_until(digest, now=START)

    with desk() as at_desk:
        assert at_desk.unlock(at_desk.course(number=course)) == MOST_WRONG_TRIES

    assert shut == START + timedelta(hours=24)
    with sessions() as session:
        assert PlanAttempts(session).shut_until(digest, now=START) is None


def test_unlock_opens_a_locked_conversation(desk: Desk, sessions: sessionmaker[Session]) -> None:
    for number in range(MOST_WRONG_TRIES):
        with sessions.begin() as session:
            PlanAttempts(session).begin(f"digest-{number}", "talk-1", at=START)

    with desk() as at_desk:
        assert at_desk.unlock_conversation("talk-1") == MOST_WRONG_TRIES

    with sessions.begin() as session:
        assert PlanAttempts(session).begin("digest-9", "talk-1", at=START)[1] is False


def test_removed_course_is_gone_with_the_tries_to_see_it(
    desk: Desk, course: int, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        PlanAttempts(session).begin(DIGESTS.reference(REFERENCE), "talk-1", at=START)

    with desk() as at_desk:
        at_desk.remove(at_desk.course(number=course))

    with sessions() as session:
        assert PatientPlanRepository(session).newest() == []
        assert PlanAttempts(session).unlock_conversation("talk-1") == 0


def test_audit_trail_tells_who_did_what_and_no_secret(
    desk: Desk, course: int, session: Session
) -> None:
    with desk() as at_desk:
        row = at_desk.course(number=course)
        at_desk.update(row, visits=Visits(done=1, planned=4), next_visit=None)
        at_desk.unlock(row)
        at_desk.unlock_conversation("talk-1")
        at_desk.remove(row)

    entries = trail(session)
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("patient_plan_added", f"patient plan {course}"),
        ("patient_plan_updated", f"patient plan {course}"),
        ("patient_plan_unlocked", f"patient plan {course}"),
        ("conversation_unlocked", "conversation"),
        ("patient_plan_removed", f"patient plan {course}"),
    ]
    written = str([entry.details for entry in entries])
    for secret in (REFERENCE, "1980", "talk-1", "argon2"):
        assert secret not in written


@pytest.mark.usefixtures("course")
def test_plan_of_a_patient_cannot_be_pruned(import_entries: Import) -> None:
    with pytest.raises(PlanInUse, match=r"HAIR-01 was not deleted.* 1 patient is on it"):
        import_entries(make_entry(**FAT_ARMS), prune=True)


# ---- The next visit as it is typed ----


@pytest.mark.parametrize("typed", ["2026-12-03 14:30", "2026-12-03T14:30", " 2026-12-03  14:30 "])
def test_time_of_a_visit_is_the_clinics_clock(typed: str) -> None:
    visit = read_next_visit(typed, LONDON)

    assert visit is not None
    assert visit.at is not None
    assert (visit.on, visit.at.isoformat()) == (date(2026, 12, 3), "2026-12-03T14:30:00+00:00")


def test_summer_time_is_taken_into_account() -> None:
    visit = read_next_visit("2027-07-01 09:00", LONDON)

    assert visit is not None
    assert visit.at is not None
    assert visit.at.isoformat() == "2027-07-01T09:00:00+01:00"


def test_day_alone_has_no_time() -> None:
    assert read_next_visit("2026-12-03", LONDON) == NextVisit(date(2026, 12, 3))


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_typed_is_no_visit(typed: str) -> None:
    assert read_next_visit(typed, LONDON) is None


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "2026-12-03 25:00", "03/12/2026"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(PatientPlanRefused, match="like 2026-12-03"):
        read_next_visit(typed, LONDON)


@pytest.mark.parametrize(
    "typed", ["2027-03-28 01:30", "2026-10-25 01:30"], ids=["skipped", "twice"]
)
def test_time_at_which_the_clocks_change_is_refused(typed: str) -> None:
    with pytest.raises(PatientPlanRefused, match="clocks change"):
        read_next_visit(typed, LONDON)
