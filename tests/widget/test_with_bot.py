"""The element with the real connector and the real bot.

What the bot says is tested elsewhere; here it matters that each kind of answer arrives and looks
like what it is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.widget.bot_site import BotSite, running_bot_site
from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer

pytestmark = pytest.mark.bot


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotSite]:
    with running_bot_site(tmp_path_factory.mktemp("widget-bot")) as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def bot_chat(new_page: NewPage, site: BotSite) -> ChatPage:
    """A visitor on the bot's own demo page, with the chat open."""
    chat = await new_page()
    await chat.visit(site.url())
    await chat.open()
    return chat


async def test_root_leads_to_a_page_with_the_chat(new_page: NewPage, site: BotSite) -> None:
    chat = await new_page()
    await chat.visit(f"{site.origin}/")
    assert chat.page.url == site.url()
    await expect(chat.launcher).to_be_visible()


async def test_notices_name_the_clinics_emergency_number(bot_chat: ChatPage) -> None:
    notice = bot_chat.log.locator(".emergency")
    await expect(notice.get_by_role("link")).to_have_attribute("href", re.compile(r"^tel:\d+$"))


async def test_typed_question_is_answered_with_sources(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await expect(bot_chat.host.locator(".sources")).to_have_count(1)


async def test_every_suggestion_can_be_pressed(bot_chat: ChatPage) -> None:
    titles = await bot_chat.host.locator(".choice").all_inner_texts()
    assert titles
    for title in titles:
        await bot_chat.button(title).click()
        await expect(bot_chat.sent.locator("time")).to_have_count(1)
        await expect(bot_chat.answers).not_to_have_count(0)
        await bot_chat.host.evaluate("host => host.reset()")


async def test_choice_that_an_answer_offers_can_be_pressed(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await bot_chat.host.locator(".choice").first.click()
    await expect(bot_chat.sent.locator("time")).to_have_count(2)


async def test_emergency_is_urgent_and_can_be_called(bot_chat: ChatPage) -> None:
    await bot_chat.send("my throat is swelling up and I cannot breathe")
    await expect(bot_chat.host.locator(".urgent .call")).to_be_visible()


async def test_plan_is_shown_as_a_table(bot_chat: ChatPage) -> None:
    await bot_chat.send("show me the plan for hair loss")
    await expect(bot_chat.host.get_by_role("rowheader").first).to_be_visible()


async def test_answer_can_be_rated(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await bot_chat.button("No").click()
    await bot_chat.host.locator(".reason textarea").fill("too short")
    await bot_chat.host.locator(".reason").get_by_role("button", name="Send").click()
    await expect(bot_chat.host.locator(".thanks")).to_be_visible()


async def test_reload_shows_the_same_conversation_once(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await bot_chat.ask("does it hurt?", 2)
    before = await bot_chat.messages.all_inner_texts()
    await bot_chat.page.reload()
    await expect(bot_chat.messages).to_have_count(4)
    assert _words(await bot_chat.messages.all_inner_texts()) == _words(before)


def _words(texts: list[str]) -> list[str]:
    """Return the first line of each: what is under a message differs once it is not the newest."""
    return [text.strip().splitlines()[0] for text in texts]


async def test_reload_in_mid_answer_is_answered_once(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await bot_chat.box.fill("does it hurt?")
    await bot_chat.host.evaluate(
        "host => { host.shadowRoot.querySelector('.send').click(); location.reload(); }"
    )
    await expect(bot_chat.answers).to_have_count(2)
    await expect(bot_chat.sent).to_have_count(2)
    await expect(bot_chat.sent.locator("time")).to_have_count(2)


async def test_two_tabs_share_the_conversation(
    bot_chat: ChatPage, new_page: NewPage, site: BotSite
) -> None:
    await bot_chat.ask("what can it treat?", 1)
    other = await new_page(bot_chat.page.context)
    await other.visit(site.url())
    await other.open()
    await asyncio.gather(bot_chat.send("does it hurt?"), other.send("what are the risks?"))
    for tab in (bot_chat, other):
        await expect(tab.sent).to_have_count(3)
        await expect(tab.sent.locator("time")).to_have_count(3)


async def test_command_that_was_not_offered_is_refused_in_words(bot_chat: ChatPage) -> None:
    await bot_chat.send("/restart")
    await expect(bot_chat.sent).to_contain_text("Not sent.")
    await expect(bot_chat.button("Edit")).to_be_visible()


async def test_conversation_is_deleted_with_a_receipt(bot_chat: ChatPage) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await bot_chat.choose_in_menu("Delete my conversation")
    await bot_chat.button("Delete it").click()
    await expect(bot_chat.dialog.locator(".code")).to_have_text(re.compile(r"^[\w-]{6,}$"))
    await bot_chat.button("Done").click()
    await bot_chat.ask("what can it treat?", 1)


async def test_strict_page_works_without_a_word_in_the_console(
    new_page: NewPage, site: BotSite
) -> None:
    chat = await new_page()
    await chat.visit(site.url("demo/strict"))
    await chat.open()
    await chat.ask("what can it treat?", 1)
    assert chat.errors == []
    assert chat.network_errors == []


async def test_website_that_is_not_allowed_can_neither_read_nor_send(
    new_page: NewPage, site: BotSite, server: ContractServer
) -> None:
    server.pages["/"] = (
        '<!doctype html><html lang="en"><title>Elsewhere</title><body>'
        f'<script src="{site.url("widget.js")}"></script></body></html>'
    )
    chat = await new_page()
    await chat.visit(f"{server.origin}/")
    await chat.open()
    await chat.send("what can it treat?")
    await chat.until_event("error", times=2)
    await expect(chat.answers).to_have_count(0)
    assert await chat.stored() == {} or "token" not in "".join(await chat.stored())
    chat.errors = [error for error in chat.errors if "CORS policy" not in error]


async def test_server_that_is_stopped_and_started_answers_what_was_asked_meanwhile(
    bot_chat: ChatPage, site: BotSite
) -> None:
    await bot_chat.ask("what can it treat?", 1)
    await asyncio.to_thread(site.stop)
    await bot_chat.send("does it hurt?")
    await expect(bot_chat.sent.last).to_contain_text("Not sent yet.")
    await asyncio.to_thread(site.start)
    await expect(bot_chat.answers).to_have_count(2, timeout=60_000)
    await expect(bot_chat.sent).to_have_count(2)
