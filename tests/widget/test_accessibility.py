"""WCAG 2.2 AA in every state, as far as a machine can tell. ``docs/widget.md`` has the rest."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer
from tests.widget.states import MODES, STATES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations", "incomplete"]}
#: What a WCAG 2.2 target must have at least, in CSS pixels (2.5.8).
LEAST_TARGET = 24
#: What our own style guide asks for.
OUR_TARGET = 44


async def violations(chat: ChatPage) -> list[str]:
    """Return what axe finds wrong on the whole page: the rule, and where."""
    found = await Axe().run(chat.page, options=OPTIONS)
    assert len(found.response["passes"]) > 5, "axe did not look at anything"
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def test_check_finds_a_fault_inside_the_chat(chat: ChatPage) -> None:
    """Were axe not to look into the shadow root, every test below would pass for nothing."""
    await chat.box.evaluate("box => box.labels[0].remove()")
    await chat.box.evaluate("box => box.removeAttribute('placeholder')")
    assert any(fault.startswith("label") for fault in await violations(chat))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("state", STATES)
async def test_state_has_no_violation(
    new_page: NewPage, server: ContractServer, state: str, mode: str
) -> None:
    chat = await new_page(**MODES[mode])
    await chat.visit(server.url())
    await STATES[state](chat, server)
    assert await violations(chat) == []


async def test_forced_colours_have_no_violation(new_page: NewPage, server: ContractServer) -> None:
    chat = await new_page(forced_colors="active")
    await chat.visit(server.url())
    await STATES["plan"](chat, server)
    assert await violations(chat) == []


@pytest.mark.parametrize("state", ["opened", "emergency", "ask_erase"])
async def test_right_to_left_and_french_have_no_violation(
    new_page: NewPage, server: ContractServer, state: str
) -> None:
    chat = await new_page()
    await chat.visit(server.url())
    await STATES[state](chat, server)
    await chat.host.evaluate("host => { host.dir = 'rtl'; host.lang = 'fr'; }")
    await chat.until_event("ready", times=2)
    assert await violations(chat) == []


@pytest.mark.parametrize("accent", ["#ffe14d", "#ff8800", "#888888", "#c0ffee", "#000", "#0044ff"])
async def test_any_accent_colour_can_be_read(
    new_page: NewPage, server: ContractServer, accent: str
) -> None:
    server.config["theme"] = {"--mesoguide-accent": accent}
    chat = await new_page()
    await chat.visit(server.url())
    await STATES["conversation"](chat, server)
    assert await violations(chat) == []


async def test_there_is_one_live_region_and_it_is_polite(chat: ChatPage) -> None:
    regions = chat.host.locator("[aria-live], [role=log], [role=status], [role=alert]")
    await expect(regions).to_have_count(1)
    await expect(regions).to_have_attribute("aria-live", "polite")


async def test_live_region_is_in_the_page_before_the_chat_is_opened(visitor: ChatPage) -> None:
    await expect(visitor.live).to_be_attached()
    await expect(visitor.launcher).to_be_visible()


async def test_answer_is_announced_once_with_its_choices(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    (said,) = [text for text in await chat.announcements() if "Being on offer" in text]
    assert said.startswith("Assistant said: Clinics offer it")
    assert said.endswith("You can choose: Hair loss, Excess fat, Wrinkles.")


async def test_plan_is_announced_as_sentences(chat: ChatPage) -> None:
    await chat.ask("Show me the plan for hair", 1)
    assert "Visits: 3 to 4. Time between: 21 to 30 days." in (await chat.announcements())[-1]


async def test_urgent_answer_says_so_first(chat: ChatPage) -> None:
    await chat.ask("My throat is swelling", 1)
    assert (await chat.announcements())[-1].startswith("Assistant said: Urgent. Call 999 now")


async def test_wait_for_an_answer_is_announced_once(chat: ChatPage, server: ContractServer) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await chat.until_said("The assistant is writing an answer.")
    server.release()
    await expect(chat.answers).to_have_count(1)
    said = await chat.announcements()
    assert said.count("The assistant is writing an answer.") == 1


async def test_quick_answer_is_not_preceded_by_talk_of_writing(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    assert "The assistant is writing an answer." not in await chat.announcements()


async def test_answer_that_comes_while_closed_is_announced_as_a_count(
    chat: ChatPage, server: ContractServer
) -> None:
    await STATES["unread"](await _closed_again(chat), server)
    assert (await chat.announcements())[-2:] == ["1 new message", "2 new messages"]


async def _closed_again(chat: ChatPage) -> ChatPage:
    await chat.button("Close chat").click()
    return chat


async def test_announcements_are_removed_so_that_none_is_found_twice(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page()
    await chat.page.clock.install()
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await chat.page.clock.run_for(11_000)
    await expect(chat.live).to_be_empty()


async def test_open_panel_is_a_named_dialog_that_leaves_the_page_usable(chat: ChatPage) -> None:
    dialog = chat.host.get_by_role("dialog", name="Ask about mesotherapy")
    await expect(dialog).to_be_visible()
    assert await dialog.get_attribute("aria-modal") is None


async def test_panel_that_covers_the_screen_is_a_modal_dialog(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await chat.open()
    await expect(chat.host.get_by_role("dialog")).to_have_attribute("aria-modal", "true")


async def test_closed_chat_is_no_dialog(visitor: ChatPage) -> None:
    await expect(visitor.host.get_by_role("dialog")).to_have_count(0)


async def test_question_over_the_panel_hides_the_rest_from_screen_readers(chat: ChatPage) -> None:
    await chat.choose_in_menu("Delete my conversation")
    dialog = chat.host.get_by_role("alertdialog", name="Delete your conversation?")
    await expect(dialog).to_have_accessible_description(
        "All that you wrote here and all answers are deleted from the chat's records. "
        "This cannot be undone."
    )
    reachable = await chat.host.evaluate(
        "host => [...host.shadowRoot.querySelector('.panel').children]"
        ".filter((child) => !child.inert).map((child) => child.className)"
    )
    assert reachable == ["dialog"]


async def test_message_box_has_a_label_and_its_count_as_description(chat: ChatPage) -> None:
    await expect(chat.box).to_have_accessible_name("Your question")
    await chat.box.fill("x" * 990)
    await expect(chat.box).to_have_accessible_description("10 characters left")


async def test_answers_and_questions_are_a_list_that_says_who_spoke(chat: ChatPage) -> None:
    await chat.ask("And after a visit?", 1)
    items = chat.host.get_by_role("region", name="Conversation").locator("ol > li")
    await expect(items.nth(0)).to_contain_text("You said: And after a visit?")
    await expect(items.nth(1)).to_contain_text("Assistant said: After a visit:")


async def test_answers_are_marked_as_english_on_a_french_page(
    new_page: NewPage, server: ContractServer
) -> None:
    server.pages["/fr"] = (
        '<!doctype html><html lang="fr"><title>Clinique</title>'
        '<script src="/webhooks/widget/widget.js" defer></script></html>'
    )
    chat = await new_page()
    await chat.visit(f"{server.origin}/fr")
    await chat.open()
    await chat.ask("What can it treat?", 1)
    await expect(chat.host.locator(".root")).to_have_attribute("lang", "fr")
    await expect(chat.answers.locator(".text")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("state", STATES)
async def test_every_target_is_large_enough(
    new_page: NewPage, server: ContractServer, state: str
) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await STATES[state](chat, server)
    sizes: list[list[Any]] = await chat.host.evaluate(_TARGETS)
    assert [target for target in sizes if min(target[1:3]) < LEAST_TARGET] == []
    # Links in running text are the exception that WCAG names; buttons have none.
    assert [target for target in sizes if target[3] and min(target[1:3]) < OUR_TARGET - 0.5] == []


_TARGETS = """host => [...host.shadowRoot.querySelectorAll("button,summary,textarea,.call,.foot a")]
  .filter((target) => target.getClientRects().length)
  .map((target) => {
    const { width, height } = target.getBoundingClientRect();
    return [target.textContent || target.id, width, height, target.tagName === "BUTTON"];
  })"""


async def test_strict_page_has_no_violation(new_page: NewPage, server: ContractServer) -> None:
    chat = await new_page()
    await chat.visit(server.url("demo/strict"))
    assert await violations(chat) == []
