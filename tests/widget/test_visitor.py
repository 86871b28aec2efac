"""What a visitor sees and does, with a server that works."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.contract_server import ContractServer, Refusal
from tests.widget.scripted_answers import message


async def test_emergency_notice_comes_first_and_before_any_message(chat: ChatPage) -> None:
    first = chat.log.locator(".notices > *").first
    await expect(first).to_contain_text("If you feel very ill, call 999 now.")
    await expect(first.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")


async def test_bot_says_that_it_is_a_program_before_any_message(chat: ChatPage) -> None:
    await expect(chat.log).to_contain_text("I am a computer program, not a person.")
    await expect(chat.messages).to_have_count(0)


async def test_emergency_number_stays_in_sight_after_many_messages(chat: ChatPage) -> None:
    for number in range(1, 6):
        await chat.ask("What can it treat?", number)
    await expect(chat.host.locator(".foot a")).to_be_in_viewport()


async def test_nothing_is_stored_or_sent_before_the_first_message(
    chat: ChatPage, server: ContractServer
) -> None:
    assert await chat.stored() == {}
    assert server.conversations == {}


async def test_suggestion_sends_its_payload_and_shows_its_title(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.button("What can it treat?").click()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.sent).to_contain_text("What can it treat?")
    (request,) = server.requests("POST", "messages")
    assert request.body["payload"] == "/ask_uses"
    assert request.body["title"] == "What can it treat?"
    assert "text" not in request.body


async def test_suggestions_go_once_the_conversation_has_begun(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await expect(chat.button("What is mesotherapy?")).to_have_count(0)


async def test_choices_of_an_answer_are_used_once(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("Hair loss").click()
    await expect(chat.answers).to_have_count(2)
    for title in ("Hair loss", "Excess fat", "Wrinkles"):
        await expect(chat.button(title)).to_have_count(0)


async def test_choice_pressed_twice_in_a_hurry_is_sent_once(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("Hair loss").dblclick()
    await expect(chat.answers).to_have_count(2)
    assert len(server.requests("POST", "messages")) == 2


async def test_typed_message_retires_the_choices_before_it(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.ask("And after a visit?", 2)
    await expect(chat.button("Hair loss")).to_have_count(0)


async def test_messages_of_one_answer_keep_their_order(chat: ChatPage) -> None:
    await chat.ask("two messages, please", 2)
    await expect(chat.answers).to_contain_text(
        ["Here is the first part.", "Here is the second part."]
    )


async def test_typing_shows_until_the_answer_is_complete(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    server.release()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.typing).to_be_hidden()


async def test_two_messages_sent_at_once_are_answered_in_order(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await chat.send("And after a visit?")
    server.release()
    await expect(chat.answers).to_have_count(2)
    asked = [request.body["text"] for request in server.requests("POST", "messages")]
    assert asked == ["What can it treat?", "And after a visit?"]


async def test_sources_are_folded_and_open_on_request(chat: ChatPage) -> None:
    await chat.ask("What can it treat?", 1)
    source = chat.host.get_by_role("link", name="Review of 7 trials in sore muscles (2021)")
    await expect(source).to_be_hidden()
    await chat.host.get_by_text("2 sources").click()
    await expect(source).to_have_attribute("href", "https://example.org/a")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")
    await expect(chat.log).to_contain_text("Mesotherapy, an introduction (2010)")


async def test_plan_is_a_table_with_a_title_and_row_headings(chat: ChatPage) -> None:
    await chat.ask("Show me the plan for hair", 1)
    table = chat.host.get_by_role("table", name="Hair density course")
    await expect(table.get_by_role("rowheader")).to_have_text(
        ["Visits", "Time between", "Each visit", "Afterwards", "Questions"]
    )
    await expect(table.get_by_role("cell").first).to_have_text("3 to 4")


async def test_urgent_answer_offers_a_call_to_the_number_that_it_names(chat: ChatPage) -> None:
    await chat.ask("My throat is swelling", 1)
    call = chat.answers.get_by_role("link", name="Call 999")
    await expect(call).to_have_attribute("href", "tel:999")
    await expect(chat.answers).to_contain_text("Urgent")


async def test_urgent_answer_without_the_number_has_no_call_button(
    chat: ChatPage, server: ContractServer
) -> None:
    server.answers["help"] = [message("Call Samaritans now on 116 123.", urgent=True)]
    await chat.ask("help", 1)
    await expect(chat.host.locator(".call")).to_have_count(0)


async def test_dashes_become_a_list_and_addresses_become_links(chat: ChatPage) -> None:
    await chat.ask("What do I do after a visit?", 1)
    await expect(chat.answers.locator(".text li")).to_have_count(3)
    web = chat.answers.get_by_role("link", name="https://example.org/after")
    await expect(web).to_have_attribute("href", "https://example.org/after")
    mail = chat.answers.get_by_role("link", name="care@example.org")
    await expect(mail).to_have_attribute("href", "mailto:care@example.org")


async def test_helpful_answer_is_told_to_the_server(chat: ChatPage, server: ContractServer) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("Yes").click()
    await expect(chat.log).to_contain_text("Thank you for telling us.")
    assert server.ratings == [{"answer_id": "answer-uses", "helpful": True}]


async def test_answer_of_two_messages_asks_once_whether_it_helped(chat: ChatPage) -> None:
    await chat.ask("Show me the details", 2)
    asked = chat.host.locator(".feedback:visible")
    await expect(asked).to_have_count(1)
    await expect(chat.answers.last.locator(".feedback")).to_be_visible()


async def test_unhelpful_answer_is_told_at_once_and_the_reason_after(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("No").click()
    reason = chat.host.get_by_label("What was wrong or missing?")
    await reason.fill("I asked about my knee")
    await chat.host.locator(".reason").get_by_role("button", name="Send").click()
    await expect(chat.log).to_contain_text("Thank you for telling us.")
    no = {"answer_id": "answer-uses", "helpful": False}
    assert server.ratings == [no, {**no, "reason": "I asked about my knee"}]


async def test_too_long_a_reason_is_counted_and_kept(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await chat.button("No").click()
    await chat.host.get_by_label("What was wrong or missing?").fill("x" * 503)
    await chat.host.locator(".reason").get_by_role("button", name="Send").click()
    await expect(chat.host.locator(".reason")).to_contain_text("3 characters too long")
    assert [rating for rating in server.ratings if "reason" in rating] == []


async def test_no_that_could_not_be_saved_is_saved_with_the_reason(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.refuse_feedback.append(Refusal(503, "unavailable"))
    await chat.ask("What can it treat?", 1)
    await chat.button("No").click()
    await expect(chat.host.locator(".reason")).to_contain_text("This could not be saved.")
    await chat.host.locator(".reason").get_by_role("button", name="Send").click()
    await expect(chat.log).to_contain_text("Thank you for telling us.")
    assert server.ratings == [{"answer_id": "answer-uses", "helpful": False}]


async def test_feedback_that_fails_can_be_given_again(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.refuse_feedback.append(Refusal(503, "unavailable"))
    await chat.ask("What can it treat?", 1)
    await chat.button("Yes").click()
    await expect(chat.log).to_contain_text("This could not be saved. Try again.")
    await chat.until_said("This could not be saved. Try again.")
    await chat.button("Yes").click()
    await expect(chat.log).to_contain_text("Thank you for telling us.")


async def test_answer_without_an_id_is_not_rated(chat: ChatPage) -> None:
    await chat.ask("My throat is swelling", 1)
    await expect(chat.host.locator(".feedback")).to_have_count(0)


async def test_characters_left_are_counted_near_the_limit(chat: ChatPage) -> None:
    await chat.box.fill("x" * 799)
    await expect(chat.count).to_be_hidden()
    await chat.box.fill("x" * 990)
    await expect(chat.count).to_have_text("10 characters left")


async def test_too_long_a_message_is_neither_cut_nor_sent(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.send("é" * 1001)
    await expect(chat.count).to_have_text("1 character too long. Shorten it to send it.")
    await expect(chat.box).to_have_value("é" * 1001)
    await expect(chat.box).to_have_attribute("aria-invalid", "true")
    assert server.requests("POST", "messages") == []


async def test_message_of_exactly_the_limit_is_sent(chat: ChatPage, server: ContractServer) -> None:
    # Two UTF-16 units each: the server counts code points, and so do we.
    await chat.ask("\N{SYRINGE}" * 1000, 1)
    assert len(server.requests("POST", "messages")[0].body["text"]) == 1000


async def test_message_with_more_bytes_than_the_server_takes_is_held_back(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.send("\u0001" * 900)
    await expect(chat.count).to_contain_text("too long")
    assert server.requests("POST", "messages") == []


async def test_shift_enter_begins_a_new_line(chat: ChatPage, server: ContractServer) -> None:
    await chat.box.fill("first")
    await chat.box.press("Shift+Enter")
    await chat.page.keyboard.type("second")
    await chat.box.press("Enter")
    await expect(chat.answers).to_have_count(1)
    await expect(chat.sent).to_contain_text("first\nsecond", use_inner_text=True)
    assert server.requests("POST", "messages")[0].body["text"] == "first\nsecond"


async def test_enter_that_picks_a_word_being_composed_sends_nothing(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.box.fill("にほん")
    await chat.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(chat.box).to_have_value("にほん")
    await expect(chat.messages).to_have_count(0)


@pytest.mark.parametrize("text", ["", "   ", "\n\n"], ids=["nothing", "blanks", "lines"])
async def test_empty_message_is_not_sent_and_says_why(chat: ChatPage, text: str) -> None:
    await chat.send(text)
    await chat.until_said("Type a question first.")
    await expect(chat.messages).to_have_count(0)


async def test_message_box_grows_with_its_text_and_shrinks_again(chat: ChatPage) -> None:
    await chat.box.fill("one\ntwo\nthree")
    await expect(chat.box).to_have_attribute("rows", "3")
    await chat.box.fill("line\n" * 30)
    await expect(chat.box).to_have_attribute("rows", "6")
    await chat.box.fill("one")
    await expect(chat.box).to_have_attribute("rows", "1")


async def test_answers_that_come_while_closed_are_counted(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("two messages, please")
    await expect(chat.typing).to_be_visible()
    await chat.button("Close chat").click()
    server.release()
    await expect(chat.badge).to_have_text("2")
    await expect(chat.launcher).to_have_accessible_name("Ask a question (2 new messages)")
    await chat.open()
    await chat.button("Close chat").click()
    await expect(chat.badge).to_be_hidden()


async def test_long_answer_is_shown_from_its_beginning(
    chat: ChatPage, server: ContractServer
) -> None:
    server.answers["long"] = [message("\n\n".join(f"Paragraph {n}." for n in range(40)))]
    await chat.ask("long", 1)
    await expect(chat.answers.get_by_text("Paragraph 0.")).to_be_in_viewport()
    await expect(chat.sent).to_be_in_viewport()
    await chat.host.locator(".newest").click()
    await expect(chat.answers.get_by_text("Paragraph 39.")).to_be_in_viewport()
    await expect(chat.host.locator(".newest")).to_be_hidden()


async def test_visitor_who_reads_further_up_is_left_there(
    chat: ChatPage, server: ContractServer
) -> None:
    for number in range(1, 5):
        await chat.ask("What can it treat?", number)
    server.hold()
    await chat.send("And after a visit?")
    await chat.log.evaluate("log => { log.scrollTop = 0; }")
    await expect(chat.host.locator(".newest")).to_be_visible()
    server.release()
    await expect(chat.answers).to_have_count(5)
    assert await chat.log.evaluate("log => log.scrollTop") == 0
