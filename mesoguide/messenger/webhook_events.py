"""Reads the body of a webhook: every entry, every event, every type. Pure.

The shapes are those of Meta's "Webhook Events Reference" (Messenger Platform, 2024 to 2026). What
has another shape is named by its type and does no harm to its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from mesoguide.clinic.messenger_models import LONGEST_MESSAGE_ID, LONGEST_PSID
from mesoguide.messenger.event_values import (
    Delivery,
    Echo,
    EventKind,
    PersonEvent,
    PolicyNotice,
    ThreadControl,
)

#: Meta's own app, the page's inbox: whoever has the conversation there is a person (Messenger
#: Platform, "Conversation Routing").
PAGE_INBOX_APP_ID = "263902037430900"

#: A link to the page was followed; other ways in, such as adverts, come with what was written.
OPEN_THREAD = "OPEN_THREAD"
#: Of an opt-in that asks for advertising; this page sends none.
MARKETING = "notification_messages"

_MILLISECONDS = 1000
#: Meta's reasons for a warning have one or two sentences.
_LONGEST_REASON = 1000
#: Characters; Meta lets people send 2,000. Only a forged or faulty delivery loses its end.
LONGEST_TEXT = 4_000
#: Meta allows five edits of a message.
MOST_EDITS = 10

_Read = PersonEvent | Echo | ThreadControl | PolicyNotice | str


def read_delivery(body: Any, *, now: datetime) -> Delivery:
    """Return what a webhook's body tells, parsed from JSON.

    Args:
        body: the body; of any shape.
        now: the present moment, for events that do not say when they were.
    """
    found: list[_Read] = list(_read(body, now))
    return Delivery(
        events=tuple(each for each in found if isinstance(each, PersonEvent)),
        echoes=tuple(each for each in found if isinstance(each, Echo)),
        controls=tuple(each for each in found if isinstance(each, ThreadControl)),
        notices=tuple(each for each in found if isinstance(each, PolicyNotice)),
        unanswered=tuple(each for each in found if isinstance(each, str)),
    )


def edit_identity(message_id: str, number: int) -> str:
    """Return what tells an edit from others of the same message."""
    return f"edit:{message_id}:{number}"


def message_identity(message_id: str) -> str:
    """Return what tells a message from others."""
    return f"mid:{message_id}"


def _read(body: Any, now: datetime) -> Iterator[_Read]:
    if not isinstance(body, Mapping) or body.get("object") != "page":
        yield "not_of_a_page"
        return
    for entry in _objects(body.get("entry")):
        entry_time = _moment(entry.get("time"), now, now)
        for event in _objects(entry.get("messaging")):
            yield _event(event, entry_time, now, to_others=False)
        for event in _objects(entry.get("standby")):
            yield _event(event, entry_time, now, to_others=True)
        if entry.get("changes") is not None:
            yield "changes"


def _event(event: Mapping[str, Any], at: datetime, now: datetime, *, to_others: bool) -> _Read:
    sent_at = _moment(event.get("timestamp"), at, now)
    if (notice := _object(event.get("policy_enforcement"))) is not None:
        return _policy_notice(notice, sent_at)
    message = _object(event.get("message"))
    if message is not None and message.get("is_echo"):
        return _echo(event, message, sent_at)
    psid = _id(event.get("sender"))
    if not psid:
        return _type_of(event)
    read = _Person(psid, sent_at, to_others, event)
    if message is not None:
        return read.message(message)
    for key, reading in (
        ("message_edit", read.edit),
        ("postback", read.postback),
        ("referral", read.referral),
        ("optin", read.opt_in),
        ("pass_thread_control", read.thread_control),
        ("take_thread_control", read.thread_control),
    ):
        if (part := _object(event.get(key))) is not None:
            return reading(part)
    return _type_of(event)


class _Person:
    """Reads one event of one person."""

    def __init__(
        self, psid: str, sent_at: datetime, to_others: bool, event: Mapping[str, Any]
    ) -> None:
        self._psid = psid
        self._sent_at = sent_at
        self._to_others = to_others
        self._event = event

    def message(self, message: Mapping[str, Any]) -> _Read:
        message_id = _name(message.get("mid"))
        identity = message_identity(message_id) if message_id else self._own_identity()
        if message.get("is_deleted") or message.get("is_unsent"):
            if not message_id:
                return "unsend_without_mid"
            return self._made(EventKind.UNSEND, f"unsend:{message_id}", replaces=identity)
        text = _text(message.get("text"))
        choice = _object(message.get("quick_reply"))
        if choice is not None:
            payload = _text(choice.get("payload"))
            return self._made(EventKind.CHOICE, identity, text=text, payload=payload)
        # A link that is shared is an attachment too, with what was typed beside it.
        if not text.strip() and (message.get("attachments") or message.get("sticker_id")):
            return self._made(EventKind.ATTACHMENT, identity)
        return self._made(EventKind.TEXT, identity, text=text)

    def edit(self, edit: Mapping[str, Any]) -> _Read:
        message_id = _name(edit.get("mid"))
        if not message_id:
            return "edit_without_mid"
        number = str(edit.get("num_edit"))
        count = int(number) if number.isascii() and number.isdecimal() else 1
        return self._made(
            EventKind.TEXT,
            edit_identity(message_id, min(count, MOST_EDITS)),
            text=_text(edit.get("text")),
            replaces=message_identity(message_id),
        )

    def postback(self, postback: Mapping[str, Any]) -> _Read:
        message_id = _name(postback.get("mid"))
        identity = message_identity(message_id) if message_id else self._own_identity()
        return self._made(
            EventKind.CHOICE,
            identity,
            text=_text(postback.get("title")),
            payload=_text(postback.get("payload")),
        )

    def referral(self, referral: Mapping[str, Any]) -> _Read:
        if referral.get("type") != OPEN_THREAD:
            return "referral"
        return self._made(EventKind.START, self._own_identity())

    def opt_in(self, opt_in: Mapping[str, Any]) -> _Read:
        if opt_in.get("type") == MARKETING:
            return "optin_to_marketing"
        return self._made(EventKind.START, self._own_identity())

    def thread_control(self, control: Mapping[str, Any]) -> _Read:
        # Meta tells an app that it was given a conversation, or that one was taken from it; the
        # page's inbox is named in both.
        given = "pass_thread_control" in self._event
        to_us = given and str(control.get("new_owner_app_id")) != PAGE_INBOX_APP_ID
        return ThreadControl(self._psid, self._sent_at, to_us)

    def _made(
        self,
        kind: EventKind,
        identity: str,
        *,
        text: str = "",
        payload: str = "",
        replaces: str = "",
    ) -> PersonEvent:
        return PersonEvent(
            psid=self._psid,
            kind=kind,
            identity=identity,
            sent_at=self._sent_at,
            text=text,
            payload=payload,
            replaces=replaces,
            to_others=self._to_others,
        )

    def _own_identity(self) -> str:
        """Return the same for the same event delivered again, where Meta gives it no name."""
        return f"event:{_digest(self._event)}"


def _echo(event: Mapping[str, Any], message: Mapping[str, Any], sent_at: datetime) -> _Read:
    psid = _id(event.get("recipient"))
    if not psid:
        return "echo_without_recipient"
    metadata = message.get("metadata")
    return Echo(
        psid=psid,
        sent_at=sent_at,
        metadata=metadata if isinstance(metadata, str) else "",
        message_id=_name(message.get("mid")),
    )


def _policy_notice(notice: Mapping[str, Any], sent_at: datetime) -> PolicyNotice:
    return PolicyNotice(
        identity=f"policy:{_digest(notice)}:{sent_at.isoformat()}",
        sent_at=sent_at,
        action=_text(notice.get("action"))[:40] or "unknown",
        reason=_text(notice.get("reason"))[:_LONGEST_REASON],
    )


def _type_of(event: Mapping[str, Any]) -> str:
    """Name the type of an event by its key; a name of Meta's, never what a person wrote."""
    known = {"sender", "recipient", "timestamp", "message"}
    names = [key for key in event if key not in known and str(key).isidentifier()]
    return str(names[0])[:40] if names else "malformed"


def _moment(value: Any, otherwise: datetime, now: datetime) -> datetime:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return otherwise
    try:
        # A clock that runs ahead of ours must not make a message younger than it is.
        return min(now, datetime.fromtimestamp(value / _MILLISECONDS, timezone.utc))
    except (OverflowError, ValueError, OSError):
        return otherwise


def _id(value: Any) -> str:
    person = _object(value)
    found = str(person.get("id") or "") if person is not None else ""
    return found if found.isalnum() and found.isascii() and len(found) <= LONGEST_PSID else ""


def _name(value: Any) -> str:
    return value[:LONGEST_MESSAGE_ID] if isinstance(value, str) else ""


def _text(value: Any) -> str:
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def _object(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, Mapping))


def _digest(value: Mapping[str, Any]) -> str:
    written = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(written.encode(errors="replace")).hexdigest()
