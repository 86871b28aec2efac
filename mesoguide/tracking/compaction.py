"""Log compaction: which of a conversation's events a turn still has to read. Pure.

A turn needs the latest turns as they were, and of everything before them only what still holds: the
latest value of each slot, the running form, what was said and what was left open. As in any
compacted log, the last event of each key is kept and the others are left out; no event is changed.
Nothing is deleted: the store keeps the whole history, this says what is read of it.

How far back the dialogue looks is held by ``tests/integration/tracking/test_look_back.py``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

#: Turns that are always read as they were. The dialogue looks back over 10 messages at most
#: (``EARLIER_MESSAGES`` in actions/contact_forms.py) and the policies over 8 actions.
TURNS_KEPT = 10

#: Turns after which the older ones are compacted: so often, and not at every turn.
TURNS_AT_MOST = 15

#: Of what was said before those turns, so many different replies, the latest: whoever asks again
#: hears a reply in other words. After twenty other replies it may as well be the first words.
REPLIES_KEPT = 20

#: Value of a bot message that names the plans it speaks of, as ``actions/turn.py`` sets it.
_PLAN_CODE = "plan_code"

_FRESH_START = (SessionStarted, Restarted)
_REVERTS = (UserUtteranceReverted, ActionReverted)
#: They say what one turn did; once it is over nothing follows from them.
_OF_ONE_TURN = (
    UserUttered,
    ActionExecuted,
    DefinePrevUserUtteredFeaturization,
    EntitiesAdded,
    FollowupAction,
    LoopInterrupted,
)


@dataclass(frozen=True)
class Compacted:
    """What a turn has to read of a session.

    Attributes:
        older: earlier events that still hold.
        recent: the latest turns as they were.
    """

    older: list[Event]
    recent: list[Event]


def compact(
    events: Sequence[Event], *, turns_kept: int = TURNS_KEPT, turns_at_most: int = TURNS_AT_MOST
) -> Compacted | None:
    """Choose the events of the latest session that a turn has to read.

    Args:
        events: a conversation between two turns, oldest first; it may be compacted already.
        turns_kept: how many turns stay as they were.
        turns_at_most: how many turns a session may have before anything is left out.

    Returns:
        What still holds and the latest turns; nothing where the session is short, or lately took
        something back.
    """
    session = latest_session(events)
    turns = [number for number, event in enumerate(session) if isinstance(event, UserUttered)]
    if len(turns) <= turns_at_most:
        return None
    start = _with_listen(session, turns[-turns_kept])
    older, recent = session[:start], session[start:]
    if any(isinstance(event, _REVERTS) for event in recent):
        # It may take back what would be left out.
        return None
    return Compacted(still_holding(older), recent)


def latest_session(events: Iterable[Event]) -> list[Event]:
    """Return the events from the last ``session_started`` on, or all where there is none."""
    session: list[Event] = []
    for event in events:
        if isinstance(event, SessionStarted):
            session = []
        session.append(event)
    return session


def still_holding(events: Sequence[Event]) -> list[Event]:
    """Keep the last event of each key; what was taken back or restarted is gone."""
    kept: dict[Hashable, Event] = {}
    last_message: UserUttered | None = None
    for event in _not_reverted(events):
        if isinstance(event, UserUttered):
            last_message = event
        _take(event, kept, last_message)
    replies = [key for key, event in kept.items() if isinstance(event, BotUttered)]
    for key in replies[:-REPLIES_KEPT]:
        del kept[key]
    held = {id(event) for event in kept.values()}
    return [event for event in events if id(event) in held]


def _take(event: Event, kept: dict[Hashable, Event], last_message: UserUttered | None) -> None:
    """Add an event in place of what it makes void."""
    if isinstance(event, _FRESH_START):
        kept.clear()
        kept["start",] = event
    elif isinstance(event, AllSlotsReset):
        for key in [key for key in kept if isinstance(kept[key], SlotSet)]:
            del kept[key]
    elif isinstance(event, _OF_ONE_TURN):
        if isinstance(event, ActionExecuted):
            kept.pop(("rejected", event.action_name), None)
    else:
        if isinstance(event, ActiveLoop):
            # Rasa hands the message that began a loop on with it.
            kept.pop(("message of the loop",), None)
            if event.name and last_message is not None:
                kept["message of the loop",] = last_message
        _replace(kept, _key(event), event)


def _replace(kept: dict[Hashable, Event], key: Hashable, event: Event) -> None:
    """Put an event at the end, as the latest word on its key."""
    kept.pop(key, None)
    kept[key] = event


def _key(event: Event) -> Hashable:
    """Name what an event says something about; an event of an unknown kind stays for ever."""
    if isinstance(event, SlotSet):
        return "slot", event.key
    if isinstance(event, BotUttered):
        values = event.metadata or {}
        return "bot", values.get("utter_action"), str(values.get(_PLAN_CODE))
    if isinstance(event, ActiveLoop):
        return "loop", event.name
    if isinstance(event, ActionExecutionRejected):
        return "rejected", event.action_name
    if isinstance(event, (ConversationPaused, ConversationResumed)):
        return ("paused",)
    return "other", id(event)


def _not_reverted(events: Sequence[Event]) -> Sequence[Event]:
    """Leave out what was taken back, as Rasa does when it restores a conversation."""
    if not any(isinstance(event, _REVERTS) for event in events):
        return events
    tracker = DialogueStateTracker("compaction", None)
    tracker.events.extend(events)
    start = [event for event in events if isinstance(event, _FRESH_START)]
    return [*start[-1:], *tracker.applied_events()]


def _with_listen(session: Sequence[Event], turn: int) -> int:
    """Return where a turn starts: at the listening before the message, if that is there."""
    before = session[turn - 1] if turn else None
    listened = isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME
    return turn - 1 if listened else turn
