"""Rasa policy that carries out the plan of a turn.

RulePolicy answers one intent with one action. A turn can be more than that: a red flag in a form,
two questions in one message, a question in the middle of a form, "yes" after an offer, the notice
before the first answer. What it wants is decided in :mod:`mesoguide.dialogue.turn_plan`.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.dialogue.rasa_events import newest_first
from mesoguide.dialogue.rules import load_rules
from mesoguide.dialogue.turn_plan import planned_actions
from mesoguide.dialogue.turn_state import turn_state
from mesoguide.dialogue.untrained_policy import UntrainedPolicy
from mesoguide.ops.settings import load_settings


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False
)
class TurnPolicy(UntrainedPolicy):
    """Predicts the actions of a turn one after the other, then to listen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the rules of the project that the settings name."""
        super().__init__(*args, **kwargs)
        self._rules = load_rules(load_settings().project_root)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings with their defaults."""
        return {
            # Above RulePolicy (6): what the whole turn needs wins over the rule for its intent.
            "priority": 7,
            # Rasa passes this to every policy; nothing is remembered here.
            "max_history": None,
        }

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the next action of the turn, and to listen after the last."""
        probabilities = self._default_predictions(domain)
        action = self._next_action(tracker)
        if action is None:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, is_no_user_prediction=True)

    def _next_action(self, tracker: DialogueStateTracker) -> str | None:
        state = turn_state(newest_first(tracker))
        if state is None:
            return None
        planned = planned_actions(state, self._rules)
        done = len(state.done)
        return planned[done] if done < len(planned) else str(ACTION_LISTEN_NAME)
