"""One person's conversation as the demonstration page shows it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from mesoguide.messenger.simulator.received import Received

#: Meta takes the dots away after 20 seconds without an answer (sender-actions).
TYPING_SECONDS = 20.0


class PageSide(Protocol):
    """What the page has sent; the simulator knows."""

    def received(self, psid: str | None = None) -> list[Received]:
        """Return the messages to a person."""

    def last_action(self, psid: str) -> tuple[str, float] | None:
        """Return the latest sender action, and when it came."""


@dataclass
class PersonSaid:
    """One message of the person, or one of staff, who write for the page.

    Attributes:
        state: "sending", "delivered" or "failed".
    """

    id: str
    text: str
    at: float
    who: str = "person"
    state: str = "sending"


@dataclass
class DemoThread:
    """What one person wrote and read."""

    psid: str
    said: list[PersonSaid] = field(default_factory=list)

    def add(self, text: str, *, who: str = "person") -> PersonSaid:
        """Keep what a person or a member of staff wrote."""
        said = PersonSaid(f"p{len(self.said)}", text, time.time(), who)
        self.said.append(said)
        return said

    def shown(self, page: PageSide) -> dict[str, Any]:
        """Return everything that the page draws."""
        messages = page.received(self.psid)
        entries = [asdict(said) for said in self.said]
        entries += [
            {"id": each.message_id, "who": "page", "at": each.at, "message": each.message}
            for each in messages
        ]
        entries.sort(key=lambda entry: float(entry["at"]))
        last = float(entries[-1]["at"]) if entries else 0.0
        action, acted_at = page.last_action(self.psid) or ("", 0.0)
        dots = action == "typing_on" and acted_at >= _last_answer(messages)
        return {
            "psid": self.psid,
            "entries": entries,
            "typing": dots and time.time() - acted_at < TYPING_SECONDS,
            "seen": acted_at >= last > 0 and bool(entries) and entries[-1]["who"] == "person",
        }


def _last_answer(messages: list[Received]) -> float:
    return messages[-1].at if messages else 0.0
