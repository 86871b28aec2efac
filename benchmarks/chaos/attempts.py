"""What a visitor's browser saw of one request, and of one message over all its requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Outcome(str, Enum):
    """How one request for an answer ended, as the person before the screen learns it."""

    #: At least one message of the bot and the final line: the message is acknowledged.
    ANSWERED = "answered"
    #: An error line with a sentence and the final line: the turn failed, and the visitor is told.
    FAILED = "failed"
    #: An error status with a code and a sentence.
    REFUSED = "refused"
    #: No connection, or it was cut: the browser notices by itself, and the widget says so.
    BROKEN = "broken"
    #: None of these: an end without a word, an error without a sentence, or no sign of life for
    #: longer than the widget waits.
    SILENT = "silent"


@dataclass(frozen=True)
class Said:
    """One message of the bot as it came over the wire.

    Attributes:
        id: what tells it from other messages of its conversation.
    """

    id: str
    text: str
    payloads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attempt:
    """One request that carried a message.

    Attributes:
        status: the HTTP status; 0 where none came.
        code: code of the error, if there was one.
        said: the bot's messages that came, whether or not the answer came to its end.
        at: seconds since 1970 when it was sent.
        seconds: from the request to its end.
        retry_after: seconds that the server asked to wait.
        detail: why the request counts as broken or silent, for a person who looks into it.
    """

    outcome: Outcome
    status: int = 0
    code: str = ""
    said: tuple[Said, ...] = ()
    at: float = 0.0
    seconds: float = 0.0
    retry_after: float = 0.0
    detail: str = ""


@dataclass
class SentMessage:
    """A visitor's message with every request that carried it, oldest first.

    Attributes:
        id: the client's message id, the same in each request.
        at: seconds since 1970 of the first request.
        held: how often the widget stopped trying by itself, told the visitor, and left it to them.
    """

    id: str
    text: str
    at: float = 0.0
    attempts: list[Attempt] = field(default_factory=list)
    held: int = 0

    @property
    def answers(self) -> Iterator[Attempt]:
        """The requests that were answered to the end."""
        return (each for each in self.attempts if each.outcome is Outcome.ANSWERED)

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether the visitor has a complete answer: from then on it must be stored."""
        return any(True for _ in self.answers)
