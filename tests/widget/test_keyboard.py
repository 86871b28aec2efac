"""The chat with the keyboard alone, and where the keyboard goes."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer, Refusal
from tests.widget.states import MODES

#: More presses of Tab than there are stops; a test that needs as many is caught in a trap.
ENOUGH = 60


async def tab_until(chat: ChatPage, stop: str, key: str = "Tab") -> None:
    """Press Tab until the keyboard is on a named control (its accessible text, or its class)."""
    for _ in range(ENOUGH):
        await chat.page.keyboard.press(key)
        if stop in await chat.page.evaluate(_HERE):
            return
    pytest.fail(f"{stop!r} cannot be reached with {key}")


_HERE = """() => {
  const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
  return [inner?.id, inner?.className, inner?.textContent?.trim()].join("|");
}"""


async def test_whole_conversation_with_the_keyboard_alone(
    visitor: ChatPage, server: ContractServer
) -> None:
    chat, keyboard = visitor, visitor.page.keyboard
    await tab_until(chat, "launcher")
    await keyboard.press("Enter")
    await expect(chat.box).to_be_focused()
    await keyboard.type("What can it treat?")
    await keyboard.press("Enter")
    await expect(chat.answers).to_have_count(1)
    await tab_until(chat, "Hair loss", "Shift+Tab")
    await keyboard.press("Space")
    await expect(chat.answers).to_have_count(2)
    # The keyboard is on the visitor's own message; the answer comes next.
    await tab_until(chat, "1 source")
    await keyboard.press("Enter")
    await expect(chat.host.get_by_role("link", name="Hair study")).to_be_visible()
    await tab_until(chat, "No")
    await keyboard.press("Enter")
    await keyboard.type("too short")
    await tab_until(chat, "Send")
    await keyboard.press("Enter")
    await expect(chat.log).to_contain_text("Thank you for telling us.")
    await tab_until(chat, "More options", "Shift+Tab")
    await keyboard.press("Enter")
    await tab_until(chat, "Delete my conversation")
    await keyboard.press("Enter")
    await tab_until(chat, "Delete it", "Shift+Tab")
    await keyboard.press("Enter")
    await expect(chat.dialog).to_contain_text("7K4P-2QX9")
    await keyboard.press("Escape")
    await keyboard.press("Escape")
    await expect(chat.launcher).to_be_focused()
    assert server.ratings[1]["reason"] == "too short"


async def test_opening_puts_the_keyboard_into_the_box(chat: ChatPage) -> None:
    await expect(chat.box).to_be_focused()


async def test_opening_on_a_phone_brings_up_no_keyboard(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await chat.launcher.tap()
    assert await chat.focused() == "title"


async def test_escape_closes_and_gives_the_keyboard_back(chat: ChatPage) -> None:
    await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.launcher).to_be_focused()


async def test_keyboard_goes_back_to_the_button_of_the_page_that_opened_the_chat(
    visitor: ChatPage,
) -> None:
    ask = visitor.page.get_by_role("button", name="Ask a question now")
    await ask.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.box).to_be_focused()
    await visitor.page.keyboard.press("Escape")
    await expect(ask).to_be_focused()


async def test_escape_that_closes_the_chat_does_nothing_else_on_the_page(chat: ChatPage) -> None:
    await chat.page.evaluate(
        "addEventListener('keydown', ({ key }) => { window.escaped = key === 'Escape'; })"
    )
    await chat.page.keyboard.press("Escape")
    assert await chat.page.evaluate("window.escaped") is None


async def test_escape_closes_only_the_menu(chat: ChatPage) -> None:
    await chat.button("More options").press("Enter")
    await chat.page.keyboard.press("Escape")
    await expect(chat.host.locator(".menu-list")).to_be_hidden()
    await expect(chat.button("More options")).to_be_focused()
    await expect(chat.panel).to_be_visible()


async def test_escape_takes_back_only_the_question(chat: ChatPage) -> None:
    await chat.choose_in_menu("Delete my conversation")
    await chat.page.keyboard.press("Escape")
    await expect(chat.dialog).to_be_hidden()
    await expect(chat.button("More options")).to_be_focused()
    await expect(chat.panel).to_be_visible()


async def test_menu_closes_when_the_keyboard_leaves_it(chat: ChatPage) -> None:
    await chat.button("More options").press("Enter")
    await tab_until(chat, "Close chat")
    await expect(chat.host.locator(".menu-list")).to_be_hidden()


async def test_menu_closes_when_something_else_is_pressed(chat: ChatPage) -> None:
    await chat.button("More options").click()
    await chat.log.click(position={"x": 5, "y": 300})
    await expect(chat.host.locator(".menu-list")).to_be_hidden()


async def test_question_that_deletes_has_the_keyboard_on_going_back(chat: ChatPage) -> None:
    await chat.choose_in_menu("Delete my conversation")
    await expect(chat.button("Go back")).to_be_focused()


async def test_pressed_choice_leaves_the_keyboard_on_the_message_that_it_made(
    chat: ChatPage,
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("Hair loss").press("Enter")
    await expect(chat.sent.last).to_be_focused()


async def test_answer_does_not_move_the_keyboard(chat: ChatPage, server: ContractServer) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await chat.page.keyboard.type("and")
    server.release()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.box).to_be_focused()
    await expect(chat.box).to_have_value("and")


async def test_given_feedback_leaves_the_keyboard_on_the_thanks(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("Yes").press("Enter")
    await expect(chat.host.locator(".thanks")).to_be_focused()


async def test_removed_message_leaves_the_keyboard_in_the_box(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.refuse_message.append(Refusal(403, "payload_not_offered"))
    await chat.send("/restart")
    await chat.button("Remove").press("Enter")
    await expect(chat.box).to_be_focused()


async def test_panel_beside_the_page_does_not_hold_the_keyboard(chat: ChatPage) -> None:
    seen = set()
    for _ in range(ENOUGH):
        await chat.page.keyboard.press("Tab")
        seen.add(await chat.page.evaluate("document.activeElement.tagName"))
    assert {"A", "MESOGUIDE-CHAT"} <= seen


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
async def test_panel_that_covers_the_screen_holds_the_keyboard(
    new_page: NewPage, server: ContractServer, key: str
) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await chat.open()
    seen = set()
    for _ in range(ENOUGH):
        await chat.page.keyboard.press(key)
        assert await chat.page.evaluate("document.activeElement.tagName") == "MESOGUIDE-CHAT"
        seen.add(await chat.focused())
    assert {"box", "close", "choice"} <= seen | ({"close"} if "round" in seen else set())


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
async def test_question_over_a_full_screen_holds_the_keyboard(
    new_page: NewPage, server: ContractServer, key: str
) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await chat.open()
    await chat.choose_in_menu("Delete my conversation")
    seen = []
    for _ in range(4):
        await chat.page.keyboard.press(key)
        seen.append(await chat.page.evaluate(_HERE))
    assert {stop.rsplit("|", 1)[-1] for stop in seen} == {"Delete it", "Go back"}


async def test_focus_is_visible_on_every_stop(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    stops = set()
    for _ in range(ENOUGH):
        await chat.page.keyboard.press("Shift+Tab")
        style, width, stop = await chat.page.evaluate(_OUTLINE)
        if stop is None:
            continue
        assert style == "solid", stop
        assert float(width.removesuffix("px")) >= 2, stop
        stops.add(stop)
    assert len(stops) >= 8


_OUTLINE = """() => {
  const inner = document.activeElement.shadowRoot?.activeElement;
  if (!inner) return ["", "", null];
  const { outlineStyle, outlineWidth } = getComputedStyle(inner);
  return [outlineStyle, outlineWidth, inner.textContent || inner.id];
}"""


async def test_chat_that_starts_open_does_not_take_the_keyboard(
    new_page: NewPage, server: ContractServer
) -> None:
    server.pages["/open"] = (
        '<!doctype html><html lang="en"><title>Clinic</title>'
        '<script src="/webhooks/widget/widget.js"></script><input autofocus aria-label="Search">'
        "<mesoguide-chat open></mesoguide-chat></html>"
    )
    chat = await new_page()
    await chat.visit(f"{server.origin}/open")
    await expect(chat.panel).to_be_visible()
    await expect(chat.page.get_by_label("Search")).to_be_focused()
