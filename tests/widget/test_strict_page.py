"""A page whose Content-Security-Policy allows nothing but the chat."""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import Request, expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer


@pytest.fixture
def requested() -> list[str]:
    """The address of every request that the page makes."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def strict(new_page: NewPage, server: ContractServer, requested: list[str]) -> ChatPage:
    chat = await new_page()

    def record(request: Request) -> None:
        requested.append(request.url)

    chat.page.on("request", record)
    await chat.page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', "
        "(event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));"
    )
    await chat.visit(server.url("demo/strict"))
    return chat


async def whole_visit(chat: ChatPage) -> None:
    """Everything that the chat can do, in one visit."""
    await chat.open()
    await chat.button("What can it treat?").click()
    await expect(chat.answers).to_have_count(1)
    await chat.host.locator("summary").click()
    await chat.button("No").click()
    await chat.host.locator(".reason textarea").fill("too short")
    await chat.host.locator(".reason").get_by_role("button", name="Send").click()
    await chat.ask("Show me the plan for hair", 2)
    await chat.ask("My throat is swelling", 3)
    await chat.box.fill("long " * 300)
    await chat.box.fill("")
    async with chat.page.expect_download():
        await chat.choose_in_menu("Download conversation")
    await chat.choose_in_menu("Copy conversation")
    await chat.page.emulate_media(color_scheme="dark")
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await chat.button("Done").click()
    await chat.button("Close chat").click()


async def test_everything_works_and_nothing_is_refused(strict: ChatPage) -> None:
    await whole_visit(strict)
    assert await strict.page.evaluate("window.violations") == []
    assert strict.errors == []
    assert strict.network_errors == []


async def test_nothing_is_fetched_from_anywhere_else(
    strict: ChatPage, server: ContractServer, requested: list[str]
) -> None:
    await whole_visit(strict)
    elsewhere = [url for url in requested if not url.startswith((server.origin, "blob:"))]
    assert elsewhere == []


async def test_policy_of_the_page_is_in_force(strict: ChatPage) -> None:
    """Were it not, the tests above would pass for nothing."""
    await strict.page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert set(await strict.page.evaluate("window.violations")) == {"style-src-attr inline"}
    strict.errors.clear()


async def test_look_is_the_same_as_on_any_page(strict: ChatPage) -> None:
    await strict.open()
    colour = await strict.host.locator(".header").evaluate(
        "header => getComputedStyle(header).backgroundColor"
    )
    assert colour == "rgb(15, 95, 99)"


async def test_phone_link_is_there_where_scripts_are_not(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page(java_script_enabled=False)
    await chat.page.goto(server.url("demo/strict"))
    await expect(chat.page.get_by_role("link", name="Call the clinic")).to_be_visible()
