"""A clinic's databases with conversations in them, on whatever the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic import schema
from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.conversation_deletion import ConversationDeletion
from mesoguide.clinic.conversation_models import SafetyAlert
from mesoguide.clinic.conversation_records import open_sessions
from mesoguide.clinic.conversation_values import AlertKind, DeletedFor, SafetyAlertRaised
from mesoguide.clinic.safety_alert_repository import SafetyAlertRepository
from mesoguide.ops.settings import Settings
from mesoguide.tracking import schema as tracking_schema

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
TEXT = "my secret rash"

_EVENT = text(
    "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:who, 'user', :at, :data)"
)


@dataclass
class StoredClinic:
    """The databases of one installation."""

    settings: Settings
    now: datetime = NOW
    opened: tuple[sessionmaker[Session], sessionmaker[Session] | None] | None = None

    @classmethod
    def made(cls, settings: Settings) -> StoredClinic:
        """Make the tables."""
        schema.upgrade(settings.database_url)
        clinic = cls(settings)
        tracking_schema.complete(clinic.tracker.kw["bind"])
        return clinic

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions on the clinic's database."""
        return self._open()[0]

    @property
    def tracker(self) -> sessionmaker[Session]:
        """Sessions on the database of conversations."""
        clinic, tracker = self._open()
        return tracker or clinic

    def close(self) -> None:
        """Close all connections; they are opened again when they are needed."""
        for sessions in self.opened or ():
            if sessions is not None:
                sessions.kw["bind"].dispose()
        self.opened = None

    def clock(self) -> datetime:
        """The present moment."""
        return self.now

    def talk(self, conversation: str, *, days_ago: float = 0.0) -> None:
        """Store a message."""
        at = self.now - timedelta(days=days_ago)
        with self.tracker.begin() as session:
            row = {"who": conversation, "at": at.timestamp(), "data": f'{{"text": "{TEXT}"}}'}
            session.execute(_EVENT, row)

    def alert(self, conversation: str = "widget-3f9a1c2bd4e5", *, days_ago: float = 0.0) -> int:
        """Store a safety alert; gives back its number."""
        raised = SafetyAlertRaised(
            conversation_id=conversation,
            channel="widget",
            kind=AlertKind.EMERGENCY,
            message=TEXT,
            signs=("swelling",),
        )
        with self.sessions.begin() as session:
            repository = SafetyAlertRepository(session)
            repository.add(raised, at=self.now - timedelta(days=days_ago))
            return max(row.id for row in repository.newest())

    def acknowledge(self, number: int) -> None:
        """Say that somebody has read an alert."""
        with self.sessions.begin() as session:
            row = session.get(SafetyAlert, number)
            row.acknowledged_by, row.acknowledged_at = "Ana", self.now

    def delete(self, *conversations: str, for_whom: DeletedFor = DeletedFor.PATIENT) -> None:
        """Delete conversations as a patient or staff do."""
        deletion = ConversationDeletion(*self._open(), now=self.clock)
        deletion.delete(conversations, requested_by=for_whom)

    def note(self, action: str, *, days_ago: float = 0.0) -> None:
        """Write an entry of the audit trail."""
        with self.sessions.begin() as session:
            at = self.now - timedelta(days=days_ago)
            AuditLog(session, who="test", at=at).record(action, "test")

    def trail(self) -> list[str]:
        """The actions of the audit trail, oldest first."""
        with self.sessions() as session:
            query = text("SELECT action FROM audit_entries ORDER BY id")
            return list(session.execute(query).scalars())

    def conversations(self) -> list[str]:
        """The conversations that are stored."""
        with self.tracker() as session:
            query = text("SELECT DISTINCT sender_id FROM events ORDER BY 1")
            return list(session.execute(query).scalars())

    def _open(self) -> tuple[sessionmaker[Session], sessionmaker[Session] | None]:
        self.opened = self.opened or open_sessions(self.settings, timeout_seconds=10)
        return self.opened
