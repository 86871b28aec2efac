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


#: Anger, or what says itself to be feedback.
_ANGER = re.compile(
    r"^\W*(?:(?:my|some|here is|just|a)\W+)?(?:feedback|complaint|review|comment|suggestion)\b"
    r"\W*\w"
    r"|\b(?:too many|so many|stop asking|all these|enough) questions\b"
    r"|\b(?:stupid|idiot\w*|dumb|moron\w*|useless|rubbish|garbage|crap\w*|trash|shit\w*|pathetic|"
    r"suck\w*|f+u+c*k+\w*|wtf|hate (?:this|you|u)|waste of time|shut up)\b",
    re.IGNORECASE,
)
#: The chat as a whole.
_THE_CHAT = re.compile(
    r"\b(?:this|the|your|ur|a|such a|what a)\s+(?:\w+\s+){0,2}(?:bot|chat(?:bot)?|machine|app|"
    r"robot|website|computer)\b",
    re.IGNORECASE,
)


def is_about_the_chat(text: str) -> bool:
    """Tell whether a complaint is about the chat as a whole, not about its last answer."""
    return is_anger(text) or bool(_THE_CHAT.search(text[:1000]))


def is_anger(text: str) -> bool:
    """Tell whether a text is angry, or calls itself feedback: no topic is near to that."""
    return bool(_ANGER.search(text[:1000]))


def is_praise(text: str) -> bool:
    """Tell whether feedback is all good; in doubt it is a complaint, which staff read first."""
    return bool(_GOOD.search(text[:1000])) and not _BAD.search(text[:1000])
