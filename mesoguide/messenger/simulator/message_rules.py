"""What Meta documents about a ``message`` object, held strictly.

Where Meta only cuts what is too long (the title of a quick reply), this refuses: a patient would
read half a word. Lengths are counted in UTF-16 units, the largest of the ways to count characters.
This is written from Meta's pages alone and shares nothing with the code that it checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mesoguide.messenger.simulator.meta_errors import invalid

#: Send API; error text seen in Charca/bootbot#148.
TEXT = 2000
#: Send API reference: metadata "must be less than 1000 characters".
METADATA = 999
#: send-messages/quick-replies, 2026-04-22.
QUICK_REPLIES = 13
QUICK_REPLY_TITLE = 20
QUICK_REPLY_PAYLOAD = 1000
#: send-messages/template/button, 2026-04-22.
TEMPLATE_TEXT = 640
TEMPLATE_BUTTONS = 3
#: send-messages/buttons, 2026-04-22.
BUTTON_TITLE = 20
BUTTON_PAYLOAD = 1000
#: template/generic, 2026-04-22.
ELEMENTS = 10
ELEMENT_TITLE = 80
ELEMENT_SUBTITLE = 80
ELEMENT_BUTTONS = 3

_MESSAGE_KEYS = {"text", "attachment", "quick_replies", "metadata"}
_ELEMENT_KEYS = {"title", "subtitle", "image_url", "default_action", "buttons"}


def check_message(message: object) -> None:
    """Refuse a ``message`` object that Meta's pages do not allow.

    Raises:
        Refused: names the parameter.
    """
    found = _object(message, "message", _MESSAGE_KEYS)
    if ("text" in found) == ("attachment" in found):
        raise invalid("Param message must have exactly one of text and attachment")
    if "text" in found:
        _text(found, "text", "message", TEXT)
    else:
        _attachment(found["attachment"])
    if "quick_replies" in found:
        _quick_replies(found["quick_replies"])
    if "metadata" in found:
        _text(found, "metadata", "message", METADATA)


def _quick_replies(value: object) -> None:
    replies = _list(value, "message[quick_replies]", QUICK_REPLIES)
    for number, each in enumerate(replies):
        where = f"message[quick_replies][{number}]"
        reply = _object(each, where, {"content_type", "title", "payload", "image_url"})
        if reply.get("content_type") != "text":
            raise invalid(f"Param {where}[content_type] must be text")
        _text(reply, "title", where, QUICK_REPLY_TITLE)
        _text(reply, "payload", where, QUICK_REPLY_PAYLOAD)


def _attachment(value: object) -> None:
    where = "message[attachment]"
    attachment = _object(value, where, {"type", "payload"})
    if attachment.get("type") != "template":
        raise invalid(f"Param {where}[type] must be template")
    payload = attachment.get("payload")
    kind = payload.get("template_type") if isinstance(payload, dict) else None
    if kind == "button":
        _button_template(payload, f"{where}[payload]")
    elif kind == "generic":
        _generic_template(payload, f"{where}[payload]")
    else:
        raise invalid(f"Param {where}[payload][template_type] must be button or generic")


def _button_template(value: object, where: str) -> None:
    payload = _object(value, where, {"template_type", "text", "buttons"})
    _text(payload, "text", where, TEMPLATE_TEXT)
    _buttons(payload.get("buttons"), f"{where}[buttons]", TEMPLATE_BUTTONS)


def _generic_template(value: object, where: str) -> None:
    payload = _object(value, where, {"template_type", "elements"})
    for number, each in enumerate(_list(payload.get("elements"), f"{where}[elements]", ELEMENTS)):
        place = f"{where}[elements][{number}]"
        element = _object(each, place, _ELEMENT_KEYS)
        _text(element, "title", place, ELEMENT_TITLE)
        if len(element) == 1:
            raise invalid(f"Param {place} must have one property besides title")
        if "subtitle" in element:
            _text(element, "subtitle", place, ELEMENT_SUBTITLE)
        if "image_url" in element:
            _url(element, "image_url", place)
        if "default_action" in element:
            action = _object(element["default_action"], f"{place}[default_action]", {"type", "url"})
            _url(action, "url", f"{place}[default_action]")
        if "buttons" in element:
            _buttons(element["buttons"], f"{place}[buttons]", ELEMENT_BUTTONS)


def _buttons(value: object, where: str, most: int) -> None:
    for number, each in enumerate(_list(value, where, most)):
        place = f"{where}[{number}]"
        kind = each.get("type") if isinstance(each, dict) else None
        if kind == "postback":
            button = _object(each, place, {"type", "title", "payload"})
            _text(button, "payload", place, BUTTON_PAYLOAD)
        elif kind == "web_url":
            button = _object(each, place, {"type", "title", "url", "webview_height_ratio"})
            _url(button, "url", place)
        else:
            raise invalid(f"Param {place}[type] must be postback or web_url")
        _text(button, "title", place, BUTTON_TITLE)


def _object(value: object, where: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise invalid(f"Param {where} must be an object")
    for key in value:
        if key not in keys:
            raise invalid(f'Unexpected key "{key}" on param "{where}".')
    return value


def _list(value: object, where: str, most: int) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise invalid(f"Param {where} must be a non-empty array")
    if len(value) > most:
        raise invalid(f"Param {where} has too many elements: {len(value)} of at most {most}")
    return value


def _text(found: Mapping[str, Any], key: str, where: str, most: int) -> None:
    value = found.get(key)
    if not isinstance(value, str) or not value.strip():
        raise invalid(f"Param {where}[{key}] must be a non-empty UTF-8 encoded string")
    try:
        length = len(value.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise invalid(f"Param {where}[{key}] must be UTF-8 encoded") from None
    if length > most:
        raise invalid(f"Length of param {where}[{key}] must be less than or equal to {most}")


def _url(found: Mapping[str, Any], key: str, where: str) -> None:
    value = found.get(key)
    if not isinstance(value, str) or any(sign.isspace() for sign in value):
        raise invalid(f"Param {where}[{key}] must be a URL")
    try:
        parts = urlsplit(value)
    except ValueError:
        raise invalid(f"Param {where}[{key}] must be a URL") from None
    if parts.scheme != "https" or not parts.hostname:
        raise invalid(f"Param {where}[{key}] must be an https URL")
