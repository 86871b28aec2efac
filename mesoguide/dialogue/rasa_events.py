"""Rasa's events as plain values, newest first: what both servers can read without Rasa."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def newest_first(tracker: DialogueStateTracker) -> Iterator[dict[str, Any]]:
    """Yield the events as an action server receives them, with no more than turns are read from.

    ``Event.as_dict`` would copy whole parse results for a look at a name.
    """
    for event in reversed(tracker.events):
        plain: dict[str, Any] = {"event": event.type_name}
        if isinstance(event, UserUttered):
            plain.update(text=event.text, parse_data=event.parse_data, metadata=event.metadata)
        elif isinstance(event, ActionExecuted):
            plain.update(name=event.action_name)
        elif isinstance(event, BotUttered):
            plain.update(metadata=event.metadata, data=event.data)
        elif isinstance(event, SlotSet):
            plain.update(name=event.key, value=event.value)
        elif isinstance(event, ActiveLoop):
            plain.update(name=event.name)
        yield plain
