"""What a turn starts from: the message, and how the conversation stood when it came.

Everything is read as of the visitor's message, also in the middle of the turn, so that the plan of
a turn does not change while its actions run. Events are plain values, newest first: the chat server
and the action server read them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mesoguide.dialogue.names import (
    ADVICE_REPLIES,
    APPOINTMENT_FORM,
    CALLBACK_FORM,
    IF_NO,
    IF_YES,
    IS_SIMPLE,
    LISTED_PLANS,
    NOTICE_SHOWN,
    REQUEST_SENT,
    SAFETY_HOLD,
    STOPPED_FORM,
    SYMPTOM_WHAT,
    TOPIC,
)
from mesoguide.dialogue.understood_message import UnderstoodMessage

Event = Mapping[str, Any]

#: After these the conversation starts afresh, although Rasa hands on what came before.
FRESH_START = frozenset({"restart", "session_started"})
#: Rasa runs these by itself; they answer nothing.
_SILENT_ACTIONS = frozenset({"action_listen", "action_extract_slots", "action_session_start"})
_SLOTS = frozenset({"requested_slot", SAFETY_HOLD, STOPPED_FORM, SYMPTOM_WHAT, TOPIC})
#: "And the third one?" is about a list that was shown so many turns ago at most.
LIST_TURNS = 5
#: How the replies that sort a symptom are called.
_SYMPTOM_REPLY = "utter_symptom"
#: How the replies in the plainest words are called.
_SIMPLE_REPLY = "utter_simple_"
#: The reply to who says that they are safe, with the kind of red flag that was before it.
RELEASES = {
    "utter_safe_now": "emergency",
    "utter_in_care": "emergency",
    "utter_safe_now_crisis": "crisis",
}
#: So many of the visitor's messages before this one are kept to read it by.
EARLIER_TEXTS = 3
#: What somebody said that they have counts for so many messages.
CONDITION_TURNS = 8


@dataclass(frozen=True)
class TurnState:
    """A message and the conversation before it.

    Attributes:
        message: what the visitor wrote, as it was understood.
        active_form: the form that was running.
        requested_slot: what it had asked for.
        safety_hold: the kind of red flag after which nobody has said yet that they are safe.
        stopped_form: a form that was left before its end.
        symptom_what: the signs of a symptom that was told, if one was.
        turns_since_symptom: how many messages ago advice on it was given, if it was.
        turns_since_advice: how many messages ago a decision was left to a doctor, if one was.
        last_advice: name of the reply that left it to a doctor.
        conditions_told: what the visitor said that they have, the latest message first.
        released: the kind of the red flag after which somebody last said that they are safe.
        turns_since_release: how many messages ago that was, if it was.
        earlier_texts: the last few messages of the visitor before this one, the latest first.
        other_care: another treatment that the visitor named in those messages, the latest.
        topic: the question that the conversation was about.
        if_yes: what "yes" means after the last reply.
        if_no: what "no" means after it.
        last_reply: name of the last reply.
        last_was_simple: whether it was in the plainest words that there are for it.
        listed_plans: codes of the plans that the last answer listed, in their order.
        offered: payloads of the buttons below the last answer, in their order.
        request_sent: whether a request was sent to staff.
        sent_form: the form of the last one, if one was.
        notice_shown: whether the channel itself says that it is a bot and what is stored.
        is_first: whether nobody has written anything before.
        done: the actions that have run since the message.
    """

    message: UnderstoodMessage
    active_form: str | None = None
    requested_slot: str | None = None
    safety_hold: str | None = None
    stopped_form: str | None = None
    symptom_what: tuple[str, ...] | None = None
    turns_since_symptom: int | None = None
    turns_since_advice: int | None = None
    last_advice: str | None = None
    conditions_told: tuple[str, ...] = ()
    released: str | None = None
    turns_since_release: int | None = None
    earlier_texts: tuple[str, ...] = ()
    other_care: str | None = None
    topic: str | None = None
    if_yes: str | None = None
    if_no: str | None = None
    last_reply: str | None = None
    last_was_simple: bool = False
    listed_plans: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    request_sent: bool = False
    sent_form: str | None = None
    notice_shown: bool = False
    is_first: bool = True
    done: tuple[str, ...] = ()


def turn_state(newest_first: Iterable[Event]) -> TurnState | None:
    """Read the state of the present turn; nothing before the visitor's first message."""
    events = iter(newest_first)
    done: list[str] = []
    for event in events:
        if event["event"] == "user":
            message = UnderstoodMessage.of(event.get("parse_data") or {}, event.get("text"))
            before = _Before()
            before.read(events)
            shown = bool((event.get("metadata") or {}).get(NOTICE_SHOWN))
            actions = tuple(reversed(done))
            return TurnState(message=message, notice_shown=shown, done=actions, **before.found)
        if event["event"] == "action" and event.get("name") not in _SILENT_ACTIONS:
            done.append(str(event.get("name")))
    return None


@dataclass
class _Before:
    """Collects how the conversation stood, reading backwards until it last began afresh."""

    found: dict[str, Any] = field(default_factory=dict)
    turns: int = 1
    listed_at: int | None = None

    def read(self, events: Iterator[Event]) -> None:
        for event in events:
            if event["event"] in FRESH_START:
                break
            self._take(event)
        else:
            return
        # Whoever wrote in an earlier session is no stranger.
        if any(event["event"] == "user" for event in events):
            self.found["is_first"] = False

    def _take(self, event: Event) -> None:
        kind = event["event"]
        if kind == "slot":
            if event["name"] in _SLOTS:
                self.found.setdefault(event["name"], _value(event))
        elif kind == "active_loop":
            self.found.setdefault("active_form", event.get("name"))
        elif kind == "user":
            self.found["is_first"] = False
            self._take_earlier(event)
            self.turns += 1
        elif kind == "bot":
            self._take_reply(event.get("metadata") or {})
            self._take_choices(event)

    def _take_earlier(self, event: Event) -> None:
        """Keep the visitor's last messages, and what they said that they have."""
        if self.turns > CONDITION_TURNS:
            return
        earlier = UnderstoodMessage.of(event.get("parse_data") or {}, event.get("text"))
        texts: tuple[str, ...] = self.found.get("earlier_texts", ())
        if len(texts) < EARLIER_TEXTS and not earlier.is_payload:
            self.found["earlier_texts"] = (*texts, earlier.text)
            for treatment in earlier.mentioned("alternative")[-1:]:
                self.found.setdefault("other_care", treatment)
        told = (*self.found.get("conditions_told", ()), *earlier.mentioned("condition"))
        self.found["conditions_told"] = tuple(dict.fromkeys(told))

    def _take_choices(self, event: Event) -> None:
        """Collect what an answer lets pick from; its messages are read from the last one back.

        A list of plans is picked from for some turns, and buttons right after they were shown.
        """
        codes = str((event.get("metadata") or {}).get(LISTED_PLANS) or "").split()
        if codes and self.turns <= LIST_TURNS and self.listed_at in (None, self.turns):
            self.listed_at = self.turns
            self.found["listed_plans"] = (*codes, *self.found.get("listed_plans", ()))
        if self.turns > 1:
            return
        buttons = (event.get("data") or {}).get("buttons") or ()
        payloads = tuple(str(button.get("payload")) for button in buttons)
        self.found["offered"] = (*payloads, *self.found.get("offered", ()))

    def _take_reply(self, metadata: Mapping[str, Any]) -> None:
        name = metadata.get("utter_action")
        if str(name).startswith(_SYMPTOM_REPLY):
            self.found.setdefault("turns_since_symptom", self.turns)
        if str(name).startswith(ADVICE_REPLIES):
            self.found.setdefault("turns_since_advice", self.turns)
            self.found.setdefault("last_advice", str(name))
        if released := RELEASES.get(str(name)):
            self.found.setdefault("released", released)
            self.found.setdefault("turns_since_release", self.turns)
        if str(name).startswith(REQUEST_SENT):
            self.found["request_sent"] = True
            is_visit = str(name).startswith(REQUEST_SENT[1])
            self.found.setdefault("sent_form", APPOINTMENT_FORM if is_visit else CALLBACK_FORM)
        if "last_reply" not in self.found:
            asked = metadata.get("metadata") or {}
            self.found["last_reply"] = name
            named_simple = str(name).startswith(_SIMPLE_REPLY)
            self.found["last_was_simple"] = named_simple or bool(asked.get(IS_SIMPLE))
            self.found["if_yes"] = asked.get(IF_YES)
            self.found["if_no"] = asked.get(IF_NO)


def _value(event: Event) -> Any:
    """Return the value of a slot as the state keeps it."""
    value = event.get("value")
    return tuple(value) if isinstance(value, list) else value
