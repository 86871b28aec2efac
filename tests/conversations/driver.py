"""Plays a conversation through a running server and reads what came of it."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.conversations.records import ConversationRows
from tests.conversations.scenario import UNSAID, Scenario, Step

REPLY_TIMEOUT_SECONDS = 30
NOTICE = "utter_notice"
#: What no reply may ever show: placeholders, names from inside, traces.
INTERNAL = re.compile(
    r"\{\w+\}|utter_|action_|nlu_fallback|Traceback|\bNone\b|\bnull\b|ask_[a-z]+|_form\b"
)


@dataclass
class Turn:
    """What a person wrote and what was answered."""

    user: str
    texts: list[str]
    replies: list[str]
    buttons: list[str]
    slots: dict[str, Any]
    form: str | None
    faults: list[str] = field(default_factory=list)


class Conversation:
    """One person's conversation over the REST channel."""

    channel = "rest"

    def __init__(self, base_url: str, rows: ConversationRows | None = None) -> None:
        self.sender = rows.conversation_id if rows else f"test-{uuid.uuid4().hex}"
        self.turns: list[Turn] = []
        self._url = f"{base_url}/webhooks/rest/webhook"
        self._rows = rows
        self._seen = 0

    def send(self, message: str) -> list[dict[str, Any]]:
        """Send a message and return what the channel hands back."""
        request = urllib.request.Request(  # noqa: S310 - a server of our own on loopback
            self._url,
            data=json.dumps({"sender": self.sender, "message": message}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=REPLY_TIMEOUT_SECONDS) as reply:  # noqa: S310
            messages: list[dict[str, Any]] = json.load(reply)
        return messages

    def say(self, message: str) -> Turn:
        """Send a message and wait for everything that is answered."""
        messages = self.send(message)
        events = self._new_events()
        turn = Turn(
            user=message,
            texts=[m["text"] for m in messages if m.get("text")],
            replies=[str(e["metadata"].get("utter_action")) for e in events if e["event"] == "bot"],
            buttons=[b["payload"] for m in messages for b in m.get("buttons", ())],
            slots={**self._slots(), **_slots_of(events)},
            form=_form_of(events, self.turns[-1].form if self.turns else None),
        )
        self.turns.append(turn)
        return turn

    def play_step(self, step: Step) -> Turn:
        """Say one step and note what is wrong with the answer."""
        if step.minutes_of_silence and self._rows:
            self._rows.let_time_pass(step.minutes_of_silence)
        turn = self.say(step.user)
        turn.faults = faults(step, turn)
        if self._rows:
            turn.faults += self._rows.faults(step.stored)
        return turn

    def play(self, scenario: Scenario) -> None:
        """Play every step; afterwards fail with the transcript if any turn was wrong."""
        for step in scenario.steps:
            self.play_step(step)
        self.check(scenario)

    def check(self, scenario: Scenario) -> None:
        """Fail with the transcript if any turn was wrong."""
        if any(turn.faults for turn in self.turns):
            raise AssertionError(f"{scenario.name} ({scenario.path})\n{self.transcript()}")

    def transcript(self) -> str:
        """Return the conversation with the wrong turns marked, the first of them above all."""
        lines, marked = [], False
        for turn in self.turns:
            if turn.faults and not marked:
                lines.append("  ---- the first wrong turn ----")
                marked = True
            lines.append(f"  you: {turn.user[:300]}")
            lines += [f"  bot: {said}" for said in turn.texts] or ["  bot: (silence)"]
            lines += [f"  >>>> {fault}" for fault in turn.faults]
        return "\n".join(lines)

    def _slots(self) -> dict[str, Any]:
        return self.turns[-1].slots if self.turns else {}

    def _new_events(self) -> list[dict[str, Any]]:
        events = self._rows.events() if self._rows else []
        if len(events) < self._seen:
            self._seen = 0  # the conversation was deleted and began anew
        new, self._seen = events[self._seen :], len(events)
        return new


def faults(step: Step, turn: Turn) -> list[str]:
    """Compare a turn with what its step expects."""
    said = "\n".join(turn.texts)
    found = [*_wrong_replies(step, turn), *_wrong_words(step, said)]
    found += [
        f"slot {name} is {turn.slots.get(name)!r}, expected {value!r}"
        for name, value in step.slots.items()
        if turn.slots.get(name) != value
    ]
    if step.form != UNSAID and turn.form != (None if step.form == "none" else step.form):
        found.append(f"the form is {turn.form}, expected {step.form}")
    found += [f"no button {payload}" for payload in step.buttons if payload not in turn.buttons]
    return found


def _wrong_replies(step: Step, turn: Turn) -> list[str]:
    found = [] if turn.texts else ["nothing was said"]
    replies = turn.replies
    if step.bot is not None and NOTICE not in step.bot:
        replies = [reply for reply in replies if reply != NOTICE]
    if step.bot is not None and tuple(replies) != step.bot:
        found.append(f"expected {list(step.bot)}, got {turn.replies}")
    if step.one_of and (not turn.replies or turn.replies[-1] not in step.one_of):
        found.append(f"expected one of {list(step.one_of)} last, got {turn.replies}")
    return found


def _wrong_words(step: Step, said: str) -> list[str]:
    low = said.lower()
    found = [f"{words!r} is missing" for words in step.says if words.lower() not in low]
    found += [f"{words!r} must not be said" for words in step.never if words.lower() in low]
    if step.says_any and not any(words.lower() in low for words in step.says_any):
        found.append(f"none of {list(step.says_any)} was said")
    if leak := INTERNAL.search(said):
        found.append(f"an internal name was shown: {leak[0]}")
    return found


def _slots_of(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    for event in events:
        if event["event"] == "session_started":
            slots = dict.fromkeys(slots)
        elif event["event"] == "slot":
            slots[event["name"]] = event["value"]
    return slots


def _form_of(events: Sequence[dict[str, Any]], before: str | None) -> str | None:
    form = before
    for event in events:
        if event["event"] == "active_loop":
            form = event["name"]
        elif event["event"] == "session_started":
            form = None
    return form
