"""Conversations made at random, with everything that a bot's events can do to one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
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

from mesoguide.tracking.compaction import TURNS_AT_MOST

SLOTS = ("concern", "topic", "stopped_form")
FORMS = ("callback_form", "symptom_form")
REPLIES = ("utter_greet", "utter_plan_cost", "utter_default")
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet", "ask_cost"],
        "forms": {name: {"required_slots": []} for name in FORMS},
        "responses": {name: [{"text": "Hello."}] for name in REPLIES},
        "slots": {
            name: {"type": "any", "mappings": [{"type": "custom"}], "initial_value": initial}
            for name, initial in zip(SLOTS, (None, "origin", None), strict=True)
        },
    }
)

#: What a turn may hold, as the name of an event and its values: events are made when they happen.
Step = tuple[Any, ...]
Turn = list[Step]

_STEPS = st.one_of(
    st.tuples(st.just("slot"), st.sampled_from(SLOTS), st.sampled_from([None, "a", "b", 3, ["a"]])),
    st.tuples(st.just("loop"), st.sampled_from([*FORMS, None])),
    st.tuples(st.just("action"), st.sampled_from([*FORMS, "action_greet", "utter_greet"])),
    st.tuples(st.just("rejected"), st.sampled_from(FORMS)),
    st.tuples(
        st.just("bot"), st.sampled_from(REPLIES), st.sampled_from([None, "HAIR-01", "FACE-01"])
    ),
    st.sampled_from(
        [("reset",), ("pause",), ("resume",), ("entities",), ("interrupted",), ("featurization",)]
    ),
    st.tuples(st.just("followup"), st.sampled_from(["action_greet", "callback_form"])),
)
#: Our own actions never reset all slots, and the dialogue, which reads single slots, does not look
#: for it.
_STEPS_OF_OURS = _STEPS.filter(lambda step: step != ("reset",))
_RARE = st.sampled_from([[("session",)], [("restart",), ("session",)], [("undo",)]])

TURNS = st.lists(st.lists(_STEPS, max_size=6), min_size=1, max_size=30)
TURNS_OF_OURS = st.lists(st.lists(_STEPS_OF_OURS, max_size=6), min_size=1, max_size=30)
#: As long as a session is read whole.
TURNS_WITH_STARTS = st.lists(
    st.one_of(st.lists(_STEPS, max_size=5), st.lists(_STEPS, max_size=5), _RARE),
    min_size=1,
    max_size=TURNS_AT_MOST,
)


def turn_events(number: int, steps: Turn) -> Iterator[Event]:
    """Make the events of one turn, in the order in which Rasa makes them."""
    if number == 0 or ("session",) in steps:
        yield ActionExecuted("action_session_start")
        yield SessionStarted()
        yield ActionExecuted("action_listen")
    intent = {"name": ("greet", "ask_cost")[number % 2], "confidence": 0.9}
    parsed = {"intent": intent, "entities": [], "text": f"message {number}"}
    yield UserUttered(f"message {number}", intent, [], parsed, message_id=f"id-{number}")
    for step in steps:
        if step != ("session",):
            yield _event(*step)
    yield ActionExecuted("action_listen")


def _event(kind: str, *values: Any) -> Event:
    if kind == "bot":
        name, plan = values
        return BotUttered("Hello.", metadata={"utter_action": name, "plan_code": plan})
    if kind == "entities":
        return EntitiesAdded([{"entity": "concern", "value": "hair_loss"}])
    made: dict[str, Any] = {
        "slot": SlotSet,
        "loop": ActiveLoop,
        "action": ActionExecuted,
        "rejected": ActionExecutionRejected,
        "followup": FollowupAction,
        "reset": AllSlotsReset,
        "pause": ConversationPaused,
        "resume": ConversationResumed,
        "restart": Restarted,
        "undo": UserUtteranceReverted,
        "interrupted": lambda: LoopInterrupted(True),
        "featurization": lambda: DefinePrevUserUtteredFeaturization(False),
    }
    event: Event = made[kind](*values)
    return event


def all_events(turns: Sequence[Turn]) -> list[Event]:
    """Make the events of a whole conversation."""
    return [event for number, steps in enumerate(turns) for event in turn_events(number, steps)]


def tracker(events: Sequence[Event], sender: str = "visitor") -> DialogueStateTracker:
    """A conversation as its events leave it."""
    return DialogueStateTracker.from_events(sender, list(events), DOMAIN.slots)


def state(conversation: DialogueStateTracker) -> dict[str, Any]:
    """Everything that a turn finds of a conversation besides its events."""
    message, said = conversation.latest_message, conversation.latest_bot_utterance
    return {
        "slots": conversation.current_slot_values(),
        "loop": conversation.active_loop,
        "message": message and (message.text, message.parse_data, message.message_id),
        "action": conversation.latest_action,
        "said": said and (said.text, said.metadata),
        "followup": conversation.followup_action,
        "paused": conversation.is_paused(),
    }


def written(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events as they are stored."""
    return [event.as_dict() for event in events]


def last_turns(events: Sequence[Event], turns: int) -> list[dict[str, Any]]:
    """The events of the last turns, from the message of the first of them on."""
    starts = [number for number, event in enumerate(events) if isinstance(event, UserUttered)]
    return written(list(events)[starts[-turns] :]) if len(starts) >= turns else written(events)
