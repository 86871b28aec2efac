"""Removes the text of a message that a person took back or edited, wherever it is kept.

The fact that there was a message stays, so that the conversation can go on from its answers; so
does an alert for staff, without the words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    Text,
    column,
    delete,
    inspect,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.orm import Session

from mesoguide.clinic.conversation_models import (
    Feedback,
    SafetyAlert,
    UnansweredAsk,
    UnansweredQuestion,
)
from mesoguide.clinic.stored_text import stored_line, stored_text

#: What stands in the place of the words.
TAKEN_BACK = "(taken back)"

_EVENTS = table(
    "events",
    column("id", Integer),
    column("sender_id", String),
    column("type_name", String),
    column("data", Text),
)
_USER = "user"
_ALERTS = SafetyAlert.__table__.c
_FEEDBACK = Feedback.__table__.c
_ASKS = UnansweredAsk.__table__.c
_QUESTIONS = UnansweredQuestion.__table__.c


def texts_in_events(session: Session, conversation_id: str, keys: Sequence[str]) -> list[str]:
    """Return what messages said that were not blanked yet.

    Args:
        session: on the database of conversations.
        conversation_id: the conversation.
        keys: message ids; an edit has one of its own.
    """
    return [str(event.get("text") or "") for _, event in _found(session, conversation_id, keys)]


def blank_in_events(session: Session, conversation_id: str, keys: Sequence[str]) -> None:
    """Blank messages in Rasa's events; the arguments are those of :func:`texts_in_events`."""
    for number, event in _found(session, conversation_id, keys):
        values = {"data": json.dumps(_blanked(event))}
        session.execute(update(_EVENTS).where(_EVENTS.c.id == number).values(**values))


def blank_in_records(session: Session, conversation_id: str, text: str) -> None:
    """Blank a message in what staff see of a conversation.

    Args:
        session: on the clinic's database.
        conversation_id: the conversation.
        text: what the message said.
    """
    kept, line = stored_text(text), stored_line(text)
    changes = [
        update(SafetyAlert)
        .where(_ALERTS.conversation_id == conversation_id, _ALERTS.message == kept)
        .values(message=TAKEN_BACK),
        update(Feedback)
        .where(_FEEDBACK.conversation_id == conversation_id, _FEEDBACK.reason == kept)
        .values(reason=None),
        update(Feedback)
        .where(_FEEDBACK.conversation_id == conversation_id, _FEEDBACK.question == kept)
        .values(question=None),
    ]
    for change in changes:
        session.execute(change.execution_options(synchronize_session=False))
    _forget_question(session, conversation_id, line)


def _found(
    session: Session, conversation_id: str, keys: Sequence[str]
) -> list[tuple[int, dict[str, Any]]]:
    if not inspect(session.connection()).has_table(_EVENTS.name):
        return []
    of_user = (_EVENTS.c.sender_id == conversation_id, _EVENTS.c.type_name == _USER)
    named = or_(*(_EVENTS.c.data.contains(f'"{key}"', autoescape=True) for key in keys))
    rows = session.execute(select(_EVENTS.c.id, _EVENTS.c.data).where(*of_user, named)).all()
    events = [(int(row.id), json.loads(row.data)) for row in rows]
    return [
        (number, event)
        for number, event in events
        if event.get("message_id") in keys and event.get("text") != TAKEN_BACK
    ]


def _forget_question(session: Session, conversation_id: str, line: str | None) -> None:
    """Drop a question that nobody else has asked; of a shared one, the share alone."""
    asked = select(_QUESTIONS.id).where(_QUESTIONS.question == line).scalar_subquery()
    mine = (_ASKS.conversation_id == conversation_id, _ASKS.question_id.in_(asked))
    shared = select(_ASKS.question_id)
    number = session.execute(select(_ASKS.question_id).where(*mine).limit(1)).scalars().first()
    if number is None:
        return
    for statement in (
        delete(UnansweredAsk).where(
            _ASKS.conversation_id == conversation_id, _ASKS.question_id == number
        ),
        delete(UnansweredQuestion).where(_QUESTIONS.id == number, _QUESTIONS.id.not_in(shared)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def _blanked(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event without words; what it was taken for stays, for the dialogue's sake."""
    parsed = event.get("parse_data") or {}
    intent = {key: parsed[key] for key in ("intent",) if key in parsed}
    return {
        **event,
        "text": TAKEN_BACK,
        "parse_data": {**intent, "entities": [], "text": TAKEN_BACK},
    }
