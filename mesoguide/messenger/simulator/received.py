"""What the simulator has taken, by person and in order; kept over a restart."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Received:
    """One message of the page to a person.

    Attributes:
        message: the ``message`` object, without its metadata.
        at: seconds since 1970.
    """

    psid: str
    message_id: str
    message: dict[str, Any]
    metadata: str | None
    at: float

    @property
    def text(self) -> str:
        """The words of a text message or of a button template; empty for cards."""
        payload = (self.message.get("attachment") or {}).get("payload") or {}
        return str(self.message.get("text") or payload.get("text") or "")

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """What can be pressed and sends something: title and payload, quick replies last."""
        payload = (self.message.get("attachment") or {}).get("payload") or {}
        elements = payload.get("elements") or [payload]
        pressed = [button for element in elements for button in element.get("buttons") or ()]
        pressed += self.message.get("quick_replies") or ()
        return [(each["title"], each["payload"]) for each in pressed if "payload" in each]


class Ledger:
    """Messages, sender actions and the profile of the page."""

    def __init__(self, file: Path | None = None) -> None:
        """Makes an empty ledger, or reads the one in the file.

        Args:
            file: where to keep it; in memory alone unless given.
        """
        self._file = file
        self._changed = threading.Condition()
        self._messages: list[Received] = []
        self._actions: list[tuple[str, str, float]] = []
        self._last_written: dict[str, float] = {}
        self.profile: dict[str, Any] = {}
        if file is not None and file.exists():
            self._read(json.loads(file.read_text(encoding="utf-8")))

    def add_message(self, psid: str, message: dict[str, Any]) -> Received:
        """Keep a message and give it an id."""
        content = {key: value for key, value in message.items() if key != "metadata"}
        received = Received(
            psid, f"m_{secrets.token_urlsafe(24)}", content, message.get("metadata"), time.time()
        )
        with self._changed:
            self._messages.append(received)
            self._kept()
        return received

    def add_action(self, psid: str, action: str) -> None:
        """Keep a sender action."""
        with self._changed:
            self._actions.append((psid, action, time.time()))
            self._kept()

    def set_profile(self, profile: dict[str, Any]) -> None:
        """Replace the profile."""
        with self._changed:
            self.profile = profile
            self._kept()

    def person_wrote(self, psid: str) -> None:
        """Open the 24 hours in which the page may answer a person."""
        with self._changed:
            self._last_written[psid] = time.time()
            self._kept()

    def last_written(self, psid: str) -> float | None:
        """Return when a person last wrote, in seconds since 1970."""
        with self._changed:
            return self._last_written.get(psid)

    def messages(self, psid: str | None = None) -> list[Received]:
        """Return the messages to one person, or to all, in order."""
        with self._changed:
            return [each for each in self._messages if psid in (None, each.psid)]

    def actions(self, psid: str) -> list[str]:
        """Return the sender actions towards a person, in order."""
        with self._changed:
            return [action for whom, action, _ in self._actions if whom == psid]

    def last_action(self, psid: str) -> tuple[str, float] | None:
        """Return the latest sender action towards a person, and when it came."""
        with self._changed:
            of_person = [(action, at) for whom, action, at in self._actions if whom == psid]
            return of_person[-1] if of_person else None

    def wait_for(self, psid: str, count: int, timeout_seconds: float) -> list[Received]:
        """Wait until a person has so many messages, and return all that came.

        Raises:
            TimeoutError: if they do not come in time; tells how many did.
        """

        def enough() -> bool:
            return sum(each.psid == psid for each in self._messages) >= count

        with self._changed:
            if not self._changed.wait_for(enough, timeout_seconds):
                came = sum(each.psid == psid for each in self._messages)
                raise TimeoutError(f"{came} of {count} messages came in {timeout_seconds} s")
        return self.messages(psid)

    def _kept(self) -> None:
        self._changed.notify_all()
        if self._file is None:
            return
        kept = {
            "messages": [asdict(each) for each in self._messages],
            "actions": self._actions,
            "last_written": self._last_written,
            "profile": self.profile,
        }
        # A rename is whole or not at all, whenever the process is killed.
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(self._file)

    def _read(self, kept: dict[str, Any]) -> None:
        self._messages = [Received(**each) for each in kept["messages"]]
        self._actions = [(psid, action, at) for psid, action, at in kept["actions"]]
        self._last_written = kept["last_written"]
        self.profile = kept["profile"]
