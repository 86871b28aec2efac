"""Messages that staff must hear of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import LONGEST_CHANNEL, SafetyAlert
from mesoguide.clinic.conversation_values import SafetyAlertRaised
from mesoguide.clinic.stored_text import stored_labels, stored_line, stored_text

_ALERTS = SafetyAlert.__table__.c


class SafetyAlertRepository:
    """Keeps alerts in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, alert: SafetyAlertRaised, *, at: datetime) -> None:
        """Keeps an alert; each message is one, also the second of the same kind."""
        row = SafetyAlert(
            conversation_id=alert.conversation_id,
            channel=stored_line(alert.channel, longest=LONGEST_CHANNEL) or "unknown",
            kind=alert.kind.value,
            message=stored_text(alert.message) or "",
            signs=stored_labels(alert.signs),
            created_at=at,
        )
        self._session.add(row)
        self._session.flush()

    def newest(self, *, waiting: bool = False, limit: int | None = None) -> list[SafetyAlert]:
        """Alerts, newest first; `waiting` for those alone that nobody has acknowledged."""
        query = select(SafetyAlert).order_by(desc(SafetyAlert.created_at), desc(SafetyAlert.id))
        if waiting:
            query = query.where(_ALERTS.acknowledged_at.is_(None))
        rows: list[SafetyAlert] = self._session.execute(query.limit(limit)).scalars().all()
        return rows

    def by_id(self, number: int) -> SafetyAlert | None:
        """The alert with a number."""
        row: SafetyAlert | None = self._session.get(SafetyAlert, number)
        return row
