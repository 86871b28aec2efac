"""A real browser, and servers for it to talk to. Everything runs in one event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright
from pytest_asyncio import is_async_test

from tests.chromium import ARGUMENTS, chromium_path
from tests.widget.chat_page import ChatPage
from tests.widget.contract_server import ContractServer

#: Long enough for a busy machine, short enough to fail within the hour.
PATIENCE_MS = 10_000

NewPage = Callable[..., Awaitable[ChatPage]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "bot: needs a trained model; talks to the real bot")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every browser test in the loop that the browser lives in."""
    in_session = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if "tests/widget/" in item.path.as_posix() and is_async_test(item):
            item.add_marker(in_session, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium. Nothing is downloaded."""
    path = chromium_path()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[ContractServer]:
    """A server that speaks the contract and can fail."""
    server = ContractServer()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Open a page for a new visitor, or for a known one when given their ``context``."""
    contexts: list[BrowserContext] = []
    pages: list[ChatPage] = []

    async def open_page(context: BrowserContext | None = None, **options: Any) -> ChatPage:
        if context is None:
            context = await browser.new_context(**{"reduced_motion": "reduce", **options})
            context.set_default_timeout(PATIENCE_MS)
            contexts.append(context)
        page = ChatPage(await context.new_page())
        pages.append(page)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert [error for page in pages for error in page.errors] == []


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(new_page: NewPage, server: ContractServer) -> ChatPage:
    """A visitor on the demo page, with the chat still closed."""
    page = await new_page()
    await page.visit(server.url())
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def chat(visitor: ChatPage) -> ChatPage:
    """A visitor with the chat open."""
    await visitor.open()
    return visitor
