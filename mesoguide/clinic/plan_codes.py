"""Plan codes: how one is written and how two are compared."""

from __future__ import annotations

import re

LONGEST_PLAN_CODE = 32
"""Characters; the width of the column in the clinic database."""

_WRITTEN = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", re.ASCII)
_IGNORED = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
_COMPARED = re.compile(r"[a-z0-9]+", re.ASCII)
_LONGEST_TYPED_CODE = 2 * LONGEST_PLAN_CODE


def is_plan_code(text: str) -> bool:
    """Says whether a code is written as codes are: capitals, figures and single hyphens."""
    return len(text) <= LONGEST_PLAN_CODE and _WRITTEN.fullmatch(text) is not None


def compared_code(typed: object) -> str | None:
    """Strips a typed code of case, spaces and hyphens; None when it cannot be a code."""
    if not isinstance(typed, str) or len(typed) > _LONGEST_TYPED_CODE:
        return None
    bare = _IGNORED.sub("", typed).lower()
    return bare if _COMPARED.fullmatch(bare) else None
