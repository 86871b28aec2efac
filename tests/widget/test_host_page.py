"""The element from the clinic's side: tags, attributes, events, methods, other origins."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Error, expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer

SCRIPT = '<script src="/webhooks/widget/widget.js"></script>'


def page_with(body: str) -> str:
    return f'<!doctype html><html lang="en"><title>Clinic</title><body>{body}</body></html>'


@pytest_asyncio.fixture(loop_scope="session")
async def website() -> AsyncIterator[ContractServer]:
    """The clinic's own website: another origin than the chat server's."""
    website = ContractServer()
    await website.start()
    yield website
    await website.stop()


async def visit(new_page: NewPage, server: ContractServer, body: str) -> ChatPage:
    """Visit a page of the given body, on the chat's own server."""
    server.pages["/page"] = page_with(body)
    chat = await new_page()
    await chat.visit(f"{server.origin}/page")
    return chat


async def test_one_script_tag_is_enough(new_page: NewPage, server: ContractServer) -> None:
    chat = await visit(new_page, server, SCRIPT)
    await chat.open()
    await chat.ask("What can it treat?", 1)


async def test_script_tag_in_the_head_waits_for_the_page(
    new_page: NewPage, server: ContractServer
) -> None:
    server.pages["/page"] = f"<!doctype html><html><head>{SCRIPT}</head><body><p>Hello</p></body>"
    chat = await new_page()
    await chat.visit(f"{server.origin}/page")
    await expect(chat.launcher).to_be_visible()


async def test_data_attributes_of_the_script_tag_become_attributes(
    new_page: NewPage, server: ContractServer
) -> None:
    tag = SCRIPT.replace(
        "<script", '<script data-heading="Ask us" data-position="start" data-open data-nonsense="x"'
    )
    chat = await visit(new_page, server, tag)
    await expect(chat.panel).to_be_visible()
    await expect(chat.host.locator("h2")).to_have_text("Ask us")
    await expect(chat.host).to_have_attribute("position", "start")
    assert await chat.host.get_attribute("nonsense") is None


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<mesoguide-chat></mesoguide-chat>{SCRIPT}", 1),
        (SCRIPT * 3, 1),
        (SCRIPT.replace("<script", "<script data-manual"), 0),
    ],
    ids=["element already there", "script three times", "page adds it later"],
)
async def test_page_has_as_many_chats_as_it_asks_for(
    new_page: NewPage, server: ContractServer, body: str, count: int
) -> None:
    server.pages["/page"] = page_with(body)
    chat = await new_page()
    await chat.visit(f"{server.origin}/page", ready=count > 0)
    await expect(chat.host).to_have_count(count)


async def test_attributes_set_heading_launcher_and_language(
    new_page: NewPage, server: ContractServer
) -> None:
    body = f'{SCRIPT}<mesoguide-chat heading="Ask us" label="Help" lang="fr"></mesoguide-chat>'
    chat = await visit(new_page, server, body)
    await expect(chat.launcher).to_have_text("Help")
    await chat.open()
    await expect(chat.host.locator("h2")).to_have_text("Ask us")
    await expect(chat.box).to_have_attribute("placeholder", "Écrivez votre question")
    await expect(chat.log).to_contain_text("Les réponses sont en anglais.")


async def test_french_page_gets_the_emergency_notice_in_french_with_the_clinics_number(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await visit(new_page, server, f'{SCRIPT}<mesoguide-chat lang="fr-CA"></mesoguide-chat>')
    await chat.open()
    await expect(chat.log).to_contain_text("Pas pour les urgences.")
    link = chat.host.locator(".emergency a")
    await expect(link).to_have_attribute("href", "tel:999")


@pytest.mark.parametrize(
    ("language", "pattern"),
    [("en-GB", r"^\d{1,2}:\d\d$"), ("en-US", r"^\d+:\d\d.[AP]M$"), ("en_GB, or so", r"\d:\d\d")],
)
async def test_times_are_written_as_the_page_writes_them(
    new_page: NewPage, server: ContractServer, language: str, pattern: str
) -> None:
    element = f'<mesoguide-chat lang="{language}"></mesoguide-chat>'
    chat = await visit(new_page, server, SCRIPT + element)
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await expect(chat.sent.locator("time")).to_have_text(re.compile(pattern))


async def test_clinics_own_words_replace_ours(new_page: NewPage, server: ContractServer) -> None:
    server.config["strings"] = {"launcher": "Any questions?", "greeting": "Good to see you."}
    chat = await visit(new_page, server, SCRIPT)
    await expect(chat.launcher).to_have_text("Any questions?")
    await chat.open()
    await expect(chat.log).to_contain_text("Good to see you.")


async def test_server_that_speaks_a_language_that_we_do_not_brings_its_words(
    new_page: NewPage, server: ContractServer
) -> None:
    server.config.update(language="cy", strings={"launcher": "Gofynnwch gwestiwn"})
    chat = await visit(new_page, server, f'{SCRIPT}<mesoguide-chat lang="cy"></mesoguide-chat>')
    await expect(chat.launcher).to_have_text("Gofynnwch gwestiwn")
    await expect(chat.host.locator(".root")).to_have_attribute("lang", "cy")


async def test_page_is_asked_for_in_its_own_language(
    new_page: NewPage, server: ContractServer
) -> None:
    queries: list[str] = []
    server.pages["/page"] = page_with(SCRIPT).replace('lang="en"', 'lang="fr-CH"')
    chat = await new_page()
    chat.page.on("request", lambda request: queries.append(request.url))
    await chat.visit(f"{server.origin}/page")
    assert any(query.endswith("config?lang=fr-CH") for query in queries)


async def test_attribute_that_changes_takes_effect(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await visit(new_page, server, SCRIPT)
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await chat.host.evaluate("host => { host.lang = 'fr'; host.setAttribute('heading', 'Salut'); }")
    await chat.until_event("ready", times=2)
    await expect(chat.host.locator("h2")).to_have_text("Salut")
    await expect(chat.answers).to_have_count(1)
    await expect(chat.panel).to_be_visible()


async def test_open_attribute_opens_closes_and_tells(visitor: ChatPage) -> None:
    await visitor.host.evaluate("host => host.setAttribute('open', '')")
    await expect(visitor.panel).to_be_visible()
    await visitor.button("Close chat").click()
    assert await visitor.host.get_attribute("open") is None
    await visitor.host.evaluate("host => host.toggleAttribute('open')")
    await visitor.host.evaluate("host => host.toggleAttribute('open')")
    await expect(visitor.panel).to_be_hidden()


async def test_phone_does_not_start_open(new_page: NewPage, server: ContractServer) -> None:
    server.pages["/page"] = page_with(f"{SCRIPT}<mesoguide-chat open></mesoguide-chat>")
    chat = await new_page(viewport={"width": 390, "height": 800})
    await chat.visit(f"{server.origin}/page")
    await expect(chat.panel).to_be_hidden()
    assert await chat.host.get_attribute("open") is None


async def test_methods_open_and_close(visitor: ChatPage) -> None:
    await visitor.host.evaluate("host => host.open()")
    await expect(visitor.panel).to_be_visible()
    assert await visitor.host.evaluate("host => host.opened") is True
    await visitor.host.evaluate("host => host.close()")
    await expect(visitor.panel).to_be_hidden()
    assert await visitor.events("open") == [None]
    assert await visitor.events("close") == [None]


async def test_method_send_asks_a_question_and_counts_the_answer(visitor: ChatPage) -> None:
    await visitor.host.evaluate("host => host.send('What can it treat?')")
    await expect(visitor.badge).to_have_text("1")
    assert await visitor.host.evaluate("host => host.unread") == 1
    await visitor.open()
    await expect(visitor.sent).to_contain_text("What can it treat?")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("''", "expected a text"), ("'x'.repeat(1001)", "expected at most 1000 characters")],
)
async def test_method_send_refuses_what_could_not_be_sent(
    visitor: ChatPage, text: str, problem: str
) -> None:
    with pytest.raises(Error, match=problem):
        await visitor.host.evaluate(f"host => host.send({text})")


async def test_method_reset_begins_a_new_conversation(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.host.evaluate("host => host.reset()")
    await expect(chat.messages).to_have_count(0)
    assert await chat.stored() == {}
    assert await chat.events("reset") == [None]


async def test_events_tell_of_messages_and_never_what_they_say(chat: ChatPage) -> None:
    await chat.ask("My throat is swelling", 1)
    (sent,) = await chat.events("send")
    (answer,) = await chat.events("message")
    assert sent.keys() == {"id", "kind"}
    assert sent["kind"] == "text"
    assert answer.keys() == {"id", "urgent"}
    assert answer["urgent"] is True


async def test_event_tells_of_an_unreachable_server(chat: ChatPage, server: ContractServer) -> None:
    await server.stop()
    await chat.send("What can it treat?")
    await chat.until_event("error")
    assert (await chat.events("error"))[0] == {"code": "unreachable"}


async def test_element_that_is_taken_out_falls_silent(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    await chat.host.evaluate("host => { window.chat = host; host.remove(); }")
    server.release()
    await chat.page.evaluate("fetch('config')")
    assert await chat.events("message") == []
    await chat.page.evaluate("document.body.append(window.chat)")
    await expect(chat.answers).to_have_count(1)


async def test_element_that_is_moved_goes_on(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.host.evaluate("host => document.querySelector('main').append(host)")
    await expect(chat.answers).to_have_count(1)
    await chat.ask("And after a visit?", 2)


async def test_chat_works_on_a_website_of_another_origin_that_is_allowed(
    new_page: NewPage, server: ContractServer, website: ContractServer
) -> None:
    server.allowed_origins.add(website.origin)
    website.pages["/"] = page_with(f'<script src="{server.url("widget.js")}"></script>')
    chat = await new_page()
    await chat.visit(f"{website.origin}/")
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await chat.page.reload()
    await expect(chat.answers).to_have_count(1)
    assert website.requests("POST", "messages") == []


async def test_server_attribute_names_the_server_and_nonsense_does_not(
    new_page: NewPage, server: ContractServer, website: ContractServer
) -> None:
    server.allowed_origins.add(website.origin)
    address = server.url("").rstrip("/")
    website.pages["/"] = page_with(
        f'{SCRIPT}<mesoguide-chat server="{address}"></mesoguide-chat>'
        '<mesoguide-chat id="odd" server="javascript:alert(1)"></mesoguide-chat>'
    )
    chat = await new_page()
    await chat.visit(f"{website.origin}/", ready=False)
    await chat.until_event("ready", times=2)
    assert len(server.requests("GET", "config")) == 1
    assert len(website.requests("GET", "config")) == 1


async def test_website_that_is_not_allowed_can_neither_read_nor_send(
    new_page: NewPage, server: ContractServer, website: ContractServer
) -> None:
    website.pages["/"] = page_with(f'<script src="{server.url("widget.js")}"></script>')
    chat = await new_page()
    await chat.visit(f"{website.origin}/")
    await chat.open()
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("Not sent yet.")
    assert server.conversations == {}
    chat.errors = [error for error in chat.errors if "CORS policy" not in error]


async def test_page_that_hides_its_referrer_still_names_its_origin(
    new_page: NewPage, server: ContractServer
) -> None:
    body = f'<meta name="referrer" content="no-referrer">{SCRIPT}'
    chat = await visit(new_page, server, body)
    await chat.open()
    await chat.ask("What can it treat?", 1)
    (request,) = server.requests("POST", "messages")
    assert request.origin == server.origin
