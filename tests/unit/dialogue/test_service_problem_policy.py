"""A custom action that said nothing is followed by an apology, and only such an action is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import InvalidConfigException

from mesoguide.dialogue.service_problem_policy import APOLOGY, ServiceProblemPolicy, next_action

LISTEN = ActionExecuted("action_listen")
ASKED = UserUttered("my secret rash", {"name": "list_plans"})
SILENT = ActionExecuted("action_list_plans")
SPOKEN = BotUttered("Here is what we have.")


def make_tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("visitor", list(events))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([LISTEN, ASKED, SILENT], APOLOGY),
        ([LISTEN, ASKED, SILENT, SlotSet("topic", "cost")], APOLOGY),
        ([LISTEN, ASKED, SILENT, SPOKEN], None),
        ([LISTEN, ASKED, ActionExecuted(APOLOGY), SPOKEN], "action_listen"),
        ([LISTEN, ASKED, SILENT, ActionExecuted(APOLOGY), SPOKEN], "action_listen"),
        ([LISTEN, ASKED, SILENT, ActionExecuted(APOLOGY)], "action_listen"),
        ([LISTEN, ASKED, ActionExecuted("utter_thank")], None),
        ([ActionExecuted("action_session_start")], None),
        ([ActionExecuted("action_session_start"), LISTEN], None),
        ([LISTEN, ASKED, ActionExecuted("action_extract_slots")], None),
        ([LISTEN, ASKED], None),
        ([LISTEN, ASKED, SILENT, SPOKEN, LISTEN], None),
        ([LISTEN, ASKED, SILENT, SPOKEN, LISTEN, ASKED], None),
        ([LISTEN, ASKED, SPOKEN, LISTEN, ASKED, SILENT], APOLOGY),
        ([], None),
    ],
    ids=[
        *("silent", "silent-but-a-slot", "spoken", "apologised", "apologised-for-an-action"),
        *("apology-itself-failed", "response", "session-start", "session-started", "slots"),
        *("just-asked", "turn-over", "next-turn", "spoken-a-turn-ago", "empty"),
    ],
)
def test_next_action(domain: Domain, events: list[Event], expected: str | None) -> None:
    assert next_action(make_tracker(*events), domain) == expected


@pytest.mark.parametrize(
    "action",
    [
        "action_answer_question",
        "action_answer_emergency",
        "action_greet",
        "action_handle_misunderstanding",
    ],
)
def test_every_custom_action_is_watched(domain: Domain, action: str) -> None:
    assert next_action(make_tracker(LISTEN, ASKED, ActionExecuted(action)), domain) == APOLOGY


def make_policy(folder: Path, **config: Any) -> ServiceProblemPolicy:
    return ServiceProblemPolicy.create(
        {**ServiceProblemPolicy.get_default_config(), **config},
        LocalModelStorage(folder),
        Resource("service_problem"),
        ExecutionContext(GraphSchema({}), "model"),
    )


def predicted(policy: ServiceProblemPolicy, domain: Domain, *events: Event) -> PolicyPrediction:
    return policy.predict_action_probabilities(make_tracker(*events), domain)


def test_apology_is_certain(tmp_path: Path, domain: Domain) -> None:
    prediction = predicted(make_policy(tmp_path), domain, LISTEN, ASKED, SILENT)

    assert prediction.probabilities[domain.index_for_action(APOLOGY)] == 1.0
    assert prediction.is_no_user_prediction


def test_nothing_is_predicted_when_all_is_well(tmp_path: Path, domain: Domain) -> None:
    prediction = predicted(make_policy(tmp_path), domain, LISTEN, ASKED, SILENT, SPOKEN)

    assert prediction.max_confidence == 0.0


def test_apology_wins_over_the_rules(tmp_path: Path, domain: Domain) -> None:
    assert make_policy(tmp_path).priority > 6  # RulePolicy's


def test_silence_is_logged_without_patient_text(
    tmp_path: Path, domain: Domain, caplog: pytest.LogCaptureFixture
) -> None:
    predicted(make_policy(tmp_path), domain, LISTEN, ASKED, SILENT)

    assert "action_list_plans said nothing" in caplog.text
    assert "secret" not in caplog.text


def test_policy_has_nothing_to_learn(tmp_path: Path) -> None:
    assert make_policy(tmp_path).train() == Resource("service_problem")


def test_unknown_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfigException, match="does not know apology"):
        make_policy(tmp_path, apology="utter_sorry")


def test_apology_is_in_the_domain(domain: Domain) -> None:
    assert APOLOGY in domain.responses
