"""Checks an action's reply against a schema that was itself checked once.

Rasa hands the schema to ``jsonschema.validate``, which first checks the schema against the
specification of all schemas, at every call: 20 ms of a turn with an action.
"""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Check the schema now, and from then on only the replies."""
    # Rasa brings jsonschema without its types.
    from jsonschema import ValidationError  # type: ignore[import-untyped]
    from jsonschema.validators import validator_for  # type: ignore[import-untyped]
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(self: Any, result: dict[str, Any]) -> bool:
        """Accept a reply of the form that Rasa documents.

        Raises:
            ValidationError: the reply has another form; its text holds none of the reply.
        """
        if validator.is_valid(result):
            return True
        raise ValidationError(f"the reply of action {self.name()} has not the form of a reply")

    RemoteAction._validate_action_result = validate
