"""People who talk all the time, and what became of each of their messages."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from tests.channels.widget_client import WidgetClient

QUESTION = "who invented mesotherapy?"
ANSWER = "Pistor"

#: Seconds for which a person sends a message again that was not answered, as the widget does.
PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.2


@dataclass
class Talker:
    """One person with one conversation.

    Attributes:
        sent: ids of the messages that were answered, in order.
        again: why a message had to be sent again, each time.
        lost: why a message was never answered.
    """

    visitor: WidgetClient
    sent: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def talk(self, stop: threading.Event) -> None:
        """Say something again and again."""
        while not stop.is_set() and not self.lost:
            self.say()
            stop.wait(_PAUSE_SECONDS)

    def say(self) -> None:
        """Say something, and go on until it is answered."""
        message_id, until = str(uuid.uuid4()), time.monotonic() + PATIENCE_SECONDS
        while reason := self._try(message_id):
            self.again.append(reason)
            if time.monotonic() > until:
                self.lost.append(reason)
                return
            time.sleep(_PAUSE_SECONDS)
        self.sent.append(message_id)

    def _try(self, message_id: str) -> str:
        """Send a message; gives back what was wrong with the answer."""
        try:
            answer = self.visitor.say(QUESTION, message_id)
            if answer.status != 200:
                return f"status {answer.status}: {answer.body[:200]!r}"
            lines = answer.lines
        except (OSError, HTTPException, ValueError, AssertionError) as error:
            return f"{type(error).__name__}: {error}"
        whole = lines[-1:] == [{"type": "end"}] and ANSWER in str(lines)
        return "" if whole else f"half an answer: {lines}"


@contextmanager
def talking(port: int, people: int) -> Iterator[Sequence[Talker]]:
    """Have people talk for as long as the block lasts, and until their last answer is there."""
    talkers = [Talker(WidgetClient(port)) for _ in range(people)]
    stop = threading.Event()
    threads = [threading.Thread(target=each.talk, args=(stop,)) for each in talkers]
    for thread in threads:
        thread.start()
    try:
        yield talkers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
