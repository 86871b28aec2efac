"""Rasa policy that never lets a failed action end in silence.

When the action server is away, or an action raises, Rasa logs the fault, sends nothing and listens
again: the visitor sees an empty reply. This policy notices that a custom action said nothing and
utters an apology that names the clinic's phone. It works on every channel, because it is part of
the dialogue.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.dialogue.names import RAISE_ALERT
from mesoguide.dialogue.untrained_policy import UntrainedPolicy

logger = logging.getLogger(__name__)

APOLOGY = "utter_service_problem"
#: In an emergency the advice matters, not what is broken: these need no action server.
URGENT_REPLIES = {"report_emergency": "utter_emergency", "express_crisis": "utter_crisis"}
#: Actions that say nothing on purpose.
SILENT = frozenset({RAISE_ALERT})
SPOKEN_FOR = frozenset({APOLOGY, *URGENT_REPLIES.values()})


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False
)
class ServiceProblemPolicy(UntrainedPolicy):
    """Utters the apology after a custom action that said nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings with their defaults."""
        return {
            # Above TurnPolicy (7) and RulePolicy (6): the apology wins over what should come next.
            "priority": 8,
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
        """Predict the apology after a silent action, and to listen after the apology."""
        chosen = next_action(tracker, domain)
        if chosen is None:
            return self._prediction(self._default_predictions(domain))
        if chosen in SPOKEN_FOR:
            logger.error("action %s said nothing; saying %s", tracker.latest_action_name, chosen)
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(chosen)] = 1.0
        return self._prediction(probabilities, is_no_user_prediction=True)


def next_action(tracker: DialogueStateTracker, domain: Domain) -> str | None:
    """Name the action that the policy wants next, or nothing if all is well."""
    last_action, spoken = _last_action(tracker)
    if last_action in SPOKEN_FOR:
        return str(ACTION_LISTEN_NAME)
    if spoken or last_action in SILENT or last_action.startswith("utter_"):
        return None
    if last_action in domain.user_actions:
        return URGENT_REPLIES.get(_intent(tracker), APOLOGY)
    return None


def _last_action(tracker: DialogueStateTracker) -> tuple[str, bool]:
    """Return the last action since the visitor's message, and whether it said anything."""
    spoken = False
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            spoken = True
        elif isinstance(event, ActionExecuted):
            return str(event.action_name or ""), spoken
    return "", spoken


def _intent(tracker: DialogueStateTracker) -> str:
    message = tracker.latest_message
    return str(message.intent_name if message else "")
