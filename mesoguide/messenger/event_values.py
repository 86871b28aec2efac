"""What Meta's webhooks tell, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class EventKind(str, Enum):
    """What a person did."""

    TEXT = "text"
    CHOICE = "choice"
    START = "start"
    ATTACHMENT = "attachment"
    UNSEND = "unsend"


@dataclass(frozen=True)
class PersonEvent:
    """Something that a person did and that may want an answer.

    Attributes:
        psid: the person, as the page knows them.
        identity: what tells it from every other event, however often it is delivered.
        sent_at: by Meta's clock, aware.
        text: what was typed, or the title of what was pressed.
        payload: what stands behind a button.
        replaces: the identity of an earlier message that was edited or taken back.
        to_others: whether another app, or staff, has the conversation now.
    """

    psid: str
    kind: EventKind
    identity: str
    sent_at: datetime
    text: str = ""
    payload: str = ""
    replaces: str = ""
    to_others: bool = False


@dataclass(frozen=True)
class Echo:
    """A message that went out from the page, by us or by anybody else.

    Attributes:
        metadata: what its sender wrote on it; empty for a person's.
        message_id: the name that Meta gave it.
    """

    psid: str
    sent_at: datetime
    metadata: str
    message_id: str


@dataclass(frozen=True)
class ThreadControl:
    """A conversation was handed over.

    Attributes:
        to_us: whether it was handed to this app.
    """

    psid: str
    sent_at: datetime
    to_us: bool


@dataclass(frozen=True)
class PolicyNotice:
    """Meta warns or blocks the page, or lifts a block.

    Attributes:
        action: "warning", "block" or "unblock".
        reason: in Meta's words.
    """

    identity: str
    sent_at: datetime
    action: str
    reason: str


@dataclass(frozen=True)
class Delivery:
    """Everything in one webhook call, in order.

    Attributes:
        unanswered: names of the types of event that need nothing done.
    """

    events: tuple[PersonEvent, ...] = ()
    echoes: tuple[Echo, ...] = ()
    controls: tuple[ThreadControl, ...] = ()
    notices: tuple[PolicyNotice, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to keep."""
        return not (self.events or self.echoes or self.controls or self.notices)
