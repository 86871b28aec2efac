"""Taking the conversation along, leaving it, and deleting it."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.contract_server import ContractServer, Refusal


async def test_copied_conversation_holds_both_sides_and_the_sources(chat: ChatPage) -> None:
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Copy conversation")
    await expect(chat.strip).to_have_text("Copied.")
    text = await chat.page.evaluate("navigator.clipboard.readText()")
    assert "You said:\nWhat can it treat?" in text
    assert "Being on offer does not prove that it works." in text
    assert "Review of 7 trials in sore muscles (2021) https://example.org/a" in text
    assert "call 999 now" in text


async def test_conversation_is_copied_where_the_page_has_no_clipboard(chat: ChatPage) -> None:
    await chat.page.context.grant_permissions(["clipboard-read"])
    await chat.page.evaluate(
        "Object.defineProperty(navigator.clipboard, 'writeText', { value: null })"
    )
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Copy conversation")
    await expect(chat.strip).to_have_text("Copied.")
    assert "What can it treat?" in await chat.page.evaluate("navigator.clipboard.readText()")


async def test_conversation_downloads_as_plain_text(chat: ChatPage, tmp_path: Path) -> None:
    await chat.ask("Show me the plan for hair", 1)
    async with chat.page.expect_download() as download_info:
        await chat.choose_in_menu("Download conversation")
    download = await download_info.value
    await download.save_as(tmp_path / "saved.txt")
    text = (tmp_path / "saved.txt").read_text(encoding="utf-8")
    assert download.suggested_filename == "conversation.txt"
    assert text.startswith("Ask about mesotherapy\nHarbour Skin Clinic\nSaved on ")
    assert "Hair density course\n  Visits: 3 to 4" in text


async def test_deleting_asks_first_and_shows_the_receipt(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    assert server.requests("DELETE", "conversation") == []
    await chat.button("Delete it").click()
    await expect(chat.dialog).to_contain_text("7K4P-2QX9")
    await expect(chat.dialog).to_contain_text("2 messages were deleted.")
    assert server.conversations == {}
    assert await chat.stored() == {}
    await chat.button("Done").click()
    await expect(chat.messages).to_have_count(0)
    await expect(chat.button("What can it treat?")).to_be_visible()
    assert await chat.events("erase") == [None]


async def test_receipt_can_be_copied(chat: ChatPage) -> None:
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await chat.button("Copy receipt").click()
    await expect(chat.dialog).to_contain_text("Copied.")
    assert await chat.page.evaluate("navigator.clipboard.readText()") == "7K4P-2QX9"


async def test_going_back_deletes_nothing(chat: ChatPage, server: ContractServer) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Go back").click()
    await expect(chat.dialog).to_be_hidden()
    await expect(chat.answers).to_have_count(1)
    assert len(server.conversations) == 1


async def test_deletion_that_fails_says_so_and_keeps_everything(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.refuse_erase.append(Refusal(503, "unavailable"))
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await expect(chat.dialog).to_contain_text("could not be deleted")
    await expect(chat.answers).to_have_count(1)
    await chat.button("Delete it").click()
    await expect(chat.dialog).to_contain_text("7K4P-2QX9")


async def test_deleting_before_anything_was_sent_has_nothing_to_delete(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await expect(chat.dialog).to_contain_text("There was nothing on our side to delete.")
    assert server.requests("DELETE", "conversation") == []


async def test_deleting_in_mid_answer_stops_the_answer(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    server.hold()
    await chat.send("And after a visit?")
    await expect(chat.typing).to_be_visible()
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await expect(chat.dialog).to_contain_text("7K4P-2QX9")
    server.release()
    await chat.button("Done").click()
    await expect(chat.messages).to_have_count(0)
    await expect(chat.typing).to_be_hidden()
    assert await chat.stored() == {}


async def test_receipt_waits_for_a_visitor_whose_chat_was_closed_meanwhile(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.host.evaluate(
        """host => {
          host.shadowRoot.querySelector(".danger").click();
          host.close();
        }"""
    )
    await expect(chat.launcher).to_be_visible()
    await chat.open()
    await expect(chat.dialog).to_contain_text("7K4P-2QX9")
    await expect(chat.button("Done")).to_be_focused()


async def test_next_message_after_a_deletion_begins_a_new_conversation(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Delete my conversation")
    await chat.button("Delete it").click()
    await chat.button("Done").click()
    await chat.ask("And after a visit?", 1)
    assert len(server.only_conversation().messages) == 2


async def test_starting_again_says_that_the_clinic_keeps_its_copy(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Start again")
    await expect(chat.dialog).to_contain_text("we keep our copy")
    await chat.dialog.get_by_role("button", name="Start again").click()
    await expect(chat.messages).to_have_count(0)
    assert len(server.conversations) == 1
    await chat.ask("And after a visit?", 1)
    assert len(server.conversations) == 2


async def test_starting_again_offers_to_delete_instead(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.choose_in_menu("Start again")
    await chat.dialog.get_by_role("button", name="Delete my conversation").click()
    await expect(chat.dialog).to_contain_text("Delete your conversation?")
