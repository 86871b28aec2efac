"""Who is at work for whom: one process at a time answers a person, and one sends to them.

A lease is taken by one conditional statement, which both databases carry out for one process alone,
and ends by itself when its holder dies.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from mesoguide.clinic.messenger_models import (
    UNSENT,
    EventStatus,
    MessengerEvent,
    MessengerPerson,
    MessengerReply,
)
from mesoguide.messenger.people import Person, as_person

#: Seconds until others may take over the work of a process that died.
LEASE_SECONDS = 15.0
#: Seconds between renewals; several may fail before the lease ends.
RENEW_SECONDS = 4.0

_OWNER_BYTES = 16
_PEOPLE = MessengerPerson.__table__.c


class Work(str, Enum):
    """What is to be done for a person."""

    TURN = "turn"
    SEND = "send"


@dataclass(frozen=True)
class Lease:
    """The right to do one kind of work for one person."""

    work: Work
    owner: str
    person: Person


class Leases:
    """Takes, renews and gives back leases in one session; committing is the caller's business."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, work: Work, *, most: int, now: datetime) -> list[Lease]:
        """Take leases on people who wait, the longest waiting first.

        Args:
            work: what is to be done.
            most: how many people.
            now: the present moment.
        """
        owner_column, until_column = _columns(work)
        free = or_(until_column.is_(None), until_column < now)
        waiting = _waiting_since(work, now).subquery()
        chosen = (
            select(_PEOPLE.id)
            .join(waiting, waiting.c.conversation_id == _PEOPLE.conversation_id)
            .where(free)
            .order_by(waiting.c.since)
            .limit(most)
        )
        owner = secrets.token_hex(_OWNER_BYTES)
        taken = self._update(
            and_(_PEOPLE.id.in_(chosen.scalar_subquery()), free),
            {owner_column.name: owner, until_column.name: now + timedelta(seconds=LEASE_SECONDS)},
        )
        if not taken:
            return []
        rows = self._session.execute(select(MessengerPerson).where(owner_column == owner)).scalars()
        return [Lease(work, owner, as_person(row)) for row in rows]

    def is_wanted(self, work: Work, *, now: datetime) -> bool:
        """Tell whether anybody waits whom nobody serves."""
        _, until_column = _columns(work)
        waiting = _waiting_since(work, now).subquery()
        query = (
            select(_PEOPLE.id)
            .join(waiting, waiting.c.conversation_id == _PEOPLE.conversation_id)
            .where(or_(until_column.is_(None), until_column < now))
            .limit(1)
        )
        return self._session.execute(query).first() is not None

    def renew(self, lease: Lease, *, now: datetime) -> bool:
        """Keep a lease; False when it is lost."""
        owner_column, until_column = _columns(lease.work)
        until = now + timedelta(seconds=LEASE_SECONDS)
        return self._update(self._held(lease, owner_column), {until_column.name: until}) > 0

    def give_back(self, lease: Lease) -> None:
        """End a lease, so that new work for the person is taken up at once."""
        owner_column, until_column = _columns(lease.work)
        self._update(
            self._held(lease, owner_column), {owner_column.name: None, until_column.name: None}
        )

    def _held(self, lease: Lease, owner_column: Any) -> Any:
        mine = _PEOPLE.conversation_id == lease.person.conversation_id
        return and_(mine, owner_column == lease.owner)

    def _update(self, which: Any, values: dict[str, Any]) -> int:
        statement = update(MessengerPerson).where(which).values(**values)
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return int(done.rowcount)


def _columns(work: Work) -> tuple[Any, Any]:
    if work is Work.TURN:
        return _PEOPLE.turn_owner, _PEOPLE.turn_until
    return _PEOPLE.send_owner, _PEOPLE.send_until


def _waiting_since(work: Work, now: datetime) -> Any:
    """Select the conversations with something to do now, and since when it waits.

    The first in line decides: what is behind a message that has to wait, waits too.
    """
    model: Any = MessengerEvent if work is Work.TURN else MessengerReply
    columns = model.__table__.c
    waiting = (EventStatus.PENDING.value,) if work is Work.TURN else UNSENT
    first = (
        select(columns.conversation_id, func.min(columns.id).label("first"))
        .select_from(model)
        .where(columns.status.in_(waiting), columns.conversation_id.is_not(None))
        .group_by(columns.conversation_id)
        .subquery()
    )
    due = or_(columns.not_before.is_(None), columns.not_before <= now)
    return (
        select(first.c.conversation_id, first.c.first.label("since"))
        .join(model, columns.id == first.c.first)
        .where(due)
    )
