"""Conversations as the tracker database holds them, and which of them have been deleted.

Rasa's tracker store would rebuild a conversation event by event, the whole of it for every question
that we ask; these queries read the few rows that they need.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    column,
    delete,
    desc,
    func,
    insert,
    select,
    table,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from mesoguide.channels.session_tokens import LIFETIME

Event = dict[str, Any]

#: Rasa's own table; only the columns that are needed are named.
EVENTS = table(
    "events",
    column("id", Integer),
    column("sender_id", String),
    column("type_name", String),
    column("timestamp", Float),
    column("data", Text),
)

#: Ours, in the same database. A token is valid without any row, so a deleted conversation needs one
#: to stay dead. The digest says nothing to whoever does not hold the token already.
ENDED = Table(
    "widget_ended_conversations",
    MetaData(),
    Column("digest", String(64), primary_key=True),
    Column("ended_at", Float, nullable=False),
)

USER, BOT = "user", "bot"

#: An answer has a handful of messages; more are not looked for.
_MOST_IN_A_TURN = 50

#: A message that was sent again, or a button, is looked for among this many messages of its side.
#: The element sends again within a minute and shows the latest 200 messages of both sides.
_LOOKED_THROUGH = 200
_HALF_A_MILLISECOND = 0.0005


class StoredConversations:
    """Reads events and keeps the list of the dead, in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def was_ended(self, conversation_id: str) -> bool:
        """Tell whether a conversation was deleted."""
        query = select(ENDED.c.digest).where(ENDED.c.digest == _digest(conversation_id))
        return self._session.execute(query).first() is not None

    def end(self, conversation_id: str, *, at: float) -> None:
        """Remember that a conversation was deleted, for as long as any token of it may live.

        Args:
            conversation_id: the conversation.
            at: seconds since 1970.
        """
        outlived = at - (LIFETIME + timedelta(days=1)).total_seconds()
        self._session.execute(delete(ENDED).where(ENDED.c.ended_at < outlived))
        if not self.was_ended(conversation_id):
            row = {"digest": _digest(conversation_id), "ended_at": at}
            self._session.execute(insert(ENDED).values(row))

    def turn(self, conversation_id: str, message_id: str) -> list[Event]:
        """Return a visitor's message with the bot's messages after it; nothing if it is new."""
        found = self._containing(conversation_id, USER, f'"{message_id}"')
        rows = [row for row, event in found if event.get("message_id") == message_id]
        return self._turn_from(conversation_id, rows[0]) if rows else []

    def turn_of_answer(self, conversation_id: str, said_at: float) -> list[Event]:
        """Return the turn of a bot message by its time, to within half a millisecond."""
        near = EVENTS.c.timestamp.between(
            said_at - _HALF_A_MILLISECOND, said_at + _HALF_A_MILLISECOND
        )
        said = self._rows(conversation_id, BOT).where(near).order_by(EVENTS.c.id)
        found = self._session.execute(said).first()
        if found is None:
            return []
        asked = self._rows(conversation_id, USER).where(EVENTS.c.id < found.id)
        question = self._session.execute(asked.order_by(desc(EVENTS.c.id)).limit(1)).first()
        return [] if question is None else self._turn_from(conversation_id, question.id)

    def messages_offering(self, conversation_id: str, payload: str) -> list[Event]:
        """Return bot messages that may have offered a payload; who asks looks at the buttons."""
        # A payload is a string within JSON, so its quotes are escaped there.
        written = json.dumps(payload)[1:-1]
        return [event for _, event in self._containing(conversation_id, BOT, written)]

    def latest(self, conversation_id: str, limit: int) -> list[Event]:
        """Return the latest messages of both sides, oldest first."""
        query = self._rows(conversation_id, USER, BOT).order_by(desc(EVENTS.c.id)).limit(limit)
        rows = self._session.execute(query).all()
        return [json.loads(row.data) for row in reversed(rows)]

    def count_messages(self, conversation_id: str) -> int:
        """Count the messages of both sides."""
        mine = EVENTS.c.sender_id == conversation_id
        query = select(func.count()).select_from(EVENTS)
        query = query.where(mine, EVENTS.c.type_name.in_((USER, BOT)))
        return int(self._session.execute(query).scalar_one())

    def _turn_from(self, conversation_id: str, first_row: int) -> list[Event]:
        query = self._rows(conversation_id, USER, BOT).where(EVENTS.c.id >= first_row)
        query = query.order_by(EVENTS.c.id).limit(_MOST_IN_A_TURN)
        events = [json.loads(row.data) for row in self._session.execute(query)]
        return [*events[:1], *_until_next_user(events[1:])]

    def _containing(
        self, conversation_id: str, type_name: str, text: str
    ) -> list[tuple[int, Event]]:
        latest = self._rows(conversation_id, type_name).order_by(desc(EVENTS.c.id))
        looked_through = latest.limit(_LOOKED_THROUGH).subquery()
        query = select(looked_through.c.id, looked_through.c.data).order_by(looked_through.c.id)
        query = query.where(looked_through.c.data.contains(text, autoescape=True))
        return [(row.id, json.loads(row.data)) for row in self._session.execute(query)]

    def _rows(self, conversation_id: str, *type_names: str) -> Select:
        return select(EVENTS.c.id, EVENTS.c.data).where(
            EVENTS.c.sender_id == conversation_id, EVENTS.c.type_name.in_(type_names)
        )


def _until_next_user(events: Sequence[Event]) -> list[Event]:
    for number, event in enumerate(events):
        if event.get("event") == USER:
            return list(events[:number])
    return list(events)


def _digest(conversation_id: str) -> str:
    # The id has 128 random bits, so its digest cannot be found by trying.
    return hashlib.sha256(conversation_id.encode()).hexdigest()
