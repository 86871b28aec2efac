"""Text that wants to be more than text, from the bot, the visitor, the server and the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer
from tests.widget.scripted_answers import config, message

MARKUP = [
    "<img src=x onerror=\"window.hacked='img'\">",
    "<script>window.hacked='script'</script>",
    "<svg onload=\"window.hacked='svg'\">",
    '"><iframe srcdoc="<script>parent.hacked=1</script>">',
    "{{constructor.constructor('window.hacked=1')()}}",
    "</textarea></li></ol><b>out</b>",
]
ADDRESSES = [
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1",
    "\u0001javascript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "https://clinic.example@evil.example/",
    "//evil.example",
    "/relative",
    "http://",
]


async def links(chat: ChatPage) -> list[str]:
    """Return every address that the messages link to."""
    found: list[str] = await chat.messages.locator("a").evaluate_all(
        "all => all.map((link) => link.getAttribute('href'))"
    )
    return found


async def assert_unharmed(chat: ChatPage) -> None:
    assert await chat.page.evaluate("window.hacked") is None
    strange = chat.host.locator("img, script, iframe, b, object, embed, style, [style]")
    await expect(strange).to_have_count(0)


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_from_the_bot_is_shown_as_text(
    chat: ChatPage, server: ContractServer, text: str
) -> None:
    everywhere = message(
        text,
        answer_id=text,
        buttons=[{"title": text, "payload": text}],
        sources=[{"name": text, "year": text, "url": text}],
        plan={"title": text, "rows": [[text, text]]},
        urgent=True,
    )
    server.answers["attack"] = [everywhere]
    await chat.ask("attack", 1)
    await chat.host.locator("summary").click()
    await expect(chat.answers.locator(".text p").first).to_have_text(text)
    await expect(chat.button(text)).to_be_visible()
    await assert_unharmed(chat)


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_from_the_visitor_is_shown_as_text(chat: ChatPage, text: str) -> None:
    await chat.ask(text, 1)
    await expect(chat.sent.locator(".words")).to_have_text(text)
    await chat.page.reload()
    await expect(chat.sent.locator(".words")).to_have_text(text)
    await assert_unharmed(chat)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_address_of_another_kind_is_never_a_link(
    chat: ChatPage, server: ContractServer, address: str
) -> None:
    source = {"name": "A study", "year": 2020, "url": address}
    server.answers["attack"] = [message(f"See {address} please.", sources=[source])]
    await chat.ask("attack", 1)
    await expect(chat.answers).to_contain_text("A study (2020)")
    assert await links(chat) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a?b=1&c=2)", ["https://example.org/a?b=1&c=2"]),
        ("See HTTPS://EXAMPLE.ORG/x!", ["https://example.org/x"]),
        ("Write to care@example.org, please", ["mailto:care@example.org"]),
        ("Call 999. Call 9990, 1999 or +999.", ["tel:999"]),
        ("Ring +44 1632 960123 today", ["tel:+441632960123"]),
        ("no link at all", []),
    ],
)
async def test_plain_addresses_and_known_numbers_are_links(
    chat: ChatPage, server: ContractServer, text: str, expected: list[str]
) -> None:
    server.answers["links"] = [message(text)]
    await chat.ask("links", 1)
    assert await links(chat) == expected
    shown = await chat.answers.locator(".text").text_content() or ""
    assert shown.replace(" (opens in a new tab)", "") == text


async def test_addresses_in_the_visitors_text_are_not_links(chat: ChatPage) -> None:
    await chat.ask("look at https://evil.example and call 999", 1)
    await expect(chat.sent.locator("a")).to_have_count(0)


async def test_hostile_configuration_changes_words_and_nothing_else(
    new_page: NewPage, server: ContractServer
) -> None:
    bad = MARKUP[0]
    server.config = config(
        title=bad,
        language="not a language",
        strings={"greeting": bad, "constructor": "x", "__proto__": "y", "send": 7},
        theme={
            "--mesoguide-accent": "red;} * {display:none",
            "--mesoguide-font": "url(https://evil.example/f)",
            "color": "red",
            "--_text": "#fff",
        },
        notice={"bot": bad, "emergency": bad, "storage": [bad]},
        emergency={"number": bad},
        clinic={"name": bad, "phone": "javascript:alert(1)"},
        suggestions=[{"title": bad, "payload": bad}, {"title": 5}, "x", None],
        limits={"message_characters": "many"},
        direction="sideways",
    )
    chat = await new_page()
    requests: list[str] = []
    chat.page.on("request", lambda request: requests.append(request.url))
    await chat.visit(server.url())
    await chat.open()
    await expect(chat.host.locator(".greeting")).to_have_text(bad)
    await chat.ask("What can it treat?", 1)
    await assert_unharmed(chat)
    assert [url for url in requests if not url.startswith(server.origin)] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"text": None, "buttons": None, "sources": "x", "plan": [], "urgent": "yes"},
        {"text": ["a"], "buttons": [None, 3, {"title": "x"}], "sources": [{}], "plan": {"rows": 1}},
        {"text": "fine", "id": None, "plan": {"rows": [None, [], ["a"], ["b", None, 3]]}},
        {"text": "fine", "sources": [{"name": "n", "year": {}, "url": 5}], "answer_id": {}},
        {},
    ],
    ids=["nulls", "lists", "rows", "objects", "nothing"],
)
async def test_answer_of_the_wrong_shape_does_no_harm(
    chat: ChatPage, server: ContractServer, answer: dict[str, Any]
) -> None:
    server.answers["odd"] = [answer]
    await chat.ask("odd", 1)
    await chat.ask("What can it treat?", 2)


async def test_lines_of_an_unknown_kind_are_passed_over(
    chat: ChatPage, server: ContractServer
) -> None:
    server.answers["odd"] = [{"type": "status"}, {"type": "__proto__"}, message("Here it is.")]
    await chat.ask("odd", 1)
    await expect(chat.answers).to_contain_text("Here it is.")


async def test_line_that_is_no_json_counts_as_a_lost_connection(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page()
    await chat.page.route(
        "**/messages", lambda route: route.fulfill(status=200, body='{"type":"mess\n'), times=1
    )
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)


@pytest.mark.parametrize(
    "text",
    ["x" * 20_000, "a@" * 5_000, "\N{COMBINING ACUTE ACCENT}" * 3_000, "\u202e right to left"],
    ids=["one word", "half addresses", "accents", "turned round"],
)
async def test_monstrous_text_stays_in_its_bubble(
    chat: ChatPage, server: ContractServer, text: str
) -> None:
    server.answers["monster"] = [message(text)]
    await chat.ask("monster", 1)
    panel = await chat.panel.bounding_box()
    bubble = await chat.answers.locator(".bubble").bounding_box()
    assert panel is not None
    assert bubble is not None
    assert bubble["x"] + bubble["width"] <= panel["x"] + panel["width"]
    assert await chat.log.evaluate("log => log.scrollWidth <= log.clientWidth")


async def test_text_that_turns_round_ends_with_its_paragraph(
    chat: ChatPage, server: ContractServer
) -> None:
    server.answers["turn"] = [message("\u202eabc\n\ndef")]
    await chat.ask("turn", 1)
    await expect(chat.answers.locator(".text p")).to_have_count(2)
    await expect(chat.answers.locator(".text p").first).to_have_attribute("dir", "auto")
