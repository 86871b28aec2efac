"""Plays a conversation through a running server and reads what came of it."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from tests.conversations.scenario import Scenario, Step

REPLY_TIMEOUT_SECONDS = 30
#: What no reply may ever show: placeholders, names from inside, traces.
INTERNAL = re.compile(r"\{\w+\}|utter_|action_|nlu_fallback|Traceback|\bNone\b|ask_[a-z]+")


@dataclass
class Turn:
    """What a person wrote and what was answered."""

    user: str
    texts: list[str]
    replies: list[str]
    buttons: list[str]
    slots: dict[str, Any]
    faults: list[str] = field(default_factory=list)


class Conversation:
    """One person's conversation over the REST channel."""

    def __init__(self, base_url: str, tracker_database_url: str) -> None:
        self.sender = f"test-{uuid.uuid4().hex}"
        self.turns: list[Turn] = []
        self._url = f"{base_url}/webhooks/rest/webhook"
        self._database_url = tracker_database_url
        self._seen = 0

    def say(self, message: str) -> Turn:
        """Send a message and wait for everything that is answered."""
        request = urllib.request.Request(  # noqa: S310 - a server of our own on loopback
            self._url,
            data=json.dumps({"sender": self.sender, "message": message}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=REPLY_TIMEOUT_SECONDS) as reply:  # noqa: S310
            messages = json.load(reply)
        events = self._new_events()
        turn = Turn(
            user=message,
            texts=[m["text"] for m in messages if m.get("text")],
            replies=[str(e["metadata"].get("utter_action")) for e in events if e["event"] == "bot"],
            buttons=[b["payload"] for m in messages for b in m.get("buttons", ())],
            slots={**self._slots(), **_slots_of(events)},
        )
        self.turns.append(turn)
        return turn

    def play(self, scenario: Scenario) -> None:
        """Play every step; afterwards fail with the transcript if any turn was wrong."""
        for step in scenario.steps:
            turn = self.say(step.user)
            turn.faults = faults(step, turn)
        if any(turn.faults for turn in self.turns):
            raise AssertionError(f"{scenario.name}\n{self.transcript()}")

    def transcript(self) -> str:
        """Return the conversation with the wrong turns marked."""
        lines = []
        for turn in self.turns:
            lines.append(f"  you: {turn.user}")
            lines += [f"  bot: {said}" for said in turn.texts] or ["  bot: (silence)"]
            lines += [f"  >>>> {fault}" for fault in turn.faults]
        return "\n".join(lines)

    def _slots(self) -> dict[str, Any]:
        return self.turns[-1].slots if self.turns else {}

    def _new_events(self) -> list[dict[str, Any]]:
        engine = create_engine(self._database_url, future=True)
        try:
            with engine.connect() as connection:
                rows = connection.execute(
                    text("SELECT data FROM events WHERE sender_id = :sender ORDER BY id"),
                    {"sender": self.sender},
                ).scalars()
                events = [json.loads(row) for row in rows]
        finally:
            engine.dispose()
        new, self._seen = events[self._seen :], len(events)
        return new


def faults(step: Step, turn: Turn) -> list[str]:
    """Compare a turn with what its step expects."""
    said = "\n".join(turn.texts)
    found = []
    if not turn.texts:
        found.append("nothing was said")
    if step.bot is not None and tuple(turn.replies) != step.bot:
        found.append(f"expected {list(step.bot)}, got {turn.replies}")
    found += [f"{words!r} is missing" for words in step.says if words.lower() not in said.lower()]
    found += [
        f"{words!r} must not be said" for words in step.never if words.lower() in said.lower()
    ]
    found += [
        f"slot {name} is {turn.slots.get(name)!r}, expected {value!r}"
        for name, value in step.slots.items()
        if turn.slots.get(name) != value
    ]
    found += [f"no button {payload}" for payload in step.buttons if payload not in turn.buttons]
    if leak := INTERNAL.search(said):
        found.append(f"an internal name was shown: {leak[0]}")
    return found


def _slots_of(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {e["name"]: e["value"] for e in events if e["event"] == "slot"}
