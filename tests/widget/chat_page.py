"""A browser page with the chat in it, in the words of a visitor."""

from __future__ import annotations

from typing import Any

from playwright.async_api import ConsoleMessage, Locator, Page, expect

#: What the browser itself writes when a request fails. Our own code must write nothing at all.
_NETWORK = "Failed to load resource"


class ChatPage:
    """What a visitor sees and does. Playwright looks through the open shadow root by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.network_errors: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.host = page.locator("mesoguide-chat")
        self.launcher = self.host.locator(".launcher")
        self.panel = self.host.locator(".panel")
        self.log = self.host.locator(".log")
        self.box = self.host.locator("#box")
        self.messages = self.host.locator(".message")
        self.answers = self.host.locator(".message.bot")
        self.sent = self.host.locator(".message.visitor")
        self.typing = self.host.locator(".typing")
        self.strip = self.host.locator(".strip")
        self.live = self.host.locator(".live")
        self.dialog = self.host.locator(".dialog")
        self.badge = self.host.locator(".badge")
        self.count = self.host.locator(".count")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        is_network = message.text.startswith(_NETWORK)
        (self.network_errors if is_network else self.errors).append(message.text)

    def button(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=name, exact=True)

    async def visit(self, url: str, *, ready: bool = True) -> None:
        """Load a page; by default wait until the chat has its configuration."""
        await self.page.add_init_script(_RECORD)
        await self.page.goto(url)
        if ready:
            await self.until_event("ready")

    async def open(self) -> None:
        await self.launcher.click()
        await expect(self.panel).to_be_visible()

    async def send(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def ask(self, text: str, answers: int) -> None:
        """Send a message and wait until there are so many messages of the bot in all."""
        await self.send(text)
        await expect(self.answers).to_have_count(answers)

    async def time_an_answer(self, text: str) -> float:
        """Send with the button; return the milliseconds from the click to the answer on screen."""
        await self.box.fill(text)
        milliseconds: float = await self.page.evaluate(_TIME_AN_ANSWER)
        return milliseconds

    async def choose_in_menu(self, item: str) -> None:
        await self.button("More options").click()
        await self.button(item).click()

    async def events(self, name: str) -> list[Any]:
        """Return the details of the element's events of one name, in order."""
        all_events: list[list[Any]] = await self.page.evaluate("window.chatEvents")
        return [detail for kind, detail in all_events if kind == name]

    async def until_event(self, name: str, times: int = 1) -> None:
        await self.page.wait_for_function(
            "([name, times]) => chatEvents.filter(([kind]) => kind === name).length >= times",
            arg=[name, times],
        )

    async def announcements(self) -> list[str]:
        """Return all that the live region has been given, in order."""
        said: list[str] = await self.page.evaluate("window.chatSaid")
        return said

    async def until_said(self, part: str) -> None:
        await self.page.wait_for_function(
            "part => window.chatSaid.some((text) => text.includes(part))", arg=part
        )

    async def stored(self) -> dict[str, str]:
        """Return everything in the page's local storage."""
        return dict(await self.page.evaluate("Object.entries(localStorage)"))

    async def focused(self) -> str:
        """Return what has the keyboard: its id, or else its first class, or else its tag."""
        return str(await self.page.evaluate(_FOCUSED))


_RECORD = """
if (!window.chatEvents) {
  window.chatEvents = [];
  window.chatSaid = [];
  const hear = (records) => {
    for (const { addedNodes } of records)
      addedNodes.forEach((node) => chatSaid.push(node.textContent));
  };
  // The live region is in the page before the first event of the element.
  addEventListener("mesoguide-chat:ready", ({ target }) => {
    const region = target.shadowRoot.querySelector(".live");
    new MutationObserver(hear).observe(region, { childList: true });
  });
  for (const name of "ready open close send message unread error erase reset".split(" "))
    addEventListener(`mesoguide-chat:${name}`, ({ detail }) => chatEvents.push([name, detail]));
}
"""

_TIME_AN_ANSWER = """async () => {
  const root = document.querySelector("mesoguide-chat").shadowRoot;
  const answers = () => root.querySelectorAll(".message.bot").length;
  const before = answers();
  const begun = performance.now();
  const shown = new Promise((resolve) => {
    const look = () => {
      if (answers() === before) return;
      watch.disconnect();
      // After the frame that draws it.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
    };
    const watch = new MutationObserver(look);
    watch.observe(root, { childList: true, subtree: true });
  });
  root.querySelector(".send").click();
  return shown;
}"""

_FOCUSED = """() => {
  const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
  return inner?.id || inner?.classList[0] || inner?.tagName.toLowerCase() || "";
}"""
