"""Asks the rules and the memorised stories only where TurnPolicy plans nothing.

Rasa asks every policy for every action. ``TurnPolicy`` plans each turn from the visitor's message
on, and Rasa puts its predictions above all others (``is_no_user_prediction``), so what the two
work out is thrown away: a fifth of a turn, and more the longer a conversation gets.
"""

from __future__ import annotations

from functools import wraps
from typing import Any


def apply() -> None:
    """Have both policies abstain once somebody has written."""
    from rasa.core.policies.memoization import MemoizationPolicy
    from rasa.core.policies.rule_policy import RulePolicy

    for policy in (MemoizationPolicy, RulePolicy):
        policy.predict_action_probabilities = _in_reserve(policy.predict_action_probabilities)


def _in_reserve(predict: Any) -> Any:
    from rasa.shared.core.events import UserUttered

    @wraps(predict)
    def abstain_or_predict(self: Any, tracker: Any, domain: Any, *more: Any, **kwargs: Any) -> Any:
        if any(isinstance(event, UserUttered) for event in reversed(tracker.events)):
            return self._prediction(self._default_predictions(domain))
        return predict(self, tracker, domain, *more, **kwargs)

    return abstain_or_predict
