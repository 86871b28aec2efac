"""Which safety alerts staff were told of by mail or webhook: entries of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.conversation_models import SafetyAlert
from mesoguide.clinic.models import AuditEntry

NOTIFIED = "staff_notified"
NOTIFIER = "notices"

#: Older alerts are in the list; a mail about them would come too late for anybody.
TOLD_WITHIN = timedelta(days=7)

_ALERTS = SafetyAlert.__table__.c
_ENTRIES = AuditEntry.__table__.c


class StaffNotices:
    """Finds alerts that nobody was told of, in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def untold(self, *, now: datetime) -> list[SafetyAlert]:
        """Alerts that nobody has acknowledged or was told of, oldest first."""
        since = now - TOLD_WITHIN
        query = (
            select(SafetyAlert)
            .where(_ALERTS.acknowledged_at.is_(None), _ALERTS.created_at >= since)
            .order_by(_ALERTS.created_at, _ALERTS.id)
        )
        alerts: list[SafetyAlert] = self._session.execute(query).scalars().all()
        if not alerts:
            return []
        told = select(_ENTRIES.subject).where(_ENTRIES.action == NOTIFIED, _ENTRIES.at >= since)
        known = set(self._session.execute(told).scalars())
        return [alert for alert in alerts if subject_of(alert) not in known]

    def record(self, subjects: Sequence[str], *, at: datetime) -> None:
        """Writes down that staff were told."""
        trail = AuditLog(self._session, who=NOTIFIER, at=at)
        for subject in subjects:
            trail.record(NOTIFIED, subject)


def subject_of(alert: SafetyAlert) -> str:
    """Name an alert in the trail; its number alone may be given again after a deletion."""
    return f"safety alert {alert.id} of {alert.created_at.isoformat()}"
