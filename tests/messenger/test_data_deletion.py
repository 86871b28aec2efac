"""Meta's callback for deleting a person's data, and the page that tells of it."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote

import pytest

from tests.messenger.messenger_bot import MessengerBot, Person
from tests.messenger.test_webhook_signature import signed_request

PATH = "/webhooks/messenger/data-deletion"


def ask(bot: MessengerBot, user_id: str, *, secret: str = "") -> tuple[int, bytes]:
    signed = signed_request(secret or str(bot.settings.messenger_app_secret), user_id=user_id)
    return call(bot, "POST", PATH, f"signed_request={quote(signed)}".encode())


def call(bot: MessengerBot, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", bot.settings.port, timeout=20)
    headers = {"content-type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body=body, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_callback_deletes_everything_of_the_person(known_person: Person) -> None:
    bot = known_person.bot
    known_person.write("does it hurt?")
    status, body = ask(bot, known_person.psid)
    assert status == 200
    assert set(json.loads(body)) == {"url", "confirmation_code"}
    assert bot.events(known_person.psid) == []
    mine = bot.conversation_id(known_person.psid)
    assert bot.rows("SELECT id FROM messenger_people WHERE conversation_id = :id", id=mine) == []


def test_page_behind_the_address_tells_that_it_was_done(known_person: Person) -> None:
    known_person.write("does it hurt?")
    answer = json.loads(ask(known_person.bot, known_person.psid)[1])
    path = answer["url"].partition(f":{known_person.bot.settings.port}")[2]
    status, page = call(known_person.bot, "GET", path)
    assert status == 200
    assert b"has been deleted" in page
    assert answer["confirmation_code"].encode() in page
    assert b"<script" not in page
    assert b'<html lang="en">' in page


def test_number_of_another_place_is_told_honestly(messenger_bot: MessengerBot) -> None:
    answer = json.loads(ask(messenger_bot, "9999888877776666")[1])
    _, page = call(messenger_bot, "GET", f"{PATH}/{answer['confirmation_code']}")
    assert b"found no chat" in page


@pytest.mark.parametrize("code", ["AAAA-BBBB", "x", "%3Cscript%3E"])
def test_unknown_code_has_a_page_too(code: str, messenger_bot: MessengerBot) -> None:
    status, page = call(messenger_bot, "GET", f"{PATH}/{code}")
    assert status == 404
    assert b"do not know this code" in page
    assert b"<script" not in page


def test_wish_of_anybody_but_meta_deletes_nothing(known_person: Person) -> None:
    assert ask(known_person.bot, known_person.psid, secret="another-secret")[0] == 403  # noqa: S106
    assert known_person.bot.events(known_person.psid)


def test_request_without_a_usable_host_deletes_nothing(known_person: Person) -> None:
    bot = known_person.bot
    known_person.write("does it hurt?")
    signed = signed_request(str(bot.settings.messenger_app_secret), user_id=known_person.psid)
    connection = http.client.HTTPConnection("127.0.0.1", bot.settings.port, timeout=20)
    connection.request(
        "POST",
        PATH,
        body=f"signed_request={quote(signed)}",
        headers={"content-type": "application/x-www-form-urlencoded", "host": "a b"},
    )
    assert connection.getresponse().status == 400
    connection.close()
    assert bot.events(known_person.psid)


@pytest.mark.parametrize("body", [b"", b"signed_request=", b"x=1&" * 100, b"\xff\xfe"])
def test_form_without_a_wish_is_refused(body: bytes, messenger_bot: MessengerBot) -> None:
    assert call(messenger_bot, "POST", PATH, body or b"&")[0] == 403
