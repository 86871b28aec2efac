"""What visitors send: read from JSON, checked and cleaned. Everything here is hostile input."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from mesoguide.channels.api_errors import ApiError
from mesoguide.clinic.stored_text import stored_text

#: Bytes of a request's body (wire contract).
LARGEST_BODY = 4096

#: Characters of a message. The element counts with the number that the configuration names.
LONGEST_MESSAGE = 1000

#: Characters of the reason for a vote (wire contract).
LONGEST_REASON = 500

#: Rasa takes what begins so for an intent; only the bot's own buttons may say it.
PAYLOAD_MARK = "/"

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_ANSWER_ID = re.compile(r"[0-9]{1,12}\.[0-9]{6}")


@dataclass(frozen=True)
class VisitorMessage:
    """A message, or the choice of a button.

    Attributes:
        id: made by the browser, once a message; a retry has the same.
        text: what was typed, or the payload of the choice.
    """

    id: str
    text: str

    @property
    def is_payload(self) -> bool:
        """Tell whether Rasa would take it for an intent."""
        return self.text.startswith(PAYLOAD_MARK)


@dataclass(frozen=True)
class Vote:
    """Whether an answer helped."""

    answer_id: str
    helpful: bool
    reason: str | None = None


def read_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        ApiError: it is none.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError("bad_request") from None
    if not isinstance(value, dict):
        raise ApiError("bad_request")
    return value


def read_message(body: bytes) -> VisitorMessage:
    """Read a message; whatever else it carries, such as metadata, is not looked at.

    Raises:
        ApiError: it cannot be read, is empty or too long.
    """
    fields = read_object(body)
    message_id, text, payload = (fields.get(name) for name in ("id", "text", "payload"))
    if not isinstance(message_id, str) or not _MESSAGE_ID.fullmatch(message_id):
        raise ApiError("bad_request")
    if (text is None) == (payload is None):
        raise ApiError("bad_request")
    cleaned = clean(payload if text is None else text)
    if payload is not None and not cleaned.startswith(PAYLOAD_MARK):
        raise ApiError("payload_not_offered")
    return VisitorMessage(message_id, cleaned)


def read_vote(body: bytes) -> Vote:
    """Read a vote.

    Raises:
        ApiError: it cannot be read, or its reason is too long.
    """
    fields = read_object(body)
    answer_id, helpful, reason = (fields.get(name) for name in ("answer_id", "helpful", "reason"))
    if not isinstance(answer_id, str) or not isinstance(helpful, bool):
        raise ApiError("bad_request")
    if not _ANSWER_ID.fullmatch(answer_id):
        # No answer has such an id.
        raise ApiError("not_found")
    if reason is not None and not isinstance(reason, str):
        raise ApiError("bad_request")
    if reason is not None and len(reason) > LONGEST_REASON:
        raise ApiError("message_too_long")
    return Vote(answer_id, helpful, stored_text(reason))


def clean(text: Any) -> str:
    """Strip what is no text: control characters, and marks that turn the writing direction.

    Raises:
        ApiError: it is no text, nothing is left, or it is too long; it is never cut.
    """
    if not isinstance(text, str):
        raise ApiError("bad_request")
    if len(text) > LONGEST_MESSAGE:
        raise ApiError("message_too_long")
    cleaned = stored_text(text, longest=LONGEST_MESSAGE)
    if cleaned is None:
        raise ApiError("message_empty")
    return cleaned
