"""Slow servers, absent servers and all between: no message is lost, none is answered twice."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer, Refusal


@pytest.fixture
def asked(server: ContractServer) -> AskedIds:
    return AskedIds(server)


class AskedIds:
    """The ids under which messages reached the server, in order."""

    def __init__(self, server: ContractServer) -> None:
        self._server = server

    def __call__(self) -> list[str]:
        return [request.body["id"] for request in self._server.requests("POST", "messages")]


async def open_chat_with_clock(new_page: NewPage, server: ContractServer) -> ChatPage:
    """A visitor whose clock the test moves on."""
    chat = await new_page()
    await chat.page.clock.install()
    await chat.visit(server.url())
    await chat.open()
    return chat


async def test_message_to_a_stopped_server_is_kept_marked_and_sent_when_it_is_back(
    chat: ChatPage, server: ContractServer
) -> None:
    await server.stop()
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("Not sent yet. We will try again.")
    await expect(chat.strip).to_contain_text("We keep your messages and try again.")
    await server.start()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.strip).to_be_hidden()
    assert len(server.only_conversation().turns) == 1


async def test_server_that_stops_between_two_messages_answers_the_second_after_its_return(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    await server.stop()
    await chat.send("And after a visit?")
    await expect(chat.sent.last).to_contain_text("Not sent yet.")
    await server.start()
    await expect(chat.answers).to_have_count(2)


async def test_visitor_can_try_again_without_waiting(
    chat: ChatPage, server: ContractServer
) -> None:
    await server.stop()
    await chat.send("What can it treat?")
    again = chat.button("Try again")
    await expect(again).to_be_visible()
    await server.start()
    await again.click()
    await expect(chat.answers).to_have_count(1)


async def test_connection_lost_in_mid_answer_is_mended_without_a_second_turn(
    chat: ChatPage, server: ContractServer, asked: AskedIds
) -> None:
    server.faults.drop_after.append(1)
    await chat.send("two messages, please")
    await expect(chat.answers).to_have_count(1)
    server.break_off()
    await expect(chat.answers).to_have_text(
        ["Assistant said: Here is the first part.", "Assistant said: Here is the second part."]
    )
    assert len(asked()) == 2
    assert len(set(asked())) == 1
    assert len(server.only_conversation().messages) == 3


async def test_message_mended_after_a_lost_connection_is_announced_once(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.drop_after.append(1)
    await chat.send("two messages, please")
    await chat.until_said("first part")
    server.break_off()
    await chat.until_said("second part")
    said = [text for text in await chat.announcements() if "part" in text]
    assert len(said) == 2


async def test_connection_lost_before_the_answer_is_mended(
    chat: ChatPage, server: ContractServer, asked: AskedIds
) -> None:
    server.faults.drop_after.append(0)
    await chat.ask("What can it treat?", 1)
    assert len(set(asked())) == 1


async def test_answer_without_its_end_is_asked_for_again(
    chat: ChatPage, server: ContractServer, asked: AskedIds
) -> None:
    server.faults.drop_after.append(2)
    await chat.send("two messages, please")
    await expect(chat.answers).to_have_count(2)
    server.break_off()
    # The time stands under a message that has arrived for good.
    await expect(chat.sent.locator("time")).to_be_visible()
    await expect(chat.answers).to_have_count(2)
    assert len(asked()) == 2


async def test_offline_visitor_is_told_and_the_message_goes_out_on_return(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.page.context.set_offline(True)
    await expect(chat.strip).to_have_text(
        "You are offline. Your messages are kept here and sent when you are back."
    )
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("Not sent yet.")
    await chat.page.context.set_offline(False)
    await expect(chat.answers).to_have_count(1)
    await expect(chat.strip).to_be_hidden()


async def test_too_many_messages_wait_as_long_as_the_server_asks(
    new_page: NewPage, server: ContractServer, asked: AskedIds
) -> None:
    chat = await open_chat_with_clock(new_page, server)
    server.faults.refuse_message.append(Refusal(429, "too_many", retry_after=20))
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("Waiting to be sent")
    await chat.page.clock.run_for(15_000)
    assert len(asked()) == 1
    await chat.page.clock.run_for(6_000)
    await expect(chat.answers).to_have_count(1)


async def test_busy_server_is_tried_again(
    chat: ChatPage, server: ContractServer, asked: AskedIds
) -> None:
    server.faults.refuse_message.append(Refusal(503, "unavailable"))
    await chat.ask("What can it treat?", 1)
    assert len(asked()) == 2


async def test_message_waits_for_the_visitor_after_a_minute_of_trying(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await open_chat_with_clock(new_page, server)
    await server.stop()
    await chat.send("What can it treat?")
    await chat.send("And after a visit?")
    for tries in range(1, 8):
        await chat.until_event("error", times=tries)
        await chat.page.clock.run_for(31_000)
    await expect(chat.sent).to_contain_text(["Not sent.", "Not sent."])
    await server.start()
    await chat.button("Try again").first.click()
    await expect(chat.answers).to_have_count(1)


async def test_new_message_takes_the_unsent_ones_with_it_in_order(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await open_chat_with_clock(new_page, server)
    await server.stop()
    await chat.send("What can it treat?")
    for tries in range(1, 8):
        await chat.until_event("error", times=tries)
        await chat.page.clock.run_for(31_000)
    await expect(chat.sent).to_contain_text("Not sent.")
    await server.start()
    await chat.send("And after a visit?")
    await expect(chat.answers).to_have_count(2)
    asked = [request.body["text"] for request in server.requests("POST", "messages")]
    assert asked == ["What can it treat?", "And after a visit?"]


async def test_slow_answer_is_explained_and_then_a_phone_number_is_offered(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await open_chat_with_clock(new_page, server)
    server.hold()
    await chat.send("What can it treat?")
    await server.until_asked("POST", "messages")
    await chat.page.clock.run_for(9_000)
    await expect(chat.strip).to_have_text(
        "This takes longer than usual. Your question is not lost."
    )
    await chat.page.clock.run_for(18_000)
    await expect(chat.strip.get_by_role("link")).to_have_attribute("href", "tel:+441632960123")
    server.release()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.strip).to_be_hidden()


async def test_server_that_falls_silent_is_asked_again_under_the_same_id(
    new_page: NewPage, server: ContractServer, asked: AskedIds
) -> None:
    chat = await open_chat_with_clock(new_page, server)
    server.hold()
    await chat.send("What can it treat?")
    # The page counts the silence from its request on, not from "Sending".
    await server.until_asked("POST", "messages")
    await chat.page.clock.run_for(46_000)
    await chat.until_event("error")
    server.release()
    await chat.page.clock.run_for(2_000)
    await expect(chat.answers).to_have_count(1)
    assert len(set(asked())) == 1


async def test_refused_message_shows_the_servers_reason_and_can_be_edited(
    chat: ChatPage, server: ContractServer
) -> None:
    refusal = Refusal(403, "payload_not_offered", "Type your question in words.")
    server.faults.refuse_message.append(refusal)
    await chat.send("/restart")
    await expect(chat.sent).to_contain_text("Not sent. Type your question in words.")
    await chat.button("Edit").click()
    await expect(chat.box).to_have_value("/restart")
    await expect(chat.box).to_be_focused()
    await expect(chat.messages).to_have_count(0)
    assert [key for key in await chat.stored() if "unsent" in key] == []


async def test_refused_message_can_be_removed(chat: ChatPage, server: ContractServer) -> None:
    server.faults.refuse_message.append(Refusal(403, "payload_not_offered"))
    await chat.send("/restart")
    await chat.button("Remove").click()
    await expect(chat.messages).to_have_count(0)
    assert [key for key in await chat.stored() if "unsent" in key] == []


async def test_refused_message_does_not_hold_up_the_next(
    chat: ChatPage, server: ContractServer
) -> None:
    server.faults.refuse_message.append(Refusal(422, "message_too_long"))
    await chat.send("an odd message")
    await chat.ask("What can it treat?", 1)
    await expect(chat.sent.first).to_contain_text("Not sent.")


async def test_turn_that_failed_can_be_tried_again_under_the_same_id(
    chat: ChatPage, server: ContractServer, asked: AskedIds
) -> None:
    server.faults.turn_errors.append("turn_failed")
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("The bot could not answer.")
    await chat.button("Try again").click()
    await expect(chat.answers).to_have_count(1)
    assert len(set(asked())) == 1


async def test_expired_session_begins_a_new_one_and_delivers_the_message(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    server.conversations.clear()
    await chat.send("And after a visit?")
    await expect(chat.answers).to_have_count(1)
    await expect(chat.answers).to_contain_text("Do not rub it.")
    await expect(chat.strip).to_have_text("Your earlier conversation has ended. This is a new one.")
    assert len(server.conversations) == 1


async def test_session_that_is_refused_tells_why(chat: ChatPage, server: ContractServer) -> None:
    refusal = Refusal(403, "origin_not_allowed", "This website may not use the chat.")
    server.faults.refuse_session.append(refusal)
    await chat.send("What can it treat?")
    await expect(chat.sent).to_contain_text("This website may not use the chat.")


async def test_chat_without_its_configuration_still_warns_and_works(
    new_page: NewPage, server: ContractServer
) -> None:
    server.faults.refuse_config += [Refusal(503, "unavailable")] * 2
    chat = await new_page()
    await chat.visit(server.url())
    await chat.open()
    await expect(chat.log).to_contain_text("If you feel very ill, call an ambulance now.")
    await expect(chat.log).to_contain_text("You are talking to a computer program, not a person.")
    await chat.ask("What can it treat?", 1)


async def test_configuration_that_failed_is_fetched_again_on_opening(
    new_page: NewPage, server: ContractServer
) -> None:
    server.faults.refuse_config.append(Refusal(503, "unavailable"))
    chat = await new_page()
    await chat.visit(server.url())
    await chat.open()
    await expect(chat.log).to_contain_text("call 999 now")


async def test_history_that_cannot_be_loaded_is_told_and_does_not_stop_the_chat(
    chat: ChatPage, server: ContractServer
) -> None:
    await chat.ask("What can it treat?", 1)
    server.faults.refuse_history.append(Refusal(503, "unavailable"))
    await chat.page.reload()
    await expect(chat.strip).to_contain_text("could not be loaded. They are not lost.")
    await chat.send("And after a visit?")
    # The server answers again, so the earlier messages come too.
    await expect(chat.answers).to_have_count(2)
    await expect(chat.sent).to_contain_text(["What can it treat?", "And after a visit?"])
