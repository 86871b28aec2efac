"""Importing a file again and again, beside what the clinic changes by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from clinic_fixtures import Import
from plan_factories import FAT_ARMS, make_entry, write_plans
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.models import AuditEntry, Plan
from mesoguide.clinic.plan_approval import approve
from mesoguide.clinic.plan_import import ImportReport, import_plans
from mesoguide.clinic.plan_repository import PlanRepository
from mesoguide.exceptions import PlanContentError

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=timezone.utc)
Read = Callable[[], Plan]


@pytest.fixture
def read_hair(sessions: sessionmaker[Session]) -> Read:
    def read() -> Plan:
        with sessions() as session:
            plan = PlanRepository(session).by_code("HAIR-01")
        assert plan is not None
        return plan

    return read


@pytest.fixture
def approved(hair_plan: None, sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        approve(session, "HAIR-01", "Dr Ana", date(2026, 1, 2))


@pytest.fixture
def edited_by_hand(approved: None, sessions: sessionmaker[Session]) -> None:
    """The clinic sets its own number of visits with SQL, as the documents allow."""
    with sessions.begin() as session:
        session.execute(text("UPDATE plans SET sessions_min = 6, sessions_max = 9"))


def actions(sessions: sessionmaker[Session]) -> list[str]:
    with sessions() as session:
        return list(session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())


def test_first_import_adds_every_plan(import_entries: Import) -> None:
    report = import_entries(make_entry(), make_entry(**FAT_ARMS))

    assert report == ImportReport(added=("HAIR-01", "FAT-ARM-01"))


def test_second_import_changes_nothing(
    hair_plan: None, import_entries: Import, sessions: sessionmaker[Session], read_hair: Read
) -> None:
    before = read_hair()

    report = import_entries(make_entry(), now=NOW)

    assert report == ImportReport(unchanged=("HAIR-01",))
    assert (read_hair().version, read_hair().updated_at) == (1, before.updated_at)
    assert actions(sessions) == ["plan_added"]


def test_amounts_reach_the_database_as_whole_cents(hair_plan: None, session: Session) -> None:
    amount = session.execute(text("SELECT price_per_session_minor FROM plans")).scalar_one()

    assert (amount, type(amount)) == (25000, int)


def test_changed_plan_gets_a_new_version(
    hair_plan: None, import_entries: Import, read_hair: Read
) -> None:
    report = import_entries(make_entry(name="Scalp course"), now=NOW)

    plan = read_hair()
    assert report == ImportReport(updated=("HAIR-01",))
    assert (plan.name, plan.version, plan.updated_at) == ("Scalp course", 2, NOW)


def test_changed_areas_replace_the_old_ones(
    hair_plan: None, import_entries: Import, read_hair: Read
) -> None:
    import_entries(make_entry(body_areas=["face", "scalp"]))

    assert read_hair().body_areas == ("face", "scalp")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Scalp course"},
        {"sessions": {"min": 3, "max": 5}},
        {"price": None},
        {"caution": "See a doctor first."},
        {"body_areas": ["scalp", "face"]},
        {"aftercare": ["Keep it clean.", "Stay out of the sun."]},
        {"sources": [{"name": "Other", "year": None, "verified": "read", "show": True}]},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_change_that_patients_see_clears_the_approval(
    approved: None, import_entries: Import, read_hair: Read, changes: dict[str, Any]
) -> None:
    report = import_entries(make_entry(**changes))

    assert report.approval_cleared == ("HAIR-01",)
    assert read_hair().approved_by is read_hair().approved_on is None


@pytest.mark.parametrize(
    "changes",
    [
        {"review": "Settled."},
        {"source_note": None},
        {"published_schedules": None},
        {"sources": make_entry()["sources"][:1]},
    ],
    ids=["review", "source-note", "schedules", "hidden-source"],
)
def test_remark_for_staff_leaves_the_approval(
    approved: None, import_entries: Import, read_hair: Read, changes: dict[str, Any]
) -> None:
    report = import_entries(make_entry(**changes))

    assert (report.updated, report.approval_cleared) == (("HAIR-01",), ())
    assert read_hair().approved_by == "Dr Ana"


def test_import_of_an_unchanged_file_keeps_what_the_clinic_edited(
    edited_by_hand: None, import_entries: Import, read_hair: Read
) -> None:
    report = import_entries(make_entry())

    plan = read_hair()
    assert report.unchanged == ("HAIR-01",)
    assert (plan.sessions_min, plan.sessions_max, plan.approved_by) == (6, 9, "Dr Ana")


def test_new_remark_for_staff_keeps_what_the_clinic_edited(
    edited_by_hand: None, import_entries: Import, read_hair: Read
) -> None:
    import_entries(make_entry(review="Settled."))

    plan = read_hair()
    assert (plan.review, plan.sessions_max, plan.approved_by) == ("Settled.", 9, "Dr Ana")


def test_file_that_catches_up_with_the_clinics_edit_keeps_the_approval(
    edited_by_hand: None, import_entries: Import, read_hair: Read
) -> None:
    report = import_entries(make_entry(sessions={"min": 6, "max": 9}))

    assert (report.updated, report.approval_cleared) == (("HAIR-01",), ())
    assert read_hair().approved_by == "Dr Ana"


def test_file_with_something_new_for_patients_wins_over_an_edit(
    edited_by_hand: None, import_entries: Import, read_hair: Read
) -> None:
    report = import_entries(make_entry(plain_note="New."))

    assert report.approval_cleared == ("HAIR-01",)
    assert read_hair().sessions_max == 4


def test_plan_that_left_the_file_is_reported_and_kept(
    hair_plan: None, import_entries: Import, read_hair: Read
) -> None:
    report = import_entries(make_entry(**FAT_ARMS))

    assert (report.missing, report.removed) == (("HAIR-01",), ())
    assert read_hair().code == "HAIR-01"


def test_prune_deletes_what_left_the_file(
    hair_plan: None, import_entries: Import, session: Session
) -> None:
    report = import_entries(make_entry(**FAT_ARMS), prune=True)

    assert report.removed == ("HAIR-01",)
    assert [plan.code for plan in PlanRepository(session).all()] == ["FAT-ARM-01"]


def test_broken_file_changes_nothing(
    hair_plan: None, import_entries: Import, read_hair: Read
) -> None:
    with pytest.raises(PlanContentError):
        import_entries(make_entry(name="New"), make_entry(code="BAD-01", concern="none"))

    assert read_hair().name == "Hair course"


def test_failure_half_way_takes_everything_back(
    sessions: sessionmaker[Session], tmp_path: Path, session: Session
) -> None:
    path = write_plans(tmp_path / "plans.yml", make_entry())

    def import_and_fail() -> None:
        with sessions.begin() as broken:
            import_plans(broken, path)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_and_fail()

    assert PlanRepository(session).all() == []


def test_each_change_leaves_an_entry(
    approved: None, import_entries: Import, sessions: sessionmaker[Session]
) -> None:
    import_entries(make_entry(name="New"))
    import_entries(make_entry(**FAT_ARMS), prune=True)

    assert actions(sessions) == [
        "plan_added",
        "plan_approved",
        "plan_updated",
        "approval_cleared",
        "plan_added",
        "plan_removed",
    ]


def test_entry_says_who_when_and_what(
    hair_plan: None, import_entries: Import, session: Session
) -> None:
    import_entries(make_entry(name="New"), who="Bo", now=NOW)

    query = select(AuditEntry).where(AuditEntry.action == "plan_updated")
    entry = session.execute(query).scalars().one()
    assert (entry.who, entry.at, entry.subject) == ("Bo", NOW, "HAIR-01")
    assert entry.details["changed"]["name"] == ["Hair course", "New"]


def test_imports_at_the_same_time_add_each_plan_once(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    path = write_plans(tmp_path / "plans.yml", make_entry())
    start = threading.Barrier(3)

    def run() -> ImportReport:
        with sessions.begin() as session:
            start.wait(5)
            return import_plans(session, path)

    with ThreadPoolExecutor(3) as executor:
        reports = [future.result(20) for future in [executor.submit(run) for _ in range(3)]]

    assert sorted(len(report.added) for report in reports) == [0, 0, 1]
