"""The tables of the Messenger channel: who writes, what waits for an answer, what is to be sent.

They are a queue and no archive: a message loses its text as soon as it is answered, a reply as soon
as it is sent. What was said is in Rasa's events, where it is found and deleted like any other.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)

from mesoguide.clinic.conversation_models import LONGEST_CONVERSATION_ID
from mesoguide.clinic.declarative import Base, one_of
from mesoguide.clinic.utc_datetime import UtcDateTime

LONGEST_PSID = 64
"""Characters; Meta's page-scoped ids have 16 or 17 figures."""

LONGEST_MESSAGE_ID = 255
LONGEST_FAILURE = 200
_DIGEST = 64
_OWNER = 64
_REFERENCE = 32


class EventStatus(str, Enum):
    """What became of something that a person did."""

    PENDING = "pending"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEFT_TO_STAFF = "left_to_staff"
    NOTED = "noted"


class ReplyStatus(str, Enum):
    """What became of a message to a person.

    A row that is being sent when the process dies has an unknown outcome.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    EXPIRED = "expired"
    FAILED = "failed"


UNSENT = (ReplyStatus.WAITING.value, ReplyStatus.SENDING.value, ReplyStatus.UNKNOWN.value)


class MessengerPerson(Base):
    """Somebody who writes to the clinic's page, and which process is at work for them."""

    __tablename__ = "messenger_people"

    id: int = Column(Integer, primary_key=True)
    conversation_id: str = Column(String(LONGEST_CONVERSATION_ID), nullable=False)
    psid: str = Column(String(LONGEST_PSID), nullable=False)
    seen_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    last_message_at: datetime | None = Column(UtcDateTime)
    told_at: datetime | None = Column(UtcDateTime)
    paused_until: datetime | None = Column(UtcDateTime)
    introduce_again: bool = Column(Boolean, nullable=False, default=False)
    forget_when_sent: bool = Column(Boolean, nullable=False, default=False)
    turn_owner: str | None = Column(String(_OWNER))
    turn_until: datetime | None = Column(UtcDateTime)
    send_owner: str | None = Column(String(_OWNER))
    send_until: datetime | None = Column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("conversation_id", name="uq_messenger_people_conversation_id"),
        CheckConstraint("(turn_owner IS NULL) = (turn_until IS NULL)", name="turn_lease_both"),
        CheckConstraint("(send_owner IS NULL) = (send_until IS NULL)", name="send_lease_both"),
    )


class MessengerEvent(Base):
    """Something that a person did on Messenger, each once however often Meta delivers it."""

    __tablename__ = "messenger_events"

    id: int = Column(Integer, primary_key=True)
    key: str = Column(String(_DIGEST), nullable=False)
    conversation_id: str | None = Column(String(LONGEST_CONVERSATION_ID), index=True)
    kind: str = Column(String(20), nullable=False)
    text: str | None = Column(Text)
    payload: str | None = Column(Text)
    replaces: str | None = Column(String(_DIGEST), index=True)
    details_removed: bool = Column(Boolean, nullable=False, default=False)
    status: str = Column(String(20), nullable=False)
    sent_at: datetime = Column(UtcDateTime, nullable=False)
    received_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    not_before: datetime | None = Column(UtcDateTime)
    attempts: int = Column(Integer, nullable=False, default=0)

    __table_args__ = (
        UniqueConstraint("key", name="uq_messenger_events_key"),
        Index("ix_messenger_events_status_conversation_id", "status", "conversation_id"),
        one_of("status", EventStatus),
        CheckConstraint("attempts >= 0", name="attempts_positive"),
        CheckConstraint(
            "status IN ('pending', 'noted') OR (text IS NULL AND payload IS NULL)",
            name="settled_without_text",
        ),
    )


class MessengerReply(Base):
    """One message to a person, in the order in which they are to arrive."""

    __tablename__ = "messenger_replies"

    id: int = Column(Integer, primary_key=True)
    reference: str = Column(String(_REFERENCE), nullable=False)
    conversation_id: str = Column(String(LONGEST_CONVERSATION_ID), nullable=False, index=True)
    message: dict[str, Any] | None = Column(JSON(none_as_null=True))
    status: str = Column(String(20), nullable=False)
    attempts: int = Column(Integer, nullable=False, default=0)
    unknown_outcomes: int = Column(Integer, nullable=False, default=0)
    created_at: datetime = Column(UtcDateTime, nullable=False, index=True)
    not_before: datetime | None = Column(UtcDateTime)
    sent_at: datetime | None = Column(UtcDateTime)
    message_id: str | None = Column(String(LONGEST_MESSAGE_ID))
    failure: str | None = Column(String(LONGEST_FAILURE))

    __table_args__ = (
        UniqueConstraint("reference", name="uq_messenger_replies_reference"),
        Index("ix_messenger_replies_status_conversation_id", "status", "conversation_id"),
        one_of("status", ReplyStatus),
        CheckConstraint("attempts >= 0", name="attempts_positive"),
        CheckConstraint(
            "(message IS NULL) = (status IN ('sent', 'expired', 'failed'))",
            name="text_until_settled",
        ),
    )
