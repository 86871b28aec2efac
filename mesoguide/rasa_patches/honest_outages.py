"""When a conversation cannot be stored or locked, the turn fails and whoever wrote is told so.

Rasa keeps such turns in memory instead, answers as if nothing were wrong, and loses them.
"""

from __future__ import annotations

import logging
from typing import Any

from mesoguide.exceptions import ClinicDataUnavailable

logger = logging.getLogger(__name__)

#: The reply that names the clinic's phone.
APOLOGY = "utter_service_problem"


def apply() -> None:
    """Take away the fallback to memory, and apologise on the channels that do not by themselves."""
    from rasa.core.agent import Agent
    from rasa.core.lock_store import LockError

    with_fallback, handle = Agent._create_tracker_store, Agent.handle_message

    def use_store_alone(store: Any, domain: Any) -> Any:
        """Return the store as it is; Rasa's own choice where none is named."""
        if store is None:
            return with_fallback(store, domain)
        store.domain = domain
        return store

    async def handle_message(self: Any, message: Any) -> Any:
        """Handle a message, or say that it cannot be handled now."""
        try:
            return await handle(self, message)
        except (ClinicDataUnavailable, LockError) as error:
            logger.error("a message by channel %s failed: %s", message.input_channel, error)
            await apologise(self, message)
            return None

    Agent._create_tracker_store = staticmethod(use_store_alone)
    Agent.handle_message = handle_message


async def apologise(agent: Any, message: Any) -> None:
    """Say that a part of the chat does not work, with the clinic's phone."""
    from rasa.shared.core.trackers import DialogueStateTracker

    channel = message.output_channel
    nobody = DialogueStateTracker(message.sender_id, agent.domain.slots)
    reply = await agent.nlg.generate(APOLOGY, nobody, channel.name())
    if reply:
        await channel.send_response(message.sender_id, reply)
