"""What staff are told of: alerts that nobody acknowledged, parts that are away, many errors."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from mesoguide.ops.notices.dispatcher import Dispatcher
from mesoguide.ops.notices.failure_watch import (
    FAILED_LOOKS,
    MANY_ERRORS,
    PARTS,
    ErrorWatch,
    ReadinessWatch,
    crash_notice,
    ready_probe,
)
from mesoguide.ops.notices.notice import Notice, NoticeKind
from mesoguide.ops.notices.safety_watch import SafetyWatch
from mesoguide.ops.readiness import State
from mesoguide.ops.supervisor import Crash
from tests.stored_clinic import NOW, TEXT, StoredClinic


class Inbox:
    """A channel that keeps what it takes."""

    name = "mail"

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def send(self, notice: Notice) -> None:
        self.notices.append(notice)


class Leader:
    """Leads or does not."""

    leads = True

    def is_leader(self) -> bool:
        return self.leads

    def resign(self) -> None:
        self.leads = False


class Staff:
    """A watch with its inbox; time passes when a test says so."""

    def __init__(self, clinic: StoredClinic) -> None:
        self.clinic, self.inbox, self.leader = clinic, Inbox(), Leader()
        self.watch = self.another()

    def another(self) -> SafetyWatch:
        """The watch of a supervisor that was started just now."""
        self.dispatcher = Dispatcher([self.inbox])
        return SafetyWatch(
            self.clinic.sessions,
            self.dispatcher,
            self.leader,
            zone=timezone.utc,
            now=self.clinic.clock,
        )

    def told(self) -> list[list[int]]:
        """The numbers of the alerts in each notice so far, after one more look."""
        self.watch.look()
        self.dispatcher.flush()
        return [
            [alert["number"] for alert in notice.details["alerts"]] for notice in self.inbox.notices
        ]

    def a_minute_later(self) -> None:
        self.clinic.now += timedelta(minutes=1)


@pytest.fixture
def staff(clinic: StoredClinic) -> Staff:
    return Staff(clinic)


def test_alert_is_told_once_and_noted(staff: Staff) -> None:
    number = staff.clinic.alert()
    assert staff.told() == [[number]]
    staff.a_minute_later()

    assert staff.told() == [[number]]
    assert staff.clinic.trail() == ["staff_notified"]


def test_notice_says_where_to_look_and_no_word_of_the_patient(staff: Staff) -> None:
    number = staff.clinic.alert("widget-3f9a1c2bd4e5")
    staff.told()

    notice = staff.inbox.notices[0]
    assert notice.title == "MesoGuide: 1 safety alert waits"
    assert (
        f"No. {number}: emergency, 2026-11-22 12:00, widget, conversation 3f9a1c2b..."
        in notice.text
    )
    assert "mesoguide alerts list" in notice.text
    for told in (notice.text, str(notice.as_json())):
        assert TEXT not in told
        assert "3f9a1c2bd4e5" not in told


def test_alerts_of_one_minute_come_together(staff: Staff) -> None:
    first = staff.clinic.alert()
    staff.told()
    others = [staff.clinic.alert() for _ in range(3)]
    assert staff.told() == [[first]]
    staff.a_minute_later()

    assert staff.told() == [[first], others]


def test_alert_that_somebody_acknowledged_is_not_told(staff: Staff) -> None:
    staff.clinic.acknowledge(staff.clinic.alert())

    assert staff.told() == []


def test_alert_that_was_not_delivered_is_told_after_a_restart(staff: Staff) -> None:
    number = staff.clinic.alert()
    staff.watch.look()  # offered, and the process ends before it is sent
    staff.watch = staff.another()

    assert staff.told() == [[number]]


def test_alert_that_was_delivered_is_not_told_after_a_restart(staff: Staff) -> None:
    staff.clinic.alert()
    staff.told()
    staff.watch = staff.another()

    assert len(staff.told()) == 1


def test_alert_with_the_number_of_a_deleted_one_is_told(staff: Staff) -> None:
    first = staff.clinic.alert("c1")
    staff.told()
    staff.clinic.delete("c1")
    staff.a_minute_later()
    again = staff.clinic.alert("c2")

    assert staff.told() == [[first], [again]]


def test_alert_of_long_ago_is_no_news(staff: Staff) -> None:
    staff.clinic.alert(days_ago=8)

    assert staff.told() == []


def test_only_the_leader_tells(staff: Staff) -> None:
    staff.leader.leads = False
    number = staff.clinic.alert()
    assert staff.told() == []
    staff.leader.leads = True

    assert staff.told() == [[number]]


def looks(results: list[dict[str, bool]]) -> list[tuple[NoticeKind, str]]:
    """What is told when a probe gives these results, one a look."""
    inbox = Inbox()
    dispatcher, given = Dispatcher([inbox]), iter(results)
    watch = ReadinessWatch(lambda: next(given), dispatcher, now=lambda: NOW)
    for _ in results:
        watch.look()
        dispatcher.flush()
    return [(notice.kind, notice.title) for notice in inbox.notices]


WORKS, FAILS = {"chat": True, "clinic": True}, {"chat": True, "clinic": False}
AWAY = "MesoGuide: the clinic's database is away"
BACK = "MesoGuide: no longer: the clinic's database is away"


def test_part_that_is_away_for_a_minute_is_told_once_and_when_it_is_back() -> None:
    told = looks([WORKS, *[FAILS] * (FAILED_LOOKS + 5), WORKS, WORKS])

    assert told == [(NoticeKind.FAILURE, AWAY), (NoticeKind.RECOVERY, BACK)]


def test_part_that_is_back_soon_is_not_told() -> None:
    assert looks([*[FAILS] * (FAILED_LOOKS - 1), WORKS, FAILS, WORKS]) == []


def test_every_part_of_readiness_has_its_words() -> None:
    assert set(PARTS) == {"chat", "actions", "clinic", "conversations", "locks"}
    assert State({"clinic": False}).body()["parts"].keys() <= PARTS.keys()


def test_server_that_does_not_answer_is_told_apart(free_port_number: int) -> None:
    assert ready_probe(f"http://127.0.0.1:{free_port_number}/ready")() == {"chat": False}


@pytest.fixture
def free_port_number() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_many_errors_are_told_and_few_are_not() -> None:
    inbox, totals = Inbox(), iter([100, 100 + MANY_ERRORS - 1, 100 + MANY_ERRORS, 200])
    dispatcher = Dispatcher([inbox])
    watch = ErrorWatch(lambda: next(totals), dispatcher, now=lambda: NOW)
    told = []
    for _ in range(4):
        watch.look()
        dispatcher.flush()
        told.append(len(inbox.notices))

    assert told == [0, 0, 1, 1]
    assert inbox.notices[0].title == f"MesoGuide: {MANY_ERRORS} errors within 2 minutes"


def test_crash_is_told_with_what_happens_now() -> None:
    notice = crash_notice(Crash("chat server", restarts=3, pause_seconds=2), NOW)

    assert notice.title == "MesoGuide: the chat server stopped by itself"
    assert "It is started again in 2 seconds; it is restart number 3." in notice.text
