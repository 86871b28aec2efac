"""Which conversations were deleted, for when a backup is restored that still has them.

Only digests are kept: whoever holds an older backup can find out which of its conversations were
deleted later, and nobody else learns anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import DeletedConversation

#: No backup should be kept for longer: conversations are kept for months.
KEPT_FOR = timedelta(days=400)

_DELETED = DeletedConversation.__table__.c

#: Digests with the time of the deletion.
Deletions = Mapping[str, datetime]


class DeletionList:
    """Keeps the list in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, conversation_ids: Iterable[str], *, at: datetime) -> None:
        """Notes deletions of this moment, and forgets those of long ago."""
        self.merge({digest_of(each): at for each in conversation_ids})
        old = delete(DeletedConversation).where(_DELETED.deleted_at < at - KEPT_FOR)
        self._session.execute(old.execution_options(synchronize_session=False))

    def merge(self, deletions: Deletions) -> None:
        """Adds what another list has; of two times the later one is kept."""
        for digest, at in deletions.items():
            row = self._session.get(DeletedConversation, digest)
            if row is None:
                self._session.add(DeletedConversation(digest=digest, deleted_at=at))
            elif row.deleted_at < at:
                row.deleted_at = at
        self._session.flush()

    def since(self, moment: datetime | None = None) -> dict[str, datetime]:
        """The deletions from a moment on; all if none is given."""
        query = select(DeletedConversation)
        if moment is not None:
            query = query.where(_DELETED.deleted_at >= moment)
        rows = self._session.execute(query).scalars()
        return {row.digest: row.deleted_at for row in rows}


def digest_of(conversation_id: str) -> str:
    """Return what stands for a conversation in the list."""
    return hashlib.sha256(f"mesoguide deleted {conversation_id}".encode()).hexdigest()


def deleted_among(conversation_ids: Iterable[str], deletions: Deletions) -> list[str]:
    """Return those conversations that a list has."""
    return sorted(each for each in conversation_ids if digest_of(each) in deletions)
