"""Recognises messages that say that the gravest signs are not there.

The classifier hears "throat", "swollen" and "breathe" in "my throat isn't swollen and I can
breathe fine" and is sure of an emergency. Where the words hold no red flag and deny one, it is not
believed.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 2_000

_NOT = r"(?:is|are|does|do|has|have)(?: not|n['\u2019]?t)"
_DENIED = re.compile(
    rf"\b(?:throat|tongue|lips?|face|chest)\b[^.?!,;]{{0,12}}\b{_NOT} (?:\w+ )?"
    r"(?:swell\w*|swollen|hurt\w*|tight\w*|clos\w+|pain\w*|sore|ach\w+)\b"
    r"|\b(?:can|i am|i'm) breath\w* (?:fine|ok|okay|well|normally|easily|alright)\b"
    r"|(?<!not )(?<!n't )(?<!nt )(?<!trouble )(?<!difficulty )(?<!problem )"
    r"\bbreathing (?:is )?(?:fine|ok|okay|normal|normally|easily|alright)\b"
    r"|\bno (?:trouble|problems?|difficulty|issues?) breathing\b",
    re.IGNORECASE,
)


def denies_grave_signs(text: str) -> bool:
    """Tell whether a message says that breathing, throat, face or chest are all right."""
    return bool(_DENIED.search(text[:MAX_CHARACTERS]))
