"""Finds the class of an event by a look into a dictionary.

Rasa walks all subclasses of ``Event`` for every event that it reads, which was a quarter of a turn
in a long conversation.
"""

from __future__ import annotations

from functools import lru_cache


def apply() -> None:
    """Remember the class of each kind of event."""
    from rasa.shared.core.events import Event

    # There are some two dozen kinds. An unknown one raises, and that is not remembered.
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=64)(Event.resolve_by_type))
