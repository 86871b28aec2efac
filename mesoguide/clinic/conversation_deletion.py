"""Deleting conversations from both databases, with a receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from mesoguide.clinic.conversation_events import EVENTS, ConversationEvents
from mesoguide.clinic.conversation_rows import ConversationRows
from mesoguide.clinic.conversation_values import DeletedFor, DeletionReceiptView
from mesoguide.clinic.deletion_list import DeletionList
from mesoguide.clinic.deletion_receipts import DeletionReceiptRepository

_AT_ONCE = 500
"""Conversations in one statement; SQLite once took no more than 999 values."""

OnDeleted = Callable[[Session, DeletionReceiptView], None]


class ConversationDeletion:
    """Counts and deletes all that is kept of conversations.

    Where both databases are one, everything goes in one transaction. Else the events go first: if
    the clinic database then fails, the caller learns of it and deletes again, and what is left in
    the meantime is less than there was.
    """

    def __init__(
        self,
        session_factory: sessionmaker[Session],
        tracker_sessions: sessionmaker[Session] | None,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Makes the deletion.

        Args:
            session_factory: Sessions on the clinic database.
            tracker_sessions: Sessions on the database of conversations; None when it is the
                clinic's own.
            now: Tells the time for receipts.
        """
        self._clinic = session_factory
        self._tracker = tracker_sessions
        self._now = now

    def stored(self, conversation_id: str) -> dict[str, int]:
        """Rows of a conversation, by table, also those tables that have none."""
        with self._clinic() as session:
            rows = ConversationRows(session).count(conversation_id)
            if self._tracker is None:
                return {EVENTS.name: ConversationEvents(session).count(conversation_id), **rows}
        with self._tracker() as tracker:
            return {EVENTS.name: ConversationEvents(tracker).count(conversation_id), **rows}

    def preview(self, conversation_ids: Sequence[str]) -> dict[str, int]:
        """Counts what a deletion would remove, by table, by doing it and taking it back."""
        counts: Counter[str] = Counter({EVENTS.name: 0})
        if self._tracker is not None:
            with self._tracker() as tracker:
                counts[EVENTS.name] += _delete_events(tracker, conversation_ids)
                tracker.rollback()
        with self._clinic() as session:
            counts.update(self._delete_rows(session, conversation_ids))
            session.rollback()
        return dict(counts)

    def delete(
        self,
        conversation_ids: Sequence[str],
        *,
        requested_by: DeletedFor,
        on_deleted: OnDeleted | None = None,
        keep_unanswered: bool = False,
    ) -> DeletionReceiptView:
        """Deletes everything of conversations and writes one receipt.

        Args:
            conversation_ids: The conversations; one that does not exist changes nothing.
            requested_by: For whom it is done.
            keep_unanswered: Whether messages that came after the wish, and wait for an answer,
                stay: one of them may be an emergency.
            on_deleted: Called in the transaction of the receipt, such as for the audit trail.
        """
        counts: Counter[str] = Counter({EVENTS.name: 0})
        if self._tracker is not None:
            with self._tracker.begin() as tracker:
                overwrite_deleted(tracker)
                counts[EVENTS.name] += _delete_events(tracker, conversation_ids)
        with self._clinic.begin() as session:
            overwrite_deleted(session)
            counts.update(self._delete_rows(session, conversation_ids, keep_unanswered))
            receipts = DeletionReceiptRepository(session)
            receipt = receipts.add(counts, requested_by=requested_by, at=self._now())
            if requested_by is not DeletedFor.RETENTION:
                # What is merely old is found by its age again, also in a restored backup.
                DeletionList(session).add(conversation_ids, at=self._now())
            if on_deleted is not None:
                on_deleted(session, receipt)
        return receipt

    def _delete_rows(
        self, session: Session, conversation_ids: Sequence[str], keep_unanswered: bool = False
    ) -> Counter[str]:
        counts: Counter[str] = Counter()
        for some in _portions(conversation_ids):
            rows = ConversationRows(session)
            counts.update(rows.delete(some, keep_unanswered=keep_unanswered))
        if self._tracker is None:
            counts[EVENTS.name] = _delete_events(session, conversation_ids)
        return counts


def overwrite_deleted(session: Session) -> None:
    """Has SQLite write zeros over what the session deletes, which not every build of it does.

    PostgreSQL does so when it vacuums the table.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete = ON"))


def _delete_events(session: Session, conversation_ids: Sequence[str]) -> int:
    events = ConversationEvents(session)
    return sum(events.delete(some) for some in _portions(conversation_ids))


def _portions(conversation_ids: Sequence[str]) -> Iterator[Collection[str]]:
    for start in range(0, len(conversation_ids), _AT_ONCE):
        yield conversation_ids[start : start + _AT_ONCE]
