"""Tells praise from complaint in feedback that somebody typed."""

from __future__ import annotations

import re

_GOOD = re.compile(
    r"\b(thank\w*|great|good|brilliant|excellent|helpful|useful|love\w*|lovely|nice|perfect|best|"
    r"fantastic|amazing|wonderful|clear|impress\w*|kind|friendly|happy|pleased|grateful|superb|"
    r"spot on|well done|cheers|appreciate\w*|easy)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(not|no|never|nothing|hardly|bad\w*|worse|worst|useless|unhelpful|rubbish|rude\w*|slow\w*|"
    r"terrible|awful|poor\w*|wrong|disappoint\w*|complain\w*|unhappy|angry|annoy\w*|confus\w*|"
    r"waste|waited|late|too|but|should|could|wish|refund|horrible|disgust\w*|dirty|shocking|"
    r"nobody|ignored|frustrat\w*|\w+n['\u2019]?t)\b",
    re.IGNORECASE,
)


def is_praise(text: str) -> bool:
    """Tell whether feedback is all good; in doubt it is a complaint, which staff read first."""
    return bool(_GOOD.search(text[:1000])) and not _BAD.search(text[:1000])
