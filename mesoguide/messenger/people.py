"""The people who write to the page, as one session sees them; committing is the caller's business.

What needs a decision is decided by one statement, so that several processes can be at work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import and_, case, delete, or_, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    UNSENT,
    EventStatus,
    MessengerEvent,
    MessengerPerson,
    MessengerReply,
)
from mesoguide.messenger.insert_once import insert_for

_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)
_PEOPLE = MessengerPerson.__table__.c
_EVENTS = MessengerEvent.__table__.c
_REPLIES = MessengerReply.__table__.c


@dataclass(frozen=True)
class Seen:
    """Somebody of whom the page heard.

    Attributes:
        message_at: when they did something that lets the page answer, if they did.
    """

    conversation_id: str
    psid: str
    message_at: datetime | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who writes to the page.

    Attributes:
        last_message_at: when they last did something that lets the page answer.
        told_at: when the bot last answered them; None until it has said what it is.
        paused_until: until when staff have the conversation.
        introduce_again: whether staff had it since, so that they must be told again.
        forget_when_sent: whether their data was deleted, and only the last words are left to send.
    """

    conversation_id: str
    psid: str
    last_message_at: datetime | None = None
    told_at: datetime | None = None
    paused_until: datetime | None = None
    introduce_again: bool = False
    forget_when_sent: bool = False

    def is_paused(self, now: datetime) -> bool:
        """Tell whether staff have the conversation."""
        return self.paused_until is not None and now < self.paused_until


class People:
    """Finds and changes people."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, conversation_id: str) -> Person | None:
        """Return a person by the id of their conversation."""
        query = select(MessengerPerson).where(_PEOPLE.conversation_id == conversation_id)
        row = self._session.execute(query).scalars().first()
        return None if row is None else as_person(row)

    def note(self, seen: Sequence[Seen], *, now: datetime) -> None:
        """Make sure that people are known; a message of theirs opens the time for answers."""
        rows: dict[str, dict[str, Any]] = {}
        # The latest one counts.
        for each in sorted(seen, key=lambda each: each.message_at or _LONG_AGO):
            rows[each.conversation_id] = {
                "conversation_id": each.conversation_id,
                "psid": each.psid,
                "seen_at": now,
                "last_message_at": each.message_at,
                "introduce_again": False,
                "forget_when_sent": False,
            }
        statement = insert_for(self._session, MessengerPerson)
        new = statement.excluded.last_message_at
        later = or_(_PEOPLE.last_message_at.is_(None), _PEOPLE.last_message_at < new)
        statement = statement.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={
                "seen_at": statement.excluded.seen_at,
                "last_message_at": case((later, new), else_=_PEOPLE.last_message_at),
                # Whoever writes after a deletion begins anew.
                "forget_when_sent": case((new.is_not(None), False), else_=_PEOPLE.forget_when_sent),
            },
        )
        self._session.execute(statement, list(rows.values()))

    def pause(self, conversation_id: str, *, until: datetime) -> bool:
        """Leave a conversation to staff; a longer pause stays. False when nobody has this id."""
        earlier = or_(_PEOPLE.paused_until.is_(None), _PEOPLE.paused_until < until)
        longest = case((earlier, until), else_=_PEOPLE.paused_until)
        return self._update(conversation_id, paused_until=longest, introduce_again=True) > 0

    def resume(self, conversation_id: str) -> bool:
        """Take a conversation up again; False when it was not paused."""
        paused = _PEOPLE.paused_until.is_not(None)
        return self._update(conversation_id, paused, paused_until=None) > 0

    def paused(self, now: datetime) -> list[Person]:
        """List who is left to staff, the shortest first."""
        query = select(MessengerPerson).where(_PEOPLE.paused_until > now)
        rows = self._session.execute(query.order_by(_PEOPLE.paused_until)).scalars()
        return [as_person(row) for row in rows]

    def told(self, conversation_id: str, *, at: datetime) -> None:
        """Remember that a person was answered, and knows what answers."""
        self._update(conversation_id, told_at=at, introduce_again=False)

    def forget_if_done(self, conversation_id: str) -> bool:
        """Delete the last rows of somebody whose data was deleted, once nothing is to be sent."""
        pending = self._rows_exist(
            MessengerEvent, _EVENTS, conversation_id, (EventStatus.PENDING.value,)
        )
        unsent = self._rows_exist(MessengerReply, _REPLIES, conversation_id, UNSENT)
        mine = _PEOPLE.conversation_id == conversation_id
        gone = self._run(
            delete(MessengerPerson).where(
                mine, _PEOPLE.forget_when_sent.is_(True), ~pending, ~unsent
            )
        )
        if not gone:
            return False
        self._run(delete(MessengerReply).where(_REPLIES.conversation_id == conversation_id))
        self._run(
            update(MessengerEvent)
            .where(_EVENTS.conversation_id == conversation_id)
            .values(conversation_id=None, replaces=None)
        )
        return True

    def _rows_exist(self, model: Any, columns: Any, conversation_id: str, statuses: Any) -> Any:
        mine = and_(columns.conversation_id == conversation_id, columns.status.in_(statuses))
        return select(columns.id).select_from(model).where(mine).exists()

    def _update(self, conversation_id: str, *conditions: Any, **values: Any) -> int:
        mine = (_PEOPLE.conversation_id == conversation_id, *conditions)
        return self._run(update(MessengerPerson).where(*mine).values(**values))

    def _run(self, statement: Any) -> int:
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return int(done.rowcount)


def as_person(row: MessengerPerson) -> Person:
    """Return a row as a value."""
    return Person(
        conversation_id=row.conversation_id,
        psid=row.psid,
        last_message_at=row.last_message_at,
        told_at=row.told_at,
        paused_until=row.paused_until,
        introduce_again=row.introduce_again,
        forget_when_sent=row.forget_when_sent,
    )
