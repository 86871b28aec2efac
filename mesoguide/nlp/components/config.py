"""Checks that a component's settings in ``config.yml`` are ones that it knows.

Rasa ignores an unknown key without a word and runs on the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.exceptions import InvalidConfigException


def check_keys(component: type[Any], config: Mapping[str, Any]) -> None:
    """Refuse keys that the component class does not know.

    Its ``get_default_config`` lists every known key.

    Raises:
        InvalidConfigException: names the unknown keys and lists the known ones.
    """
    known = set(component.get_default_config()) | {"name"}
    unknown = sorted(set(config) - known)
    if unknown:
        raise InvalidConfigException(
            f"config.yml: {component.__name__} does not know {', '.join(unknown)}; "
            f"it knows {', '.join(sorted(known - {'name'})) or 'no settings'}."
        )
