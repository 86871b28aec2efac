"""Reads the YAML files that staff edit, and says where one is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from mesoguide.exceptions import ContentError


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Raises:
        ContentError: names the file, and the line where YAML goes wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    try:
        data = yaml.load(text, Loader=_fast_safe_loader())  # noqa: S506 - the C form of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise ContentError(f"{path}: {line}not valid YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: not valid YAML: {error}.") from error
    if not isinstance(data, dict):
        raise ContentError(f"{path}: expected a mapping at the top, found {type(data).__name__}.")
    return data


def _fast_safe_loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
