"""What Meta documents about the fields of a Messenger profile, held strictly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mesoguide.messenger.simulator.meta_errors import invalid

FIELDS = ("get_started", "greeting", "ice_breakers", "persistent_menu")

#: messenger-profile-api/greeting.
GREETING_TEXT = 160
#: messenger-profile-api/ice-breakers.
ICE_BREAKERS = 4
#: send-messages/persistent-menu, 2026-04-22.
MENU_ITEMS = 20
MENU_TITLE = 30
PAYLOAD = 1000
#: Meta gives no limit for an ice breaker's question; its Page settings take 80 characters.
QUESTION = 80


def check_profile(given: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Refuse fields that Meta's pages do not allow.

    Args:
        given: the fields to set.
        kept: the fields that are set already.

    Raises:
        Refused: names the parameter.
    """
    if not given:
        raise invalid("Requires one of the params: get_started,greeting,ice_breakers,...")
    for field in given:
        if field not in FIELDS:
            raise invalid(f'Unexpected key "{field}" on param "messenger_profile".')
    if "get_started" in given:
        _text(given["get_started"], "payload", "get_started", PAYLOAD)
    for greeting in _by_locale(given, "greeting"):
        _text(greeting, "text", "greeting", GREETING_TEXT)
    for breakers in _by_locale(given, "ice_breakers"):
        for each in _few(breakers.get("call_to_actions"), "ice_breakers", ICE_BREAKERS):
            _text(each, "question", "ice_breakers", QUESTION)
            _text(each, "payload", "ice_breakers", PAYLOAD)
    if "persistent_menu" in given:
        if not ({**kept, **given}).get("get_started"):
            raise invalid("You must set a Get Started button if you also wish to use a menu")
        for menu in _by_locale(given, "persistent_menu"):
            for item in _few(menu.get("call_to_actions"), "persistent_menu", MENU_ITEMS):
                _menu_item(item)


def check_deletion(fields: object, kept: Mapping[str, Any]) -> None:
    """Refuse to unset what cannot be unset.

    Raises:
        Refused: names the parameter.
    """
    if not isinstance(fields, list) or not fields or not set(fields) <= set(FIELDS):
        raise invalid("Param fields must be a non-empty array of profile fields")
    if "get_started" in fields and kept.get("persistent_menu") and "persistent_menu" not in fields:
        raise invalid("You must delete the persistent menu before the Get Started button")


def _menu_item(item: object) -> None:
    _text(item, "title", "persistent_menu", MENU_TITLE)
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == "postback":
        _text(item, "payload", "persistent_menu", PAYLOAD)
    elif kind == "web_url":
        _text(item, "url", "persistent_menu", PAYLOAD)
        if not isinstance(item, dict) or urlsplit(item["url"]).scheme != "https":
            raise invalid("Param persistent_menu[url] must be an https URL")
    else:
        raise invalid("Param persistent_menu[type] must be postback or web_url")


def _by_locale(given: Mapping[str, Any], field: str) -> list[Mapping[str, Any]]:
    if field not in given:
        return []
    entries = given[field]
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise invalid(f"Param {field} must be an array of objects")
    locales = [each.get("locale") for each in entries]
    if "default" not in locales or len(set(locales)) != len(locales):
        raise invalid(f"Param {field} must have each locale once, and the locale default")
    return entries


def _few(value: object, where: str, most: int) -> list[Any]:
    if not isinstance(value, list) or not 0 < len(value) <= most:
        raise invalid(f"Param {where}[call_to_actions] must have 1 to {most} elements")
    return value


def _text(value: object, key: str, where: str, most: int) -> None:
    text = value.get(key) if isinstance(value, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise invalid(f"Param {where}[{key}] must be a non-empty UTF-8 encoded string")
    if len(text.encode("utf-16-le")) // 2 > most:
        raise invalid(f"Length of param {where}[{key}] must be less than or equal to {most}")
