"""What a visitor left open in an earlier session, while Rasa still hands it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from mesoguide.dialogue import names

#: Only these are taken up again: what was typed into them is worth keeping.
_FORMS = (names.CALLBACK_FORM, names.APPOINTMENT_FORM)
_DETAILS = (
    names.CONTACT_NAME,
    names.CONTACT_PHONE,
    names.CONTACT_EMAIL,
    names.BEST_TIME,
    names.CONTACT_TOPIC,
    names.PATIENT_STATUS,
    names.VISIT_REQUEST,
)


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
        elif kind == "slot" and name in _DETAILS:
            details[name] = event.get("value")
    if form not in _FORMS:
        return None
    return OpenForm(form, {name: value for name, value in details.items() if value})
