"""Our changes do to Rasa what they say, and Rasa still has the shape that they expect."""

from __future__ import annotations

import inspect
import logging
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from mesoguide import rasa_patches
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ClinicDataUnavailable, RasaChanged
from mesoguide.ops.settings import PROJECT_ROOT
from tests.unit.rasa_patches.kept_rasa import REPLACED, keep_rasa

APOLOGY = "I am sorry. Please call us."
SECRET = "zanzibarquux"  # noqa: S105 - what a visitor wrote, looked for in logs
DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "responses": {"utter_service_problem": [{"text": APOLOGY}], "utter_greet": [{"text": "a"}]},
    }
)


@pytest.fixture(autouse=True)
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our changes, for one test."""
    keep_rasa(monkeypatch)
    rasa_patches.apply()


# ---- The release ----


def test_other_release_of_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_patches, "PATCHED_RASA", "3.6.20")

    with pytest.raises(RasaChanged, match=r"3\.6\.21"):
        rasa_patches.apply()


def test_every_change_replaces_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    before = [owner.__dict__[name] for owner, name in REPLACED]
    keep_rasa(monkeypatch)

    rasa_patches.apply()

    after = [owner.__dict__[name] for owner, name in REPLACED]
    assert all(new is not old for new, old in zip(after, before, strict=True))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Event.resolve_by_type, ["type_name", "default"]),
        (RemoteAction._validate_action_result, ["self", "result"]),
        (
            RulePolicy.predict_action_probabilities,
            ["self", "tracker", "domain", "rule_only_data", "kwargs"],
        ),
        (Agent._create_tracker_store, ["store", "domain"]),
        (Agent.handle_message, ["self", "message"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_rasa_hands_over_what_our_changes_expect(
    monkeypatch: pytest.MonkeyPatch, function: Any, expected: list[str]
) -> None:
    monkeypatch.undo()
    owner = next(o for o, n in REPLACED if function.__qualname__ == f"{o.__name__}.{n}")
    original = getattr(owner, function.__name__)

    assert list(inspect.signature(original).parameters) == expected


# ---- Kinds of events ----


def test_class_of_every_kind_of_event_is_found() -> None:
    for kind in all_subclasses(Event):
        assert Event.resolve_by_type(kind.type_name).type_name == kind.type_name


def test_class_is_the_one_that_rasa_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    ours = {name: Event.resolve_by_type(name) for name in names}
    monkeypatch.undo()

    assert ours == {name: Event.resolve_by_type(name) for name in names}


def test_unknown_kind_of_event_is_refused_as_ever() -> None:
    with pytest.raises(ValueError, match="Unknown event name"):
        Event.resolve_by_type("no_such_event")
    assert Event.resolve_by_type("no_such_event", SlotSet) is SlotSet


# ---- Replies of actions ----

GOOD_REPLIES = (
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "topic", "value": None}], "responses": [{"text": "a"}]},
    {},
)
BAD_REPLIES = (
    {"events": {}, "responses": []},
    {"events": [{"event": "slot"}], "responses": []},
    {"events": [], "responses": [SECRET]},
    [],
)


@pytest.mark.parametrize("reply", GOOD_REPLIES)
def test_reply_of_the_documented_form_is_taken(reply: Any) -> None:
    assert RemoteAction("action_greet", None)._validate_action_result(reply)


@pytest.mark.parametrize("reply", BAD_REPLIES)
def test_other_reply_is_refused_without_its_words(reply: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        RemoteAction("action_greet", None)._validate_action_result(reply)

    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("reply", BAD_REPLIES)
def test_rasa_refuses_the_same_replies(monkeypatch: pytest.MonkeyPatch, reply: Any) -> None:
    monkeypatch.undo()

    with pytest.raises(ValidationError):
        RemoteAction("action_greet", None)._validate_action_result(reply)


# ---- Policies in reserve ----


class Rules(RulePolicy):
    """Rasa's rules without a model: predicts greeting, whatever was said."""

    def __init__(self) -> None:
        self.priority = 6
        self.config = {"priority": 6, "core_fallback_threshold": 0.3}
        self._enable_fallback_prediction = False
        self.asked = 0

    def _predict(self, *_: Any) -> Any:
        self.asked += 1
        return self._prediction([0.0] * DOMAIN.num_actions), None


def ask(policy: Rules, *events: Event) -> PolicyPrediction:
    tracker = DialogueStateTracker.from_events("visitor", list(events), DOMAIN.slots)
    return policy.predict_action_probabilities(tracker, DOMAIN, {})


def test_rules_are_not_asked_once_somebody_has_written() -> None:
    policy = Rules()

    prediction = ask(policy, UserUttered("hello"), ActionExecuted("utter_greet"))

    assert policy.asked == 0
    assert prediction.max_confidence == 0.0


def test_rules_are_asked_before_anybody_has_written() -> None:
    policy = Rules()

    ask(policy, ActionExecuted("action_session_start"))

    assert policy.asked == 1


def test_another_policy_plans_every_turn_that_the_rules_leave() -> None:
    names = [entry["name"] for entry in read_yaml(PROJECT_ROOT / "config.yml")["policies"]]

    assert "mesoguide.dialogue.turn_policy.TurnPolicy" in names


# ---- Outages ----


class Processor:
    """Stands for Rasa's processor, and fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def handle_message(self, message: UserMessage) -> None:
        raise self._error


def agent(error: Exception) -> Agent:
    made = Agent(DOMAIN, TemplatedNaturalLanguageGenerator(DOMAIN.responses))
    made.processor = Processor(error)
    return made


@pytest.mark.parametrize(
    "error", [ClinicDataUnavailable("the database is away"), LockError("Redis is away")]
)
async def test_message_that_cannot_be_stored_gets_an_apology(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    output = CollectingOutputChannel()

    await agent(error).handle_message(UserMessage(SECRET, output, "visitor", input_channel="rest"))

    assert [message["text"] for message in output.messages] == [APOLOGY]
    assert "is away" in caplog.text
    assert SECRET not in caplog.text


async def test_other_faults_are_left_to_the_channel() -> None:
    with pytest.raises(KeyError):
        await agent(KeyError()).handle_message(UserMessage("hello", CollectingOutputChannel()))


def test_store_is_not_wrapped_in_a_fallback_to_memory() -> None:
    store = InMemoryTrackerStore(DOMAIN)

    assert Agent(DOMAIN, tracker_store=store).tracker_store is store


def test_rasa_alone_would_fall_back_to_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    made = Agent(DOMAIN, tracker_store=InMemoryTrackerStore(DOMAIN))

    assert isinstance(made.tracker_store, FailSafeTrackerStore)
