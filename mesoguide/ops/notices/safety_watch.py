"""Tells staff of safety alerts.

The supervisor looks for them in the database, rather than the action sending them: a turn waits for
no mail server, an alert that was stored is told of although a process died in between, and several
servers tell it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_models import SafetyAlert
from mesoguide.clinic.staff_notices import StaffNotices, subject_of
from mesoguide.clinic.staff_terminal import local_time
from mesoguide.ops.leadership import Leadership
from mesoguide.ops.notices.dispatcher import Dispatcher
from mesoguide.ops.notices.notice import Notice, NoticeKind

#: Seconds between looks. Nobody may rely on a mail in an emergency; this is soon enough to read.
LOOK_EVERY_SECONDS = 5.0

#: The first alert is told at once, those of the next minute together: whoever floods the chat with
#: emergencies must not flood the mailbox.
PAUSE_BETWEEN_NOTICES = timedelta(minutes=1)

#: Alerts in one notice; the list has the rest.
MOST_IN_A_NOTICE = 20

#: Characters of a conversation's id in a notice, which leaves the house: enough to find it in the
#: list, too few to be an id.
_REFERENCE = 8


class SafetyWatch:
    """Looks for alerts that nobody was told of."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        dispatcher: Dispatcher,
        leadership: Leadership,
        *,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._sessions = sessions
        self._dispatcher = dispatcher
        self._leadership = leadership
        self._zone = zone
        self._now = now
        self._under_way: set[str] = set()
        self._told_at: datetime | None = None

    def look(self) -> None:
        """Look once, and offer a notice if there is something to tell."""
        now = self._now()
        if not self._dispatcher.has_channels or not self._leadership.is_leader():
            return
        if self._told_at is not None and now - self._told_at < PAUSE_BETWEEN_NOTICES:
            return
        with self._sessions() as session:
            found = StaffNotices(session).untold(now=now)
        alerts = [alert for alert in found if subject_of(alert) not in self._under_way]
        if alerts and self._dispatcher.offer(self._notice(alerts, now)):
            self._under_way |= {subject_of(alert) for alert in alerts}
            self._told_at = now

    def _notice(self, alerts: Sequence[SafetyAlert], now: datetime) -> Notice:
        subjects = [subject_of(alert) for alert in alerts]

        def on_delivered() -> None:
            with self._sessions.begin() as session:
                StaffNotices(session).record(subjects, at=self._now())
            self._under_way -= set(subjects)

        return Notice(
            kind=NoticeKind.SAFETY_ALERT,
            key=f"alerts up to {subjects[-1]}",
            title=_title(len(alerts)),
            lines=self._lines(alerts),
            at=now,
            details={"alerts": [_as_json(alert) for alert in alerts[:MOST_IN_A_NOTICE]]},
            on_delivered=on_delivered,
        )

    def _lines(self, alerts: Sequence[SafetyAlert]) -> list[str]:
        shown = [
            f"No. {alert.id}: {alert.kind.replace('_', ' ')}, "
            f"{local_time(alert.created_at, self._zone)}, {alert.channel}, "
            f"conversation {reference_of(alert)}..."
            for alert in alerts[:MOST_IN_A_NOTICE]
        ]
        more = len(alerts) - len(shown)
        return [
            "Somebody wrote what sounded like an emergency, a crisis or a symptom to be seen soon:",
            "",
            *shown,
            *([f"And {more} more."] if more > 0 else []),
            "",
            "They were told at once whom to ring. Read what they wrote, on the clinic's machine:",
            "",
            "    mesoguide alerts list",
            f"    mesoguide alerts acknowledge {alerts[0].id} --by 'your name'",
            "",
            "Do not rely on these mails: they may come late or not at all.",
        ]


def reference_of(alert: SafetyAlert) -> str:
    """Return the beginning of the conversation's id, without the channel that it names first."""
    return str(alert.conversation_id).rpartition("-")[2][:_REFERENCE]


def _title(count: int) -> str:
    return f"MesoGuide: {count} safety alert{'s wait' if count > 1 else ' waits'}"


def _as_json(alert: SafetyAlert) -> dict[str, object]:
    return {
        "number": alert.id,
        "kind": alert.kind,
        "at": alert.created_at.isoformat(),
        "channel": alert.channel,
        "conversation": reference_of(alert),
    }
