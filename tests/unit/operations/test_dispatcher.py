"""Notices are tried again until they are taken, and a failure is told once in a while."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.notices import dispatcher as module
from mesoguide.ops.notices.dispatcher import Dispatcher
from mesoguide.ops.notices.notice import Notice, NoticeKind

AT = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


class FakeChannel:
    """A channel that fails at first; real ones are in test_notice_channels.py."""

    def __init__(self, name: str = "mail", *, fails: int = 0, error: Exception | None = None):
        self.name, self.fails, self.taken = name, fails, list[str]()
        self.error = error or NoticeNotSent("down")

    def send(self, notice: Notice) -> None:
        if self.fails:
            self.fails -= 1
            raise self.error
        self.taken.append(notice.title)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def notice(title: str = "it", kind: NoticeKind = NoticeKind.FAILURE, **more: Any) -> Notice:
    return Notice(kind=kind, key=more.pop("key", title), title=title, lines=[], at=AT, **more)


def test_notice_goes_by_every_channel(clock: Clock) -> None:
    mail, hook = FakeChannel(), FakeChannel("webhook")
    sent = Dispatcher([mail, hook], clock=clock)

    sent.offer(notice())
    sent.flush()
    sent.flush()

    assert (mail.taken, hook.taken) == (["it"], ["it"])


def test_refused_notice_is_tried_again_ever_more_rarely(clock: Clock) -> None:
    mail = FakeChannel(fails=4)
    sent, tries = Dispatcher([mail], clock=clock), list[float]()
    sent.offer(notice())
    while not mail.taken:
        left = mail.fails
        sent.flush()
        if mail.fails != left or mail.taken:
            tries.append(clock.now)
        clock.now += 1

    assert tries == [0, 5, 15, 35, 75]


@pytest.mark.parametrize("error", [NoticeNotSent("down"), RuntimeError("never thought of")])
def test_one_channel_that_fails_holds_up_no_other(clock: Clock, error: Exception) -> None:
    mail, hook = FakeChannel(fails=100, error=error), FakeChannel("webhook")
    sent = Dispatcher([mail, hook], clock=clock)

    sent.offer(notice())
    sent.flush()

    assert hook.taken == ["it"]


def test_delivery_is_told_once(clock: Clock) -> None:
    told: list[int] = []
    sent = Dispatcher([FakeChannel(), FakeChannel("webhook")], clock=clock)

    sent.offer(notice(on_delivered=lambda: told.append(1)))
    sent.flush()

    assert told == [1]


def test_failure_that_repeats_is_told_once_in_half_an_hour(clock: Clock) -> None:
    mail = FakeChannel()
    sent = Dispatcher([mail], clock=clock)
    taken = []
    for _ in range(7):
        taken.append(sent.offer(notice()))
        clock.now += 600
    sent.flush()

    assert taken == [True, False, False, True, False, False, True]
    assert len(mail.taken) == 3


def test_failure_after_a_recovery_is_told_at_once(clock: Clock) -> None:
    sent = Dispatcher([FakeChannel()], clock=clock)
    sent.offer(notice())
    sent.offer(notice(kind=NoticeKind.RECOVERY))

    assert sent.offer(notice())


def test_failure_of_yesterday_is_given_up_and_a_safety_alert_never(clock: Clock) -> None:
    mail = FakeChannel(fails=3)
    sent = Dispatcher([mail], clock=clock)
    sent.offer(notice("failure"))
    sent.offer(notice("alert", NoticeKind.SAFETY_ALERT))
    sent.flush()
    clock.now += module.GIVE_UP_SECONDS + 1
    sent.flush()
    clock.now += module.LONGEST_PAUSE_SECONDS
    sent.flush()

    assert mail.taken == ["alert"]


def test_there_is_an_end_to_what_waits(clock: Clock) -> None:
    sent = Dispatcher([FakeChannel(fails=10_000)], clock=clock)
    taken = [sent.offer(notice(str(number))) for number in range(module.MOST_WAITING + 5)]

    assert taken.count(False) == 5
