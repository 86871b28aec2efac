"""Rasa as it was before our changes, for tests in one process with others."""

from __future__ import annotations

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import Event

#: Everything in Rasa that mesoguide/rasa_patches replaces.
REPLACED = (
    (Event, "resolve_by_type"),
    (RemoteAction, "_validate_action_result"),
    (MemoizationPolicy, "predict_action_probabilities"),
    (RulePolicy, "predict_action_probabilities"),
    (Agent, "_create_tracker_store"),
    (Agent, "handle_message"),
)


def keep_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back at the end of the test whatever it has replaced."""
    for owner, name in REPLACED:
        monkeypatch.setattr(owner, name, owner.__dict__[name])
