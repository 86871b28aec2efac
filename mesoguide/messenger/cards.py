"""Cards (Rasa's ``elements``) as generic templates of Meta's Send API: pure.

No reply of ours has cards today. An action may still hand some to any channel, and on this one they
must neither be lost nor refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mesoguide.channels.message_rendering import safe_link
from mesoguide.messenger.text_splitting import length, sendable, shortened, split_text

#: template/generic, 2026-04-22.
CARDS_LIMIT = 10
CARD_TITLE_LIMIT = 80
CARD_SUBTITLE_LIMIT = 80
CARD_BUTTONS = 3
#: send-messages/buttons, 2026-04-22.
BUTTON_TITLE_LIMIT = 20
PAYLOAD_LIMIT = 1000
#: Send API.
TEXT_LIMIT = 2000

#: Meta opens nothing else in its own browser.
_LINKS = frozenset({"https"})


def render_cards(elements: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return cards as templates of ten; words that do not fit go ahead as text."""
    ahead: list[str] = []
    cards = []
    for element in elements:
        words, card = _card(element)
        ahead += words
        cards += [card] if card else []
    texts = [{"text": piece} for piece in split_text("\n\n".join(ahead), TEXT_LIMIT)]
    groups = [cards[start : start + CARDS_LIMIT] for start in range(0, len(cards), CARDS_LIMIT)]
    return [*texts, *(_template(group) for group in groups)]


def _card(element: Mapping[str, Any]) -> tuple[list[str], dict[str, Any] | None]:
    """Return the words of a card that it has no room for, and the card if it can be one."""
    title, subtitle = _words(element.get("title")), _words(element.get("subtitle"))
    buttons, in_words = _buttons(element.get("buttons") or ())
    image = safe_link(element.get("image_url"), _LINKS)
    card: dict[str, Any] = {"title": shortened(title, CARD_TITLE_LIMIT)}
    if subtitle:
        card["subtitle"] = shortened(subtitle, CARD_SUBTITLE_LIMIT)
    if image:
        card["image_url"] = image
    if buttons:
        card["buttons"] = buttons
    # A title alone is no card to Meta.
    can_be_card = bool(title) and len(card) > 1
    cut = length(title) > CARD_TITLE_LIMIT or length(subtitle) > CARD_SUBTITLE_LIMIT
    words = [part for part in (title, subtitle) if part] if cut or not can_be_card else []
    pressable = [f"- {button['title']}" for button in buttons] if not can_be_card else []
    said = "\n".join([*words, *in_words, *pressable])
    return ([said] if said else []), (card if can_be_card else None)


def _buttons(options: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the buttons that a card takes, and lines for what they do not show in full."""
    buttons: list[dict[str, Any]] = []
    lines = []
    for option in options:
        title, payload = _words(option.get("title")), str(option.get("payload") or "").strip()
        link = safe_link(option.get("url"), _LINKS)
        if not title:
            continue
        button: dict[str, Any] = {"title": shortened(title, BUTTON_TITLE_LIMIT)}
        if payload and length(payload) <= PAYLOAD_LIMIT:
            button |= {"type": "postback", "payload": payload}
        elif link:
            button |= {"type": "web_url", "url": link}
        taken = "type" in button and len(buttons) < CARD_BUTTONS
        buttons += [button] if taken else []
        if not taken or button["title"] != title:
            lines.append(f"- {title}")
    return buttons, lines


def _template(cards: list[dict[str, Any]]) -> dict[str, Any]:
    payload = {"template_type": "generic", "elements": cards}
    return {"attachment": {"type": "template", "payload": payload}}


def _words(value: object) -> str:
    return " ".join(sendable(str(value or "")).split())
