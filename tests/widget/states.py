"""The states of the chat that are checked for accessibility and drawn for people to look at.

One list feeds both, so a new state is checked as soon as it is drawn.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.contract_server import ContractServer, Refusal

State = Callable[[ChatPage, ContractServer], Awaitable[None]]


async def closed(chat: ChatPage, server: ContractServer) -> None:
    await expect(chat.launcher).to_be_visible()


async def unread(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    server.hold()
    await chat.send("two messages, please")
    await expect(chat.typing).to_be_visible()
    await chat.button("Close chat").click()
    server.release()
    await expect(chat.badge).to_have_text("2")


async def opened(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()


async def menu(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.button("More options").click()


async def conversation(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.ask("What can it treat?", 1)


async def sources(chat: ChatPage, server: ContractServer) -> None:
    await conversation(chat, server)
    await chat.host.locator("summary").click()


async def plan(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.ask("Show me the plan for hair", 1)


async def aftercare(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.ask("What do I do after a visit?", 1)


async def emergency(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.ask("My throat is swelling", 1)


async def typing(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()


async def form(chat: ChatPage, server: ContractServer) -> None:
    """The form that asks why an answer did not help."""
    await conversation(chat, server)
    await chat.button("No").click()
    await expect(chat.host.locator(".reason")).to_be_visible()


async def too_long(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.box.fill("a long story " * 90)


async def refused(chat: ChatPage, server: ContractServer) -> None:
    """A message that the server does not take."""
    await chat.open()
    server.faults.refuse_message.append(
        Refusal(403, "payload_not_offered", "This cannot be sent. Type your question in words.")
    )
    await chat.send("/restart")
    await expect(chat.button("Edit")).to_be_visible()


async def server_away(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await server.stop()
    await chat.send("Are you there?")
    await expect(chat.strip).to_be_visible()


async def offline(chat: ChatPage, server: ContractServer) -> None:
    await chat.open()
    await chat.page.context.set_offline(True)
    await chat.send("Are you there?")
    await expect(chat.button("Try again")).to_be_visible()


async def ask_erase(chat: ChatPage, server: ContractServer) -> None:
    await conversation(chat, server)
    await chat.choose_in_menu("Delete my conversation")


async def erased(chat: ChatPage, server: ContractServer) -> None:
    await ask_erase(chat, server)
    await chat.button("Delete it").click()
    await expect(chat.dialog.locator(".code")).to_be_visible()


async def ask_restart(chat: ChatPage, server: ContractServer) -> None:
    await conversation(chat, server)
    await chat.choose_in_menu("Start again")


STATES: dict[str, State] = {
    state.__name__: state
    for state in (
        closed,
        unread,
        opened,
        menu,
        conversation,
        sources,
        plan,
        aftercare,
        emergency,
        typing,
        form,
        too_long,
        refused,
        server_away,
        offline,
        ask_erase,
        erased,
        ask_restart,
    )
}

#: How a visitor's browser is set, as options of a browser context.
MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
