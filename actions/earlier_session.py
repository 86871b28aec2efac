"""What a visitor left open in an earlier session, while Rasa still hands it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from mesoguide.dialogue import names


@dataclass(frozen=True)
class OpenForm:
    """A form that nobody finished or stopped."""

    form: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def slots(self) -> list[EventType]:
        """Return the details as events."""
        return [SlotSet(name, value) for name, value in self.details.items()]


def form_left_open(events: Sequence[Mapping[str, Any]]) -> OpenForm | None:
    """Find the form that was running when an earlier session ended."""
    form: str | None = None
    details: dict[str, Any] = {}
    for event in events:
        kind, name = event.get("event"), event.get("name")
        if kind == "session_started":
            form, details = None, {}
        elif kind == "active_loop":
            form = name
        elif kind == "slot" and name in names.CONTACT_DETAILS:
            details[name] = event.get("value")
    # Only these are taken up again: what was typed into them is worth keeping.
    if form not in names.CONTACT_FORMS:
        return None
    return OpenForm(form, {name: value for name, value in details.items() if value})
