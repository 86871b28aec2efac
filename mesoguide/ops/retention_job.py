"""Deletes old conversations once a day, in a quiet hour, as the clinic tells patients.

How long they are kept is ``retention_days`` of ``content/clinic.yml``, the number that patients
read. The audit trail has when it was done, so that several supervisors do it once, and that a
machine that is off at night does it in the morning.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import desc, select
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.models import AuditEntry
from mesoguide.clinic.retention import Retention
from mesoguide.content.clinic_facts import load_clinic_facts
from mesoguide.ops.leadership import Leadership
from mesoguide.ops.settings import Settings

logger = logging.getLogger(__name__)

#: Names in the audit trail.
WHO = "retention job"
BEGUN = "retention_scheduled"
RAN = "retention_ran"
SUBJECT = "conversations"

LOOK_EVERY_SECONDS = 60.0

#: Conversations that are deleted in one transaction, and the pause for others after each.
AT_ONCE = 50
PAUSE_SECONDS = 0.5

_ENTRIES = AuditEntry.__table__.c


class RetentionJob:
    """Looks whether it is time, and deletes."""

    def __init__(
        self,
        settings: Settings,
        sessions: sessionmaker[Session],
        tracker_sessions: sessionmaker[Session] | None,
        leadership: Leadership,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._tracker_sessions = tracker_sessions
        self._leadership = leadership
        self._now = now
        self._sleep = sleep

    def look(self) -> None:
        """Delete what is old if that is due and this process leads."""
        if not self._leadership.is_leader():
            return
        facts = load_clinic_facts(self._settings.content_dir / "clinic.yml")
        now = self._now()
        due = last_quiet_hour(now, self._settings.quiet_hour, ZoneInfo(facts.time_zone))
        with self._sessions.begin() as session:
            last = last_entry(session, (RAN, BEGUN))
            if last is None:
                # Nothing is deleted in the moment in which somebody tries MesoGuide for the first
                # time, or comes from a release that left it to them.
                AuditLog(session, who=WHO, at=now).record(BEGUN, SUBJECT)
        if last is not None and last < due:
            self._delete(timedelta(days=facts.retention_days))

    def _delete(self, period: timedelta) -> None:
        now = self._now()
        retention = Retention(self._sessions, self._tracker_sessions, who=WHO, now=now)
        conversations = rows = 0
        while (done := retention.purge_older(period, most=AT_ONCE)).conversations:
            conversations += done.conversations
            rows += sum(done.counts.values())
            self._sleep(PAUSE_SECONDS)
        with self._sessions.begin() as session:
            trail = AuditLog(session, who=WHO, at=now)
            trail.record(RAN, SUBJECT, days=period.days, conversations=conversations, rows=rows)
        logger.info("%d conversations older than %d days deleted", conversations, period.days)


def last_quiet_hour(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """Return when the quiet hour of the clinic's day last began."""
    local = now.astimezone(zone)
    begins = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return begins if begins <= local else begins - timedelta(days=1)


def last_entry(session: Session, actions: tuple[str, ...]) -> datetime | None:
    """Return when the newest entry of some actions was written."""
    query = select(_ENTRIES.at).where(_ENTRIES.action.in_(actions)).order_by(desc(_ENTRIES.at))
    found: datetime | None = session.execute(query.limit(1)).scalar_one_or_none()
    return found
