"""A message that was handled is one log line and some figures."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from prometheus_client import REGISTRY

from mesoguide.content.project import Project
from mesoguide.ops import metrics, turn_log
from mesoguide.ops.json_logs import FIELDS
from mesoguide.ops.settings import PROJECT_ROOT
from mesoguide.ops.turn_log import TurnReport, known_actions, known_intent, record


def report(**changes: Any) -> TurnReport:
    values: dict[str, Any] = {"conversation_id": "c1", "channel": "widget", "seconds": 0.0412}
    return TurnReport(**{**values, "messages": 1, **changes})


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def logged(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    return dict(getattr(caplog.records[-1], FIELDS))


def test_line_has_what_was_understood_and_done(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    record(report(intent="greet", confidence=0.98765, actions=("utter_greet",)))

    assert logged(caplog) == {
        "conversation": "c1",
        "channel": "widget",
        "intent": "greet",
        "confidence": 0.988,
        "actions": ["utter_greet"],
        "milliseconds": 41.2,
        "outcome": "answered",
    }


@pytest.mark.parametrize(
    ("changes", "outcome", "level"),
    [
        ({}, "answered", "INFO"),
        ({"replies": ("utter_service_problem",)}, "apology", "INFO"),
        ({"messages": 0}, "silent", "ERROR"),
        ({"failed": True, "error": "LockError"}, "failed", "ERROR"),
    ],
)
def test_outcome_is_how_it_ended_for_the_patient(
    caplog: pytest.LogCaptureFixture, changes: dict[str, Any], outcome: str, level: str
) -> None:
    caplog.set_level(logging.INFO)
    before = sample("mesoguide_turns_total", channel="widget", outcome=outcome)

    record(report(**changes))

    assert logged(caplog)["outcome"] == outcome
    assert caplog.records[-1].levelname == level
    assert sample("mesoguide_turns_total", channel="widget", outcome=outcome) == before + 1


def test_misses_and_red_flags_are_counted_once_a_turn() -> None:
    steps = sample("mesoguide_fallbacks_total", step="rephrase")
    flags = sample("mesoguide_red_flags_total", kind="emergency")

    record(
        report(
            replies=("utter_ask_rephrase",),
            actions=("action_answer_emergency", "action_answer_emergency"),
        )
    )

    assert sample("mesoguide_fallbacks_total", step="rephrase") == steps + 1
    assert sample("mesoguide_red_flags_total", kind="emergency") == flags + 1


def test_what_the_domain_does_not_have_is_in_no_label() -> None:
    assert known_intent("my rash", ["greet"]) == "unknown"
    assert known_intent(None, ["greet"]) == "unknown"
    assert known_intent("greet", ["greet"]) == "greet"
    assert known_actions(["my rash", None, "utter_greet"], ["utter_greet"]) == ("utter_greet",)
    assert metrics.channel_label("my rash") == "other"


def test_names_are_those_of_the_domain() -> None:
    domain = Project(PROJECT_ROOT).domain
    named = {*turn_log.FALLBACK_STEPS, turn_log.SERVICE_PROBLEM}

    assert named <= set(domain["responses"])
    assert set(turn_log.RED_FLAG_ACTIONS) <= set(domain["actions"])


@pytest.mark.parametrize(("status", "counted"), [(200, 0), (302, 0), (404, 1), (503, 1)])
def test_bad_responses_are_counted(status: int, counted: int) -> None:
    before = sample("mesoguide_http_errors_total", server="chat", status=str(status))

    metrics.count_response("chat", status)

    after = sample("mesoguide_http_errors_total", server="chat", status=str(status))
    assert after == before + counted


def test_refusals_as_too_many_are_counted() -> None:
    before = sample("mesoguide_rate_limited_total", server="chat")

    metrics.count_response("chat", 429)

    assert sample("mesoguide_rate_limited_total", server="chat") == before + 1


def test_kind_of_a_database_error_is_a_class_or_nothing() -> None:
    metrics.count_database_error("clinic", "my rash")

    assert sample("mesoguide_database_errors_total", database="clinic", kind="other") >= 1
