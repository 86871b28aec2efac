"""Draw the chat's states as pictures, for a person to look at.

``python -m tests.widget.pictures`` draws those in ``docs/pictures``;
``python -m tests.widget.pictures all FOLDER`` draws every state in every mode.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from tests.chromium import ARGUMENTS, find_chromium
from tests.widget.chat_page import ChatPage
from tests.widget.contract_server import ContractServer
from tests.widget.states import MODES, STATES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
#: Name of the picture: the state and the mode that it shows.
DOCUMENTED = {
    "widget-closed": ("closed", "light"),
    "widget-open": ("opened", "light"),
    "widget-conversation": ("conversation", "light"),
    "widget-plan": ("plan", "light"),
    "widget-emergency": ("emergency", "light"),
    "widget-dark": ("conversation", "dark"),
    "widget-phone": ("opened", "phone"),
    "widget-phone-conversation": ("conversation", "phone"),
    "widget-offline": ("offline", "light"),
    "widget-deleted": ("erased", "light"),
}


async def draw(browser: Browser, state: str, mode: str, to: Path) -> None:
    """Bring a fresh visitor into a state and save what they see."""
    server = ContractServer()
    await server.start()
    options: dict[str, Any] = {
        "reduced_motion": "reduce",
        "timezone_id": "Europe/London",
        **MODES[mode],
    }
    context = await browser.new_context(**options)
    chat = ChatPage(await context.new_page())
    await chat.visit(server.url())
    await STATES[state](chat, server)
    await chat.page.screenshot(path=to, scale="css" if mode != "phone" else "device")
    await context.close()
    await server.stop()


async def main(which: str = "documented", to: Path = FOLDER) -> None:
    """Draw the documented pictures, or all."""
    everything = {f"{mode}-{state}": (state, mode) for mode in MODES for state in STATES}
    chosen = everything if which == "all" else DOCUMENTED
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for name, (state, mode) in chosen.items():
            await draw(browser, state, mode, to / f"{name}.png")
        await browser.close()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
        asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
    else:
        asyncio.run(main())
