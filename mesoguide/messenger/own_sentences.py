"""What the channel says by itself, outside the conversation proper (``content/messenger.yml``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.messenger.texts import MessengerTexts


class Notice(str, Enum):
    """A sentence of the channel; each value is its key in the file."""

    FIRST = "first"
    TEXT_ONLY = "text_only"
    PERSONAL_DETAILS = "personal_details"
    TURN_FAILED = "turn_failed"
    BOT_IS_BACK = "bot_is_back"


@dataclass(frozen=True)
class OwnSentences:
    """Says the channel's sentences."""

    texts: MessengerTexts

    def message(self, notice: Notice) -> BotMessage:
        """Return a sentence as a message of the bot."""
        return BotMessage(said_at=0.0, text=self.texts.notices[notice.value])
