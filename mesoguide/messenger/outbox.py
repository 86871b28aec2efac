"""Messages to people, as one session sees them; committing is the caller's business."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    LONGEST_FAILURE,
    LONGEST_MESSAGE_ID,
    UNSENT,
    MessengerReply,
    ReplyStatus,
)

#: Beginning of what is written on every message, by which its echo is known.
_MARK = "mesoguide:"
_REFERENCE_BYTES = 16

_REPLIES = MessengerReply.__table__.c


@dataclass(frozen=True)
class Reply:
    """A message to somebody.

    Attributes:
        reference: what is written on it, and comes back in its echo.
        message: a ``message`` object of the Send API.
        attempts: how often it was sent before, with or without success.
        unknown_outcomes: how often nobody knows whether it arrived.
        not_before: until when it waits.
    """

    id: int
    reference: str
    message: Mapping[str, Any]
    status: ReplyStatus
    attempts: int
    unknown_outcomes: int
    not_before: datetime | None

    @property
    def metadata(self) -> str:
        """What is written on it."""
        return f"{_MARK}{self.reference}"


class Outbox:
    """Adds replies, and keeps what becomes of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, conversation_id: str, messages: Sequence[Mapping[str, Any]], *, at: datetime
    ) -> None:
        """Add messages in the order in which they are to arrive."""
        for message in messages:
            row = MessengerReply(
                reference=secrets.token_hex(_REFERENCE_BYTES),
                conversation_id=conversation_id,
                message=dict(message),
                status=ReplyStatus.WAITING.value,
                attempts=0,
                unknown_outcomes=0,
                created_at=at,
            )
            self._session.add(row)
            # The next one's id must be higher.
            self._session.flush()

    def next_for(self, conversation_id: str) -> Reply | None:
        """Return what is to be sent next to somebody, also when it has to wait."""
        unsent = (_REPLIES.conversation_id == conversation_id, _REPLIES.status.in_(UNSENT))
        query = select(MessengerReply).where(*unsent).order_by(_REPLIES.id).limit(1)
        row = self._session.execute(query).scalars().first()
        if row is None:
            return None
        return Reply(
            id=row.id,
            reference=row.reference,
            message=dict(row.message or {}),
            status=ReplyStatus(row.status),
            attempts=row.attempts,
            unknown_outcomes=row.unknown_outcomes,
            not_before=row.not_before,
        )

    def begin(self, reply: Reply) -> bool:
        """Write down that a message goes out now; False when it is settled, or gone."""
        values = {"status": ReplyStatus.SENDING.value, "attempts": reply.attempts + 1}
        return self._change(reply.reference, UNSENT, **values, not_before=None)

    def wait(self, reply: Reply, *, until: datetime) -> None:
        """Let a message that was not taken wait for another try."""
        waiting = ReplyStatus.WAITING.value
        self._change(reply.reference, UNSENT, status=waiting, not_before=until)

    def wait_for_echo(self, reply: Reply, *, until: datetime) -> None:
        """Let a message that may have been taken wait for its echo."""
        self._change(
            reply.reference,
            UNSENT,
            status=ReplyStatus.UNKNOWN.value,
            unknown_outcomes=reply.unknown_outcomes + 1,
            not_before=until,
        )

    def arrived(self, reference: str, *, message_id: str, at: datetime) -> bool:
        """Write down that a message was sent; False when that was known."""
        return self._change(
            reference,
            UNSENT,
            status=ReplyStatus.SENT.value,
            message=None,
            sent_at=at,
            message_id=message_id[:LONGEST_MESSAGE_ID],
            not_before=None,
        )

    def give_up(self, reply: Reply, status: ReplyStatus, *, failure: str) -> None:
        """Write down that a message will never be sent, and why."""
        self._change(
            reply.reference,
            UNSENT,
            status=status.value,
            message=None,
            failure=failure[:LONGEST_FAILURE],
            not_before=None,
        )

    def sent_by_us(self, message_id: str) -> bool:
        """Tell whether a message with Meta's name is ours."""
        if not message_id:
            return False
        query = select(_REPLIES.id).where(_REPLIES.message_id == message_id)
        return self._session.execute(query).first() is not None

    def _change(self, reference: str, statuses: Sequence[str], **values: Any) -> bool:
        which = (_REPLIES.reference == reference, _REPLIES.status.in_(statuses))
        statement = update(MessengerReply).where(*which).values(**values)
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return int(done.rowcount) > 0


def reference_in(metadata: str) -> str | None:
    """Return the reference that is written on a message; None on one that is not ours."""
    return metadata.removeprefix(_MARK) if metadata.startswith(_MARK) else None
