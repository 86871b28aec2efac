"""Old conversations go once a day in the quiet hour, by the number that patients are told."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.ops import retention_job
from mesoguide.ops.retention_job import RetentionJob, last_quiet_hour
from tests.stored_clinic import StoredClinic

LONDON = ZoneInfo("Europe/London")


class Leader:
    leads = True

    def is_leader(self) -> bool:
        return self.leads

    def resign(self) -> None:
        self.leads = False


class Night:
    """A job, and a clinic whose days pass when a test says so."""

    def __init__(self, clinic: StoredClinic) -> None:
        self.clinic, self.leader, self.pauses = clinic, Leader(), list[float]()
        sessions, tracker = open_sessions(clinic.settings, timeout_seconds=5)
        self.job = RetentionJob(
            clinic.settings,
            sessions,
            tracker,
            self.leader,
            now=clinic.clock,
            sleep=self.pauses.append,
        )
        facts = load_clinic_facts(clinic.settings.content_dir / "clinic.yml")
        self.days = facts.retention_days

    def look_on(self, *, days_later: float) -> list[str]:
        self.clinic.now += timedelta(days=days_later)
        self.job.look()
        return self.clinic.conversations()


@pytest.fixture
def night(clinic: StoredClinic) -> Night:
    night = Night(clinic)
    clinic.talk("old", days_ago=night.days + 1)
    clinic.talk("young", days_ago=1)
    return night


def test_nothing_is_deleted_on_the_first_day(night: Night) -> None:
    assert night.look_on(days_later=0) == ["old", "young"]
    assert night.look_on(days_later=0.3) == ["old", "young"]
    assert night.clinic.trail() == ["retention_scheduled"]


def test_old_conversations_go_after_the_next_quiet_hour(night: Night) -> None:
    night.look_on(days_later=0)

    assert night.look_on(days_later=0.7) == ["young"]
    assert night.clinic.trail() == ["retention_scheduled", "conversations_deleted", "retention_ran"]


def test_it_is_done_once_a_day(night: Night) -> None:
    night.look_on(days_later=0)
    night.look_on(days_later=0.7)
    night.clinic.talk("old again", days_ago=night.days + 1)

    assert "old again" in night.look_on(days_later=0.1)
    assert "old again" not in night.look_on(days_later=1)


def test_restarted_supervisor_knows_that_it_was_done(night: Night) -> None:
    night.look_on(days_later=0)
    night.look_on(days_later=0.7)

    Night(night.clinic).job.look()

    assert night.clinic.trail().count("retention_ran") == 1


def test_machine_that_was_off_at_night_does_it_in_the_morning(night: Night) -> None:
    night.look_on(days_later=0)

    assert night.look_on(days_later=9.9) == ["young"]


def test_only_the_leader_deletes(night: Night) -> None:
    night.look_on(days_later=0)
    night.leader.leads = False

    assert night.look_on(days_later=5) == ["old", "young"]


def test_others_can_write_in_between(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention_job, "AT_ONCE", 2)
    for number in range(4):
        night.clinic.talk(f"old {number}", days_ago=night.days + 1)
    night.look_on(days_later=0)

    assert night.look_on(days_later=1) == ["young"]
    assert len(night.pauses) == 3


@pytest.mark.parametrize(
    ("now", "begun"),
    [
        (datetime(2026, 11, 22, 3, 0, tzinfo=LONDON), datetime(2026, 11, 22, 3, tzinfo=LONDON)),
        (datetime(2026, 11, 22, 2, 59, tzinfo=LONDON), datetime(2026, 11, 21, 3, tzinfo=LONDON)),
        # Summer time: 3 o'clock at the clinic is 2 o'clock in UTC.
        (
            datetime(2026, 7, 1, 2, 30, tzinfo=timezone.utc),
            datetime(2026, 7, 1, 2, tzinfo=timezone.utc),
        ),
    ],
)
def test_quiet_hour_is_that_of_the_clinics_clock(now: datetime, begun: datetime) -> None:
    assert last_quiet_hour(now, 3, LONDON) == begun
