"""Bot messages as ``message`` objects of Meta's Send API: pure.

What does not fit steps down and is never dropped: up to three options are buttons, up to thirteen
are quick replies, more are a numbered list; a title that would be cut stands in full above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.messenger.cards import render_cards
from mesoguide.messenger.text_splitting import (
    length,
    sendable,
    shortened,
    split_off_end,
    split_text,
)

#: Send API: Meta's own error text names it (seen in Charca/bootbot#148).
TEXT_LIMIT = 2000
#: send-messages/template/button, 2026-04-22.
TEMPLATE_TEXT_LIMIT = 640
TEMPLATE_BUTTONS = 3
#: send-messages/quick-replies, 2026-04-22; longer titles are cut by Meta, in mid-word.
QUICK_REPLIES = 13
TITLE_LIMIT = 20
PAYLOAD_LIMIT = 1000

#: Replies that explain, under which their sources are offered. Somebody who is unwell or in danger
#: has other things to press.
EXPLAINS = ("utter_answer_", "utter_simple_", "utter_evidence_", "utter_plan_")


@dataclass(frozen=True)
class Option:
    """Something to press: a title, and what it sends."""

    title: str
    payload: str


def render(
    message: BotMessage,
    *,
    elements: Sequence[Mapping[str, Any]] = (),
    sources: tuple[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return a message as one or more ``message`` objects, in the order to send them.

    Args:
        message: what the bot says.
        elements: cards that Rasa hands over beside it, in Rasa's own form.
        sources: title and payload by which a person asks where an answer comes from; it is offered
            under an answer that rests on claims or plans.
    """
    text = sendable(message.text)
    options = [
        Option(title, payload)
        for shown, payload in message.buttons
        if (title := " ".join(sendable(shown).split())) and payload.strip()
    ]
    text, offered = _within_limits(text, options)
    if not text and offered:
        # Meta takes no options without words, and the titles are the only words there are.
        text = "\n".join(option.title for option in offered)
    asked = _source_option(message, offered, sources)
    cards = render_cards(elements)
    if len(offered) > TEMPLATE_BUTTONS:
        said = _with_quick_replies(text, [*offered, *asked][:QUICK_REPLIES])
    elif offered:
        said = _with_buttons(text, offered, asked)
    else:
        said = _with_quick_replies(text, asked)
    # Quick replies vanish with the next message, so they come last.
    return [*cards, *said] if asked or len(offered) > TEMPLATE_BUTTONS else [*said, *cards]


def _within_limits(text: str, options: list[Option]) -> tuple[str, list[Option]]:
    """Put into words what cannot be pressed, or not under its whole title.

    Returns:
        The text with a numbered list where one is needed, and the options that can be pressed,
        numbered like the list.
    """
    fits = [option for option in options if length(option.payload) <= PAYLOAD_LIMIT]
    pressed = fits if len(fits) <= QUICK_REPLIES else []
    if pressed == options and all(length(option.title) <= TITLE_LIMIT for option in options):
        return text, options
    lines = [f"{number}. {option.title}" for number, option in enumerate(options, 1)]
    numbered = [
        Option(shortened(line, TITLE_LIMIT), option.payload)
        for line, option in zip(lines, options, strict=True)
        if option in pressed
    ]
    return "\n\n".join(part for part in (text, "\n".join(lines)) if part), numbered


def _source_option(
    message: BotMessage, offered: list[Option], sources: tuple[str, str] | None
) -> list[Option]:
    """Offer the sources of an answer that explains and has some."""
    explains = message.can_be_voted_on and message.response.startswith(EXPLAINS)
    if sources is None or not explains:
        return []
    title, payload = sources
    if any(option.payload.startswith(payload) for option in offered):
        return []
    return [Option(title, payload)]


def _with_buttons(text: str, options: list[Option], asked: list[Option]) -> list[dict[str, Any]]:
    """Return a button template, with what does not fit into it said before."""
    ahead, end = split_off_end(text, TEMPLATE_TEXT_LIMIT)
    buttons = [
        {"type": "postback", "title": option.title, "payload": option.payload} for option in options
    ]
    payload = {"template_type": "button", "text": end, "buttons": buttons}
    template = {"attachment": {"type": "template", "payload": payload}}
    return [*_texts(ahead), {**template, **_quick_replies(asked)}]


def _with_quick_replies(text: str, options: list[Option]) -> list[dict[str, Any]]:
    texts = _texts(text)
    if texts:
        texts[-1] |= _quick_replies(options)
    return texts


def _texts(text: str) -> list[dict[str, Any]]:
    return [{"text": piece} for piece in split_text(text, TEXT_LIMIT)]


def _quick_replies(options: list[Option]) -> dict[str, Any]:
    if not options:
        return {}
    replies = [
        {"content_type": "text", "title": option.title, "payload": option.payload}
        for option in options
    ]
    return {"quick_replies": replies}
