"""Reads a conversation out of its events: what was said, offered and answered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesoguide.channels.message_rendering import BotMessage, answer_id, iso_time

Event = Mapping[str, Any]

#: Messages of both sides (wire contract).
HISTORY_LENGTH = 200

#: Key of a user event's metadata under which the title of a chosen button is kept.
TITLE = "title"


@dataclass(frozen=True)
class Answered:
    """A question and the messages that answered it.

    Attributes:
        question: what the visitor wrote, or the payload that they chose.
    """

    question: str
    messages: tuple[BotMessage, ...]

    @property
    def answer_id(self) -> str:
        """What a vote names."""
        return answer_id(self.messages[0])

    @property
    def responses(self) -> tuple[str, ...]:
        """Names of the replies, in order."""
        return tuple(message.response for message in self.messages)

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims that the answer rests on, each once."""
        return tuple(dict.fromkeys(claim for message in self.messages for claim in message.claims))


def answered(turn: Sequence[Event]) -> Answered | None:
    """Read a turn: the visitor's event, then the bot's; nothing where no answer is."""
    messages = tuple(BotMessage.of_event(event) for event in turn[1:])
    if not turn or not messages:
        return None
    return Answered(str(turn[0].get("text") or ""), messages)


def offered_title(events: Sequence[Event], payload: str) -> str | None:
    """Return the title of the button with which a payload was offered last, if any was."""
    titles = [
        title
        for event in events
        for title, offered in BotMessage.of_event(event).buttons
        if offered == payload
    ]
    return titles[-1] if titles else None


def visitor_entry(event: Event) -> dict[str, Any]:
    """Return a visitor's message as the history shows it: of a choice, its title."""
    title = (event.get("metadata") or {}).get(TITLE)
    return {
        "id": str(event.get("message_id") or event.get("timestamp")),
        "from": "visitor",
        "text": str(title or event.get("text") or ""),
        "time": iso_time(float(event.get("timestamp") or 0.0)),
        "buttons": [],
        "sources": [],
        "plan": None,
        "answer_id": None,
        "urgent": False,
    }


def with_answer_ids(events: Sequence[Event]) -> Iterator[tuple[Event, str]]:
    """Yield every event with the id of the answer that it is part of; empty for a visitor's."""
    current = ""
    for event in events:
        if event.get("event") == "user":
            current = ""
            yield event, ""
        else:
            current = current or answer_id(BotMessage.of_event(event))
            yield event, current
