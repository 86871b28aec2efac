"""What the Messenger channel keeps of conversations, made to go when they are deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    EventStatus,
    MessengerEvent,
    MessengerPerson,
    MessengerReply,
)

_EVENTS = MessengerEvent.__table__.c
_PEOPLE = MessengerPerson.__table__.c
_REPLIES = MessengerReply.__table__.c


class MessengerRows:
    """Works on the channel's rows in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def forget(self, conversation_ids: Collection[str], *, keep_unanswered: bool) -> dict[str, int]:
        """Deletes what is kept of conversations and gives the number of rows, by table.

        What says that an event was seen stays, without saying whose it was: Meta delivers again for
        hours, and a deleted message must not be taken for a new one.

        Args:
            conversation_ids: The conversations.
            keep_unanswered: Whether what waits for an answer stays, and whom to answer; the person
                is then forgotten after the last reply.
        """
        counts = {
            str(MessengerReply.__tablename__): self._run(
                delete(MessengerReply).where(_REPLIES.conversation_id.in_(conversation_ids))
            ),
            str(MessengerEvent.__tablename__): self._unlink(conversation_ids, keep_unanswered),
        }
        people = _PEOPLE.conversation_id.in_(conversation_ids)
        if keep_unanswered:
            self._run(
                update(MessengerPerson).where(people).values(forget_when_sent=True, told_at=None)
            )
            return counts
        counts[str(MessengerPerson.__tablename__)] = self._run(
            delete(MessengerPerson).where(people)
        )
        return counts

    def _unlink(self, conversation_ids: Collection[str], keep_pending: bool) -> int:
        pending = _EVENTS.status == EventStatus.PENDING.value
        mine = _EVENTS.conversation_id.in_(conversation_ids)
        emptied = {"conversation_id": None, "text": None, "payload": None, "replaces": None}
        settled = self._run(update(MessengerEvent).where(mine, ~pending).values(**emptied))
        if keep_pending:
            return settled
        withdrawn = {**emptied, "status": EventStatus.WITHDRAWN.value}
        return settled + self._run(update(MessengerEvent).where(mine).values(**withdrawn))

    def _run(self, statement: Any) -> int:
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return int(done.rowcount)
