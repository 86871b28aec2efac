"""Deleting conversations that are older than a clinic wants to keep them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.audit import AuditLog
from mesoguide.clinic.conversation_deletion import ConversationDeletion
from mesoguide.clinic.conversation_events import ConversationEvents
from mesoguide.clinic.conversation_rows import ConversationRows
from mesoguide.clinic.conversation_values import DeletedFor, DeletionReceiptView
from mesoguide.clinic.plan_attempts import PlanAttempts
from mesoguide.exceptions import RetentionRefused

_PERIOD = re.compile(r"(?P<number>\d{1,5})\s?(?P<unit>[hdw])", re.ASCII)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True)
class Purge:
    """What a deletion removed, or would remove.

    Attributes:
        conversations: How many conversations there were.
        counts: Rows by table.
        open_requests: Requests among the rows that staff have not dealt with.
        receipt: Proof of it; None when nothing was deleted.
    """

    conversations: int
    counts: Mapping[str, int]
    open_requests: int
    receipt: DeletionReceiptView | None = None


class Retention:
    """Finds and deletes conversations in both databases, in the name of one member of staff."""

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        tracker_sessions: sessionmaker[Session] | None,
        *,
        who: str,
        now: datetime,
    ) -> None:
        """Makes the retention.

        Args:
            session_factory: Sessions on the clinic database.
            tracker_sessions: Sessions on the database of conversations; None when it is the
                clinic's own.
            who: Name for the audit trail.
            now: The moment for receipts and the audit trail, aware.
        """
        self._clinic = session_factory
        self._tracker = tracker_sessions
        self._who = who
        self._now = now
        self._deletion = ConversationDeletion(session_factory, tracker_sessions, now=lambda: now)

    def purge_one(self, conversation_id: str, *, dry_run: bool = False) -> Purge:
        """Deletes one conversation, unless nothing is kept of it."""
        return self._purge([conversation_id], DeletedFor.STAFF, dry_run=dry_run)

    def purge_older(
        self, period: timedelta, *, dry_run: bool = False, most: int | None = None
    ) -> Purge:
        """Deletes the conversations in which nothing has happened for a while.

        Args:
            period: For how long nothing has happened.
            dry_run: Whether it is only counted.
            most: Conversations that go at once; whoever waits for the database meanwhile is a
                patient.
        """
        found = self._older_than(self._now - period)[:most]
        purge = self._purge(found, DeletedFor.RETENTION, dry_run=dry_run)
        if not dry_run:
            with self._clinic.begin() as session:
                PlanAttempts(session).forget_unlinked(self._now)
        return purge

    def conversations(self) -> list[str]:
        """Names every conversation of which anything is kept."""
        return sorted(self._last_times())

    def _purge(self, conversations: list[str], for_whom: DeletedFor, *, dry_run: bool) -> Purge:
        counts = self._deletion.preview(conversations)
        kept = sum(counts.values()) > 0
        with self._clinic() as session:
            waiting = ConversationRows(session).open_requests(conversations)
        receipt = None
        if kept and not dry_run:
            number = len(conversations)
            receipt = self._deletion.delete(
                conversations,
                requested_by=for_whom,
                on_deleted=lambda session, receipt: self._record(session, receipt, number),
            )
            counts = dict(receipt.counts)
        return Purge(len(conversations) if kept else 0, counts, waiting, receipt)

    def _record(self, session: Session, receipt: DeletionReceiptView, conversations: int) -> None:
        """Writes the trail, which names the receipt and not the conversations."""
        AuditLog(session, who=self._who, at=self._now).record(
            "conversations_deleted",
            f"receipt {receipt.code}",
            conversations=conversations,
            rows=dict(receipt.counts),
        )

    def _older_than(self, moment: datetime) -> list[str]:
        return sorted(name for name, at in self._last_times().items() if at < moment)

    def _last_times(self) -> dict[str, datetime]:
        """When something last happened in each conversation."""
        with self._clinic() as session:
            latest = ConversationRows(session).last_times()
            if self._tracker is None:
                events = ConversationEvents(session).last_times()
        if self._tracker is not None:
            with self._tracker() as tracker:
                events = ConversationEvents(tracker).last_times()
        for conversation, at in events.items():
            latest[conversation] = max(at, latest.get(conversation, at))
        return latest


def read_period(typed: str) -> timedelta:
    """Reads a period such as "90d", "12w" or "36h".

    Raises:
        RetentionRefused: It cannot be read, or would delete what is going on now.
    """
    found = _PERIOD.fullmatch(typed.strip().lower())
    period = timedelta() if found is None else int(found["number"]) * _UNITS[found["unit"]]
    if not period:
        raise RetentionRefused(
            f"{typed[:40]!r} is no period: give hours, days or weeks above 0, such as 36h, 90d "
            "or 12w"
        )
    return period
