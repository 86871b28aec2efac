"""Bot messages as they go over the wire: pure, and alike for a new answer and the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

from mesoguide.channels.plan_cards import CardTexts, plan_card
from mesoguide.content.ledger import Source

#: Replies that nothing may stand before: what to do now. Variants such as
#: ``utter_emergency_allergy`` count too.
URGENT = (
    *("utter_emergency", "utter_crisis", "utter_symptom_urgent"),
    *("utter_safety_check", "utter_still_unsafe", "utter_hold_better"),
    *("utter_hold_medicine", "utter_hold_who_is_there", "utter_hold_comes_back"),
)

LINK_SCHEMES = frozenset({"http", "https", "tel", "mailto"})
PAGE_SCHEMES = frozenset({"http", "https"})

#: Key under which a message carries the codes of the plans that it speaks of.
_PLAN_CODE = "plan_code"


@dataclass(frozen=True)
class BotMessage:
    """One message of the bot.

    Attributes:
        said_at: seconds since 1970; no two messages of a conversation share them.
        buttons: pairs of title and payload.
        response: name of the reply in the domain.
        claims: ids of the claims that it rests on.
        values: what the reply's placeholders were filled with.
    """

    said_at: float
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    response: str = ""
    claims: tuple[str, ...] = ()
    plan_codes: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> BotMessage:
        """Read what Rasa hands to a channel: text, buttons and metadata side by side."""
        metadata = message.get("metadata")
        claims = metadata.get("claims") if isinstance(metadata, Mapping) else None
        options = [*(message.get("buttons") or ()), *(message.get("quick_replies") or ())]
        return cls(
            said_at=float(message.get("timestamp") or 0.0),
            text=_text(message, options),
            buttons=tuple(
                (str(option.get("title") or ""), str(option["payload"]))
                for option in options
                if option.get("payload") and option.get("title")
            ),
            response=str(message.get("utter_action") or ""),
            claims=tuple(str(claim) for claim in claims or ()),
            plan_codes=tuple(str(message.get(_PLAN_CODE) or "").split()),
            values={name: value for name, value in message.items() if isinstance(value, str)},
        )

    @classmethod
    def of_event(cls, event: Mapping[str, Any]) -> BotMessage:
        """Read a stored event; Rasa builds the channel's message from it in the same way."""
        data, metadata = event.get("data") or {}, event.get("metadata") or {}
        stored = {"text": event.get("text"), "timestamp": event.get("timestamp")}
        return cls.of({**data, **stored, **metadata})

    @property
    def id(self) -> str:
        """What tells it from other messages of its conversation."""
        return repr(self.said_at)

    @property
    def is_urgent(self) -> bool:
        """Tell whether it says what to do in an emergency."""
        return any(self.response == name or self.response.startswith(f"{name}_") for name in URGENT)

    @property
    def can_be_voted_on(self) -> bool:
        """Tell whether it is an answer from reviewed content; nobody in danger is asked to vote."""
        return bool(self.claims or self.plan_codes) and not self.is_urgent


def render(
    message: BotMessage, *, answer_id: str, sources: Iterable[Source], card_texts: CardTexts
) -> dict[str, Any]:
    """Return a message as the wire contract has it, without its ``type`` or ``from``."""
    return {
        "id": message.id,
        "answer_id": answer_id if message.can_be_voted_on else None,
        "text": message.text,
        "buttons": [{"title": title, "payload": payload} for title, payload in message.buttons],
        "sources": [_source(source) for source in sources],
        "plan": plan_card(message.values or {}, card_texts),
        "urgent": message.is_urgent,
    }


def answer_id(first: BotMessage) -> str:
    """Name an answer by its first message, as votes are stored: seconds, to the microsecond."""
    return f"{first.said_at:.6f}"


def iso_time(seconds: float) -> str:
    """Return a time in UTC as ISO 8601, to the millisecond."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def safe_link(url: object, schemes: frozenset[str] = LINK_SCHEMES) -> str | None:
    """Return a link that may be shown; anything else, such as a script, is none."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in schemes or parts.username or not url.isprintable():
        return None
    return url


def _text(message: Mapping[str, Any], options: list[Mapping[str, Any]]) -> str:
    """Return the text, with a line for each part that the wire has no place for."""
    lines = [str(message.get("text") or "")]
    lines += [
        f"{option.get('title') or ''}: {link}".removeprefix(": ")
        for option in options
        if not option.get("payload") and (link := safe_link(option.get("url")))
    ]
    lines += [link for part in ("image", "attachment") if (link := safe_link(message.get(part)))]
    return "\n".join(line for line in lines if line)


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "year": source.year,
        "url": safe_link(source.url, PAGE_SCHEMES),
    }
