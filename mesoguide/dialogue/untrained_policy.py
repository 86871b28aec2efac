"""What policies of ours share that have nothing to learn: they decide by code alone."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from mesoguide.nlp.components.config import check_keys


class UntrainedPolicy(Policy):
    """A policy without training; subclasses register themselves and predict."""

    @staticmethod
    def supported_data() -> SupportedData:
        """Neither rules nor stories are needed for training."""
        return SupportedData.ML_AND_RULE_DATA

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UntrainedPolicy:
        """Create the policy; refuses unknown settings."""
        check_keys(cls, config)
        return cls(config, model_storage, resource, execution_context)

    def train(self, *args: Any, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource
