"""Webhook events in the shapes that Meta documents (webhooks/webhook-events, 2026): pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

Event = dict[str, Any]

#: The page and the app of every event, unless a test says otherwise.
PAGE_ID = "104857601234567"
APP_ID = 220011223344556


def new_mid() -> str:
    """Return a message id as Meta writes them."""
    return f"m_{secrets.token_urlsafe(40)}"


def text(psid: str, words: str, *, mid: str | None = None, **more: Any) -> Event:
    """A person wrote; ``more`` goes into the message, as ``reply_to``."""
    return _from(psid, message={"mid": mid or new_mid(), "text": words, **more})


def quick_reply(psid: str, title: str, payload: str, *, mid: str | None = None) -> Event:
    """A person tapped a quick reply."""
    return text(psid, title, mid=mid, quick_reply={"payload": payload})


def postback(psid: str, title: str, payload: str | None, *, mid: str | None = None) -> Event:
    """A person pressed a button, a menu item or an ice breaker; some come without a payload."""
    pressed = {"mid": mid or new_mid(), "title": title, "payload": payload}
    return _from(psid, postback={key: value for key, value in pressed.items() if value is not None})


def get_started(psid: str, payload: str, *, ref: str | None = None) -> Event:
    """A person pressed Get Started; ``ref`` is that of the link that they came by."""
    event = postback(psid, "Get Started", payload)
    if ref is not None:
        event["postback"]["referral"] = {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}
    return event


def referral(psid: str, ref: str) -> Event:
    """A person with an open thread came by a link."""
    return _from(psid, referral={"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"})


def attachment(psid: str, kind: str, *, url: str = "https://cdn.example/f", **more: Any) -> Event:
    """A person sent an image, audio, video, file, sticker or something newer."""
    item = {"type": kind, "payload": {"url": url, **more}}
    return _from(psid, message={"mid": new_mid(), "attachments": [item]})


def sticker(psid: str) -> Event:
    """A person sent a sticker, in the form used until 2026-08-30: an image with an id."""
    return attachment(psid, "image", sticker_id=369239263222822)


def location(psid: str) -> Event:
    """A person sent where they are, in the old form that some clients still send."""
    place = {"type": "location", "payload": {"coordinates": {"lat": 51.5, "long": -0.12}}}
    return _from(psid, message={"mid": new_mid(), "attachments": [place]})


def reaction(psid: str, mid: str) -> Event:
    """A person reacted to a message."""
    return _from(
        psid, reaction={"reaction": "love", "emoji": "\u2764", "action": "react", "mid": mid}
    )


def edit(psid: str, mid: str, words: str) -> Event:
    """A person changed a message of theirs."""
    return _from(psid, message_edit={"mid": mid, "text": words, "num_edit": 1})


def unsend(psid: str, mid: str) -> Event:
    """A person took a message back."""
    return _from(psid, message={"mid": mid, "is_deleted": True})


def delivered(psid: str, *mids: str) -> Event:
    """Messages of the page reached the person's device."""
    return _from(psid, delivery={"mids": list(mids), "watermark": _now()})


def read(psid: str) -> Event:
    """The person has read everything until now."""
    return _from(psid, read={"watermark": _now()})


def echo(
    psid: str,
    message: Mapping[str, Any],
    *,
    mid: str,
    metadata: str | None = None,
    app_id: int | None = APP_ID,
) -> Event:
    """The page sent a message: by this app, by another one, or by staff in the page's inbox."""
    said: dict[str, Any] = {"mid": mid, "is_echo": True}
    if app_id is not None:
        said["app_id"] = app_id
    if metadata is not None:
        said["metadata"] = metadata
    if "text" in message:
        said["text"] = message["text"]
    if "attachment" in message:
        said["attachments"] = [message["attachment"]]
    event = _from(psid, message=said)
    event["sender"], event["recipient"] = event["recipient"], event["sender"]
    return event


def policy_enforcement(action: str, reason: str | None = None) -> Event:
    """Meta warns, blocks or unblocks the page."""
    said = {"action": action, **({"reason": reason} if reason else {})}
    return {"recipient": {"id": PAGE_ID}, "timestamp": _now(), "policy_enforcement": said}


def body(*events: Event, standby: Sequence[Event] = ()) -> bytes:
    """Return one delivery of one entry with these events."""
    entry: dict[str, Any] = {"id": PAGE_ID, "time": _now()}
    if events:
        entry["messaging"] = list(events)
    if standby:
        entry["standby"] = list(standby)
    return batch(entry)


def batch(*entries: Mapping[str, Any]) -> bytes:
    """Return one delivery of several entries."""
    return json.dumps({"object": "page", "entry": list(entries)}).encode()


def signature(content: bytes, app_secret: str) -> str:
    """Return the value of ``X-Hub-Signature-256`` over a body."""
    return f"sha256={hmac.new(app_secret.encode(), content, hashlib.sha256).hexdigest()}"


def _from(psid: str, **content: Any) -> Event:
    return {
        "sender": {"id": psid},
        "recipient": {"id": PAGE_ID},
        "timestamp": _now(),
        **content,
    }


def _now() -> int:
    return int(time.time() * 1000)
