"""The simulator takes what Meta documents to the last character, and nothing beyond it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mesoguide.messenger.simulator.message_rules import check_message
from mesoguide.messenger.simulator.meta_errors import Refused
from mesoguide.messenger.simulator.profile_rules import check_deletion, check_profile

Build = Callable[[int], dict[str, Any]]

BUTTON = {"type": "postback", "title": "Yes", "payload": "/affirm"}
LINK = {"type": "web_url", "title": "Go", "url": "https://clinic.example/"}
REPLY = {"content_type": "text", "title": "Yes", "payload": "/affirm"}
ELEMENT = {"title": "Card", "subtitle": "More"}
GET_STARTED = {"get_started": {"payload": "/greet"}}


def buttons(*given: dict[str, Any], text: str = "Choose.") -> dict[str, Any]:
    payload = {"template_type": "button", "text": text, "buttons": list(given)}
    return {"attachment": {"type": "template", "payload": payload}}


def cards(*given: dict[str, Any]) -> dict[str, Any]:
    payload = {"template_type": "generic", "elements": list(given)}
    return {"attachment": {"type": "template", "payload": payload}}


def replies(*given: dict[str, Any]) -> dict[str, Any]:
    return {"text": "Choose.", "quick_replies": list(given)}


def menu(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"persistent_menu": [{"locale": "default", "call_to_actions": list(items), **more}]}


def breakers(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"ice_breakers": [{"locale": "default", "call_to_actions": list(questions)}]}


#: What has a limit, built to a size, with the largest size that Meta takes.
MESSAGE_LIMITS: dict[str, tuple[Build, int]] = {
    "text": (lambda n: {"text": "x" * n}, 2000),
    "text in two-unit characters": (lambda n: {"text": "\U0001f600" * (n // 2 + n % 2)}, 2000),
    "metadata": (lambda n: {"text": "x", "metadata": "m" * n}, 999),
    "template text": (lambda n: buttons(BUTTON, text="x" * n), 640),
    "template buttons": (lambda n: buttons(*[BUTTON] * n), 3),
    "button title": (lambda n: buttons({**BUTTON, "title": "x" * n}), 20),
    "button payload": (lambda n: buttons({**BUTTON, "payload": "x" * n}), 1000),
    "link title": (lambda n: buttons({**LINK, "title": "x" * n}), 20),
    "quick replies": (lambda n: replies(*[REPLY] * n), 13),
    "quick reply title": (lambda n: replies({**REPLY, "title": "x" * n}), 20),
    "quick reply payload": (lambda n: replies({**REPLY, "payload": "x" * n}), 1000),
    "cards": (lambda n: cards(*[ELEMENT] * n), 10),
    "card title": (lambda n: cards({**ELEMENT, "title": "x" * n}), 80),
    "card subtitle": (lambda n: cards({**ELEMENT, "subtitle": "x" * n}), 80),
    "card buttons": (lambda n: cards({**ELEMENT, "buttons": [BUTTON] * n}), 3),
}

PROFILE_LIMITS: dict[str, tuple[Build, int]] = {
    "greeting": (lambda n: {"greeting": [{"locale": "default", "text": "x" * n}]}, 160),
    "get started": (lambda n: {"get_started": {"payload": "x" * n}}, 1000),
    "questions": (lambda n: breakers(*[{"question": "Why?", "payload": "/a"}] * n), 4),
    "question": (lambda n: breakers({"question": "x" * n, "payload": "/a"}), 80),
    "menu": (lambda n: menu(*[BUTTON] * n), 20),
    "menu title": (lambda n: menu({**BUTTON, "title": "x" * n}), 30),
    "menu payload": (lambda n: menu({**BUTTON, "payload": "x" * n}), 1000),
}


@pytest.mark.parametrize(("build", "most"), MESSAGE_LIMITS.values(), ids=list(MESSAGE_LIMITS))
def test_message_at_its_limit_is_taken(build: Build, most: int) -> None:
    check_message(build(most))


@pytest.mark.parametrize(("build", "most"), MESSAGE_LIMITS.values(), ids=list(MESSAGE_LIMITS))
def test_message_beyond_its_limit_is_refused(build: Build, most: int) -> None:
    with pytest.raises(Refused) as refused:
        check_message(build(most + 1))

    assert refused.value.error.code == 100


@pytest.mark.parametrize("build", [b for b, _ in MESSAGE_LIMITS.values()], ids=list(MESSAGE_LIMITS))
def test_message_with_an_empty_part_is_refused(build: Build) -> None:
    with pytest.raises(Refused):
        check_message(build(0))


@pytest.mark.parametrize(
    "message",
    [
        "hello",
        {},
        {"text": 5},
        {"text": " \n"},
        {"text": "\ud83d"},
        {"text": "x", **buttons(BUTTON)},
        {"text": "x", "colour": "red"},
        {"attachment": {"type": "image", "payload": {}}},
        {"attachment": {"type": "template", "payload": {"template_type": "list"}}},
        buttons({**BUTTON, "type": "phone_number"}),
        buttons({**BUTTON, "url": "https://a.example"}),
        buttons({**LINK, "url": "http://clinic.example/"}),
        buttons({**LINK, "url": "https://"}),
        buttons({**LINK, "url": "https://a b"}),
        buttons({**LINK, "url": None}),
        replies({**REPLY, "content_type": "location"}),
        replies({"content_type": "text", "title": "No payload"}),
        cards({"title": "alone"}),
        cards({"subtitle": "no title"}),
        cards({**ELEMENT, "default_action": {"type": "web_url", "url": "http://a.example"}}),
        cards({**ELEMENT, "image_url": "picture.png"}),
    ],
    ids=lambda message: str(message)[:50],
)
def test_message_in_another_form_is_refused(message: object) -> None:
    with pytest.raises(Refused):
        check_message(message)


@pytest.mark.parametrize(("build", "most"), PROFILE_LIMITS.values(), ids=list(PROFILE_LIMITS))
def test_profile_at_its_limit_is_taken(build: Build, most: int) -> None:
    check_profile(build(most), kept=GET_STARTED)


@pytest.mark.parametrize(("build", "most"), PROFILE_LIMITS.values(), ids=list(PROFILE_LIMITS))
def test_profile_beyond_its_limit_is_refused(build: Build, most: int) -> None:
    with pytest.raises(Refused):
        check_profile(build(most + 1), kept=GET_STARTED)


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"home_url": "x"},
        {"greeting": "Hello"},
        {"greeting": [{"locale": "en_GB", "text": "Hello"}]},
        {"greeting": [{"locale": "default", "text": "a"}, {"locale": "default", "text": "b"}]},
        menu({**BUTTON, "type": "nested"}),
        menu({"type": "web_url", "title": "Site", "url": "http://clinic.example"}),
    ],
    ids=lambda profile: str(profile)[:50],
)
def test_profile_in_another_form_is_refused(profile: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        check_profile(profile, kept=GET_STARTED)


def test_menu_needs_the_get_started_button() -> None:
    with pytest.raises(Refused):
        check_profile(menu(BUTTON), kept={})

    check_profile({**menu(BUTTON), **GET_STARTED}, kept={})


@pytest.mark.parametrize(
    ("fields", "taken"),
    [
        (["get_started"], False),
        (["get_started", "persistent_menu"], True),
        (["persistent_menu"], True),
        ([], False),
        (["home_url"], False),
        ("greeting", False),
    ],
    ids=str,
)
def test_get_started_button_goes_with_the_menu_or_after_it(fields: Any, taken: bool) -> None:
    kept = {**GET_STARTED, **menu(BUTTON)}

    if taken:
        check_deletion(fields, kept)
    else:
        with pytest.raises(Refused):
            check_deletion(fields, kept)
