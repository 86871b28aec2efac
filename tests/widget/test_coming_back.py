"""The conversation over reloads, pages and tabs, and what the browser keeps of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from playwright.async_api import Browser, expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer


async def unsent(chat: ChatPage) -> list[dict[str, Any]]:
    """Return the unsent messages that the browser keeps."""
    stored = await chat.stored()
    return [json.loads(value) for key, value in stored.items() if ":unsent:" in key]


async def second_tab(new_page: NewPage, chat: ChatPage, server: ContractServer) -> ChatPage:
    """The same visitor's other tab, with the chat open."""
    other = await new_page(chat.page.context)
    await other.visit(server.url())
    await other.open()
    return other


async def test_conversation_is_back_after_a_reload_with_the_panel_open(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.page.reload()
    await expect(chat.panel).to_be_visible()
    await expect(chat.sent).to_contain_text("What can it treat?")
    await expect(chat.answers).to_contain_text("Being on offer does not prove that it works.")
    await expect(chat.button("Hair loss")).to_be_visible()


async def test_reload_does_not_move_the_keyboard_into_the_chat(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.page.reload()
    await expect(chat.answers).to_have_count(1)
    assert await chat.focused() == "body"


async def test_messages_that_were_seen_are_neither_unread_nor_announced_again(
    chat: ChatPage,
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.page.reload()
    await expect(chat.answers).to_have_count(1)
    assert await chat.announcements() == []
    await chat.button("Close chat").click()
    await expect(chat.badge).to_be_hidden()


async def test_conversation_goes_along_to_another_page(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.page.goto(server.url("demo/strict"))
    await expect(chat.answers).to_have_count(1)


async def test_chat_that_was_closed_stays_closed_on_the_next_page(
    chat: ChatPage, server: ContractServer
) -> None:
    server.pages["/open"] = (
        '<!doctype html><html lang="en"><script src="/webhooks/widget/widget.js"></script>'
        "<mesoguide-chat open></mesoguide-chat>"
    )
    await chat.button("Close chat").click()
    await chat.visit(f"{server.origin}/open")
    await expect(chat.launcher).to_be_visible()
    await expect(chat.panel).to_be_hidden()


async def test_only_the_token_is_kept_once_the_answer_is_there(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    stored = await chat.stored()
    assert [key.split(":")[1] for key in stored] == ["token"]


async def test_unsent_message_is_kept_until_it_is_answered(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    assert [draft["text"] for draft in await unsent(chat)] == ["What can it treat?"]
    server.release()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.sent.locator("time")).to_be_visible()
    assert await unsent(chat) == []


async def test_reload_in_mid_answer_loses_and_repeats_nothing(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    await chat.page.reload()
    await expect(chat.sent).to_have_count(1)
    server.release()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.sent).to_have_count(1)
    assert len(server.only_conversation().turns) == 1
    assert await unsent(chat) == []


async def test_reload_after_half_an_answer_brings_the_other_half(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.drop_after.append(1)
    await chat.send("two messages, please")
    await expect(chat.answers).to_have_count(1)
    await chat.page.reload()
    server.break_off()
    await expect(chat.answers).to_have_count(2)
    await expect(chat.sent).to_have_count(1)


async def test_answer_to_a_message_of_the_page_before_is_counted_on_the_launcher(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    await chat.button("Close chat").click()
    await chat.page.reload()
    server.release()
    await expect(chat.badge).to_have_text("1")


async def test_old_unsent_message_waits_for_the_visitor(
    chat: ChatPage, server: ContractServer
) -> None:
    await server.stop()
    await chat.send("My knee hurts")
    await expect(chat.sent).to_contain_text("Not sent yet.")
    await chat.page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((name) => name.includes(":unsent:"));
          const draft = JSON.parse(localStorage[key]);
          localStorage[key] = JSON.stringify({ ...draft, at: draft.at - 3_600_000 });
        }"""
    )
    await server.start()
    await chat.page.reload()
    await expect(chat.sent).to_contain_text("Not sent.")
    assert server.requests("POST", "messages") == []
    await chat.button("Try again").click()
    await expect(chat.answers).to_have_count(1)


async def test_forgotten_session_begins_anew_with_a_word_about_it(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    server.conversations.clear()
    await chat.page.reload()
    await expect(chat.strip).to_contain_text("Your earlier conversation has ended.")
    await expect(chat.messages).to_have_count(0)
    assert await chat.stored() == {}


async def test_message_sent_in_one_tab_appears_in_the_other(
    chat: ChatPage, server: ContractServer, new_page: NewPage
) -> None:
    await chat.ask("What can it treat?", 1)
    other = await second_tab(new_page, chat, server)
    await expect(other.answers).to_have_count(1)
    await other.ask("And after a visit?", 2)
    await expect(chat.answers).to_have_count(2)
    await expect(chat.sent).to_contain_text(["What can it treat?", "And after a visit?"])
    assert len(server.conversations) == 1


async def test_tabs_opened_before_the_first_message_share_one_conversation(
    chat: ChatPage, server: ContractServer, new_page: NewPage
) -> None:
    other = await second_tab(new_page, chat, server)
    await chat.ask("What can it treat?", 1)
    await expect(other.answers).to_have_count(1)
    await other.ask("And after a visit?", 2)
    assert len(server.conversations) == 1


async def test_two_tabs_that_send_at_once_lose_and_repeat_nothing(
    chat: ChatPage, server: ContractServer, new_page: NewPage
) -> None:
    await chat.ask("What can it treat?", 1)
    other = await second_tab(new_page, chat, server)
    await asyncio.gather(chat.send("And after a visit?"), other.send("Show me the plan"))
    for tab in (chat, other):
        await expect(tab.answers).to_have_count(3)
        await expect(tab.sent).to_have_count(3)
    assert len(server.only_conversation().turns) == 3


async def test_tab_opened_in_mid_answer_does_not_ask_a_second_time(
    chat: ChatPage, server: ContractServer, new_page: NewPage
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    other = await second_tab(new_page, chat, server)
    await expect(other.sent).to_have_count(1)
    server.release()
    await expect(other.answers).to_have_count(1)
    await expect(chat.answers).to_have_count(1)
    assert len(server.requests("POST", "messages")) == 1


async def test_deleting_in_one_tab_empties_the_other(
    chat: ChatPage, server: ContractServer, new_page: NewPage
) -> None:
    await chat.ask("What can it treat?", 1)
    other = await second_tab(new_page, chat, server)
    await expect(other.answers).to_have_count(1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await expect(other.messages).to_have_count(0)
    await expect(other.strip).to_have_text("The conversation was ended in another tab.")
    await other.ask("And after a visit?", 1)
    assert len(server.conversations) == 1


async def test_browser_without_storage_keeps_the_conversation_for_the_page(
    new_page: NewPage, server: ContractServer, browser: Browser
) -> None:
    chat = await new_page()
    await chat.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, { get() { throw new DOMException("no"); } });"""
    )
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await chat.ask("And after a visit?", 2)
    assert len(server.conversations) == 1


async def test_browser_with_full_storage_keeps_the_conversation_for_the_page(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page()
    await chat.page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
    )
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await chat.ask("And after a visit?", 2)
    assert len(server.conversations) == 1


async def test_storage_with_nonsense_in_it_does_no_harm(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page()
    await chat.page.add_init_script(
        f"""localStorage["mesoguide-chat:unsent:{server.url("")}:1"] = '[{{"id":1}}, null, "x"';
            localStorage["mesoguide-chat:unsent:{server.url("")}:2"] = '{{"id":[],"at":"soon"}}';
            sessionStorage["mesoguide-chat:open:{server.url("")}"] = "perhaps";"""
    )
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)


async def test_two_hundred_messages_are_shown_and_the_newest_is_in_sight(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    conversation = server.only_conversation()
    turn = conversation.messages
    conversation.messages = [
        {**message, "id": f"{number}-{message['from']}"}
        for number in range(120)
        for message in turn
    ]
    await chat.page.reload()
    await expect(chat.messages).to_have_count(200)
    await expect(chat.answers.last).to_be_in_viewport()
    await expect(chat.button("Hair loss")).to_have_count(1)
    # Nothing that is drawn is drawn again, so the 201st costs no more than the first.
    await chat.messages.evaluate_all("all => all.forEach((one) => { one.drawnBefore = true; })")
    await chat.send("And after a visit?")
    await expect(chat.answers.last).to_contain_text("Do not rub it.")
    drawn = await chat.messages.evaluate_all("all => all.filter((one) => one.drawnBefore).length")
    assert drawn >= 198
