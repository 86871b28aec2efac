"""Plays scenarios as conversations on Messenger: webhooks in, what Meta was sent out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.received import Received
from tests.conversations.driver import Conversation
from tests.conversations.records import ConversationRows
from tests.conversations.scenario import Scenario
from tests.messenger.messenger_bot import MessengerBot, new_psid

CHANNEL = "messenger"
#: People who talk at once; more would only wait for each other.
AT_ONCE = 6


class MessengerConversation(Conversation):
    """One person's conversation with the clinic's page."""

    channel = CHANNEL

    def __init__(self, bot: MessengerBot) -> None:
        self._bot = bot
        self._psid = new_psid()
        self._received = 0
        rows = ConversationRows(
            bot.conversation_id(self._psid),
            bot.settings.tracker_database_url,
            bot.settings.database_url,
        )
        super().__init__("", rows)

    def send(self, message: str) -> list[dict[str, Any]]:
        """Write, or press what was offered; what comes back has the form of the REST channel."""
        event = webhook_events.text(self._psid, message)
        if message.startswith("/"):
            title = next((b[0] for b in self._buttons() if b[1] == message), "a menu item")
            event = webhook_events.postback(self._psid, title, message)
        assert self._bot.graph.deliver(event).status == 200
        self._bot.settle(self._psid)
        received = self._bot.graph.received(self._psid)
        new, self._received = received[self._received :], len(received)
        return [_as_rest(each) for each in new]

    def _buttons(self) -> list[tuple[str, str]]:
        received = self._bot.graph.received(self._psid)
        return [button for each in reversed(received) for button in each.buttons]


def play_all(bot: MessengerBot, scenarios: list[Scenario]) -> dict[str, AssertionError | None]:
    """Play scenarios side by side, as people write, and return what is wrong with each by name."""

    def play(scenario: Scenario) -> AssertionError | None:
        try:
            MessengerConversation(bot).play(scenario)
        except AssertionError as error:
            return error
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip((s.name for s in scenarios), pool.map(play, scenarios), strict=True))


def offered_on_messenger(scenario: Scenario) -> bool:
    """Tell whether a scenario can be played there; what breaks a part needs a bot of its own."""
    return CHANNEL not in scenario.not_on and not scenario.needs_own_bot


def _as_rest(received: Received) -> dict[str, Any]:
    buttons = [{"title": title, "payload": payload} for title, payload in received.buttons]
    return {"text": received.text, "buttons": buttons}
