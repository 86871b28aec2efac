"""The webhook as Meta calls it: verification, signatures, batches, repetitions, order."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.webhook_events import Event
from mesoguide.messenger.webhook_signature import signature
from tests.messenger.messenger_bot import MessengerBot, Person, new_psid, texts

PATH = "/webhooks/messenger/webhook"
QUESTIONS = (
    "who invented mesotherapy?",
    "does it hurt?",
    "how many sessions for hair loss?",
    "what are the risks?",
)


def request(
    bot: MessengerBot, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", bot.settings.port, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body or None, headers=named)
        response = connection.getresponse()
        lowered = {name.lower(): value for name, value in response.getheaders()}
        return response.status, lowered, response.read()
    finally:
        connection.close()


def signed(bot: MessengerBot, body: bytes) -> str:
    return signature(body, str(bot.settings.messenger_app_secret))


def at(event: Event, milliseconds: int) -> Event:
    return {**event, "timestamp": event["timestamp"] + milliseconds}


# ---- Whether it is Meta ----


def test_verification_sends_the_challenge_back(messenger_bot: MessengerBot) -> None:
    assert messenger_bot.graph.verify_webhook() == "1158201444"


@pytest.mark.parametrize(
    "query",
    [
        "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "hub.mode=unsubscribe&hub.verify_token=simulated-verify-token&hub.challenge=1",
        "hub.challenge=1",
        "",
    ],
)
def test_verification_by_anybody_else_is_refused(query: str, messenger_bot: MessengerBot) -> None:
    status, _, body = request(messenger_bot, "GET", f"{PATH}?{query}")
    assert (status, body) == (403, b"")


def test_challenge_is_plain_text_and_no_page(messenger_bot: MessengerBot) -> None:
    query = "hub.mode=subscribe&hub.verify_token=simulated-verify-token&hub.challenge=%3Cb%3E"
    _, headers, _ = request(messenger_bot, "GET", f"{PATH}?{query}")
    assert headers["content-type"].startswith("text/plain")
    assert headers["x-content-type-options"] == "nosniff"


BAD_SIGNATURES = {
    "none": None,
    "empty": "",
    "of another key": signature(b"{}", "another-secret"),
    "without its method": "0" * 64,
    "of another method": "sha1=" + "0" * 40,
    "cut": "sha256=" + "0" * 63,
    "no ASCII": "sha256=\u00fc",
    "long": "sha256=" + "0" * 4000,
}


@pytest.mark.parametrize("header", BAD_SIGNATURES.values(), ids=list(BAD_SIGNATURES))
def test_delivery_without_meta_signature_is_refused_and_not_kept(
    header: str | None, messenger_bot: MessengerBot
) -> None:
    psid = new_psid()
    body = webhook_events.body(webhook_events.text(psid, "does it hurt?"))
    named = {} if header is None else {"x_hub_signature_256": header.encode("latin-1")}
    status, _, _ = request(messenger_bot, "POST", PATH, body, **named)  # type: ignore[arg-type]
    assert status == 403
    mine = messenger_bot.conversation_id(psid)
    kept = messenger_bot.rows(
        "SELECT id FROM messenger_events WHERE conversation_id = :id", id=mine
    )
    assert kept == []


def test_signature_of_other_bytes_with_the_same_meaning_is_refused(
    messenger_bot: MessengerBot,
) -> None:
    body = webhook_events.body(webhook_events.text(new_psid(), "does it hurt?"))
    respaced = json.dumps(json.loads(body), indent=1).encode()
    header = signed(messenger_bot, body)
    assert request(messenger_bot, "POST", PATH, respaced, x_hub_signature_256=header)[0] == 403


def test_old_signature_header_alone_is_refused(messenger_bot: MessengerBot) -> None:
    body = webhook_events.body(webhook_events.text(new_psid(), "does it hurt?"))
    header = signed(messenger_bot, body)
    assert request(messenger_bot, "POST", PATH, body, x_hub_signature=header)[0] == 403


# ---- Odd bodies ----

SIGNED_BODIES: dict[str, tuple[bytes, int]] = {
    "no JSON": (b"does it hurt?", 400),
    "no UTF-8": (b'{"object": "\xff"}', 400),
    "nested without end": (b"[" * 100_000, 400),
    "empty": (b"", 400),
    "a list": (b"[]", 200),
    "null": (b"null", 200),
    "of no page": (b'{"object": "instagram", "entry": []}', 200),
    "no entries": (b'{"object": "page"}', 200),
    "entries of another kind": (b'{"object": "page", "entry": [1, null, "x", []]}', 200),
    "changes": (b'{"object": "page", "entry": [{"changes": [{"field": "feed"}]}]}', 200),
}


@pytest.mark.parametrize(("body", "status"), SIGNED_BODIES.values(), ids=list(SIGNED_BODIES))
def test_odd_body_is_neither_a_fault_nor_kept(
    body: bytes, status: int, messenger_bot: MessengerBot
) -> None:
    header = signed(messenger_bot, body)
    answered = request(messenger_bot, "POST", PATH, body, x_hub_signature_256=header)[0]
    assert answered == status


def test_delivery_larger_than_any_of_meta_is_refused_before_it_is_received(
    messenger_bot: MessengerBot,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", messenger_bot.settings.port, timeout=20)
    connection.putrequest("POST", PATH)
    connection.putheader("content-length", "4000001")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_delivery_of_a_thousand_events_is_kept(messenger_bot: MessengerBot) -> None:
    psid = new_psid()
    events = [webhook_events.delivered(psid, f"m_{n}") for n in range(999)]
    said = "who invented mesotherapy? " + "x" * 1900
    messenger_bot.graph.deliver(*events, webhook_events.text(psid, said))
    messenger_bot.settle(psid)
    assert messenger_bot.graph.received(psid)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(method: str, messenger_bot: MessengerBot) -> None:
    assert request(messenger_bot, method, PATH)[0] == 405


# ---- Each message once, in order ----


def test_every_message_of_a_batch_is_answered_once_and_in_order(person: Person) -> None:
    person.press("Get Started", "/greet")
    person.do(*(webhook_events.text(person.psid, words) for words in QUESTIONS))
    assert asked(person)[1:] == list(QUESTIONS)


def test_messages_of_several_entries_are_all_answered(messenger_bot: MessengerBot) -> None:
    people = [messenger_bot.person() for _ in range(3)]
    entries = [
        {"id": webhook_events.PAGE_ID, "time": 1, "messaging": [webhook_events.text(p.psid, "hi")]}
        for p in people
    ]
    psids = frozenset(p.psid for p in people)
    messenger_bot.graph.deliver_body(webhook_events.batch(*entries), people=psids)
    assert all(person.new() for person in people)


def test_batch_out_of_order_is_answered_by_meta_clock(person: Person) -> None:
    events = [
        at(webhook_events.text(person.psid, words), -1000 * (len(QUESTIONS) - number))
        for number, words in enumerate(QUESTIONS)
    ]
    person.do(*reversed(events))
    assert asked(person) == list(QUESTIONS)


def test_message_delivered_five_times_is_answered_once(known_person: Person) -> None:
    event = webhook_events.text(known_person.psid, "does it hurt?", mid="m_five_times")
    for _ in range(5):
        assert known_person.deliver(event).status == 200
    known_person.new()
    assert asked(known_person).count("does it hurt?") == 1


def test_message_delivered_twice_at_once_is_answered_once(known_person: Person) -> None:
    event = webhook_events.text(known_person.psid, "does it hurt?", mid="m_at_once")
    with ThreadPoolExecutor(8) as pool:
        assert {a.status for a in pool.map(known_person.deliver, [event] * 8)} == {200}
    known_person.new()
    assert asked(known_person).count("does it hurt?") == 1


def test_message_twice_in_one_batch_is_answered_once(known_person: Person) -> None:
    event = webhook_events.text(known_person.psid, "does it hurt?", mid="m_in_one_batch")
    known_person.do(event, event)
    assert asked(known_person).count("does it hurt?") == 1


def test_event_without_a_name_is_answered_once(known_person: Person) -> None:
    event = webhook_events.postback(known_person.psid, "Does it hurt?", "/ask_discomfort")
    del event["postback"]["mid"]
    known_person.do(event)
    assert known_person.do(event) == []


def test_same_words_again_are_answered_again(known_person: Person) -> None:
    known_person.write("does it hurt?")
    assert known_person.write("does it hurt?")


def test_message_of_yesterday_is_not_answered_but_counted(person: Person) -> None:
    old = at(webhook_events.text(person.psid, "does it hurt?"), -25 * 3600 * 1000)
    assert person.do(old) == []
    mine = person.bot.conversation_id(person.psid)
    rows = person.bot.rows(
        "SELECT status, text FROM messenger_events WHERE conversation_id = :id", id=mine
    )
    assert [tuple(row) for row in rows] == [("expired", None)]


def test_message_of_some_hours_ago_is_answered(person: Person) -> None:
    assert person.do(at(webhook_events.text(person.psid, "does it hurt?"), -5 * 3600 * 1000))


def test_two_people_get_their_own_answers(messenger_bot: MessengerBot) -> None:
    one, other = messenger_bot.person(), messenger_bot.person()
    messenger_bot.graph.deliver(
        webhook_events.text(one.psid, "who invented mesotherapy?"),
        webhook_events.text(other.psid, "how do you do the shots?"),
    )
    first, second = texts(one.new()), texts(other.new())
    assert "Pistor" in first
    assert "Pistor" not in second


@pytest.mark.parametrize(
    "words",
    ["a" * 20_000, "\U0001f600" * 900, "how many sessions " * 110],
    ids=["long word", "emojis", "long question"],
)
def test_long_and_wordless_texts_are_answered(words: str, known_person: Person) -> None:
    assert known_person.write(words)


# ---- Many people ----


def test_a_hundred_people_at_once_are_all_acknowledged_and_answered(
    messenger_bot: MessengerBot,
) -> None:
    people = [messenger_bot.person() for _ in range(100)]

    def writes(person: Person) -> int:
        return person.deliver(webhook_events.text(person.psid, "does it hurt?")).status

    # How soon is measured by benchmarks/messenger.py.
    with ThreadPoolExecutor(100) as pool:
        assert set(pool.map(writes, people)) == {200}
    messenger_bot.settle(seconds=120)
    assert all(len(messenger_bot.graph.received(person.psid)) == 2 for person in people)


def test_no_log_holds_what_people_wrote_or_who_they_are(messenger_bot: MessengerBot) -> None:
    person = messenger_bot.person()
    person.write("zanzibarquux blorptastic does it hurt?")
    log = messenger_bot.log()
    assert [word for word in ("zanzibarquux", "blorptastic", person.psid) if word in log] == []


def test_token_is_in_no_address_and_no_log(messenger_bot: MessengerBot) -> None:
    assert messenger_bot.graph.tokens_in_addresses == 0
    settings = messenger_bot.settings
    for secret in (settings.messenger_page_token, settings.messenger_app_secret):
        assert str(secret) not in messenger_bot.log()


def asked(person: Person) -> list[Any]:
    """Return what a person said, as the dialogue has it."""
    events = person.bot.events(person.psid)
    return [event["text"] for event in events if event["event"] == "user"]
