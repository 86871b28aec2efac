"""Tells the questions of one message apart: "does it hurt, and what does it cost?" asks two.

A message is cut wherever another question may begin. Each clause is classified by itself, and only
clauses that are sure of an intent of their own count, so a cut in the wrong place does no harm:
"can I go to work and pick up the kids?" asks one thing in both halves, or nothing in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mesoguide.nlp.readable_text import asked_in

#: More clauses than this are a story; its question stands at the end.
MAX_CLAUSES = 6

#: Intents that are no question of their own beside another one: small talk, bare facts, and the
#: alarms, on which the red-flag detector decides from the whole message.
NO_QUESTION = frozenset(
    {
        *("greet", "goodbye", "thank", "affirm", "deny", "inform", "ask_clarification"),
        *("out_of_scope", "report_emergency", "express_crisis"),
    }
)
#: Intents that are told rather than asked: "I have a lump" beside "and how much is it?".
TOLD = frozenset(
    {
        *("report_symptom", "give_feedback", "check_my_plan"),
        *("request_appointment", "request_human", "request_data_deletion"),
    }
)
#: How sure a clause must be of an intent that is told: much of what leads up to a question sounds
#: a little like one.
TOLD_CONFIDENCE = 0.9

_WH = "how|hows|what|whats|wat|wats|wot|when|wen|where|who|whos|why|which|whose|whether"
_AUXILIARIES = (
    "does|duz|dos|do|did|is|are|am|was|can|could|will|wil|would|wud|should|shud|may|might|any"
)
_TAIL = r"(?:['\u2019]?(?:s|re|ll|d))?\b"
#: What may stand between "and" and the word that asks: "and honestly what", "and the effect stays
#: how long". A new "and" or "if" begins something else.
_BETWEEN = r"(?:(?!(?:and|or|but|if|that|because|so|than)\b)[\w'\u2019]+\s+)"
_JOINS = r"(?:and|nd|n|&|also|plus|but|then|oh)"
_CUTS = re.compile(
    r"(?<=[.!?;])\s+|\n+"
    rf"|\s*,?\s+(?:{_JOINS}\s+)+(?={_BETWEEN}{{0,4}}(?:{_WH}){_TAIL})"
    rf"|\s*,?\s+(?:{_JOINS}\s+)+(?={_BETWEEN}{{0,1}}(?:{_AUXILIARIES}|if){_TAIL})"
    r"|\s*,?\s+(?:also|plus)\s+"
    rf"|\s*,\s+(?=(?:{_WH}|{_AUXILIARIES}){_TAIL})",
    re.IGNORECASE,
)
#: "What if I stop, does it fall out again?" is one question with a condition before it.
_CONDITION = re.compile(
    r"^(?:(?:and|but|so|ok|hi|hello)\W+)?(?:what\s+)?(?:if|once|after|before|when\s+i)\b[^?]*$",
    re.IGNORECASE,
)
#: "And for how long?" says nothing by itself: it goes on with what stands before it.
_CONTINUATION = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|also|ok|please)\W+)*"
    r"(?:for how long|how long for|(?:since|until|till|by|from) (?:when|whom?|where)"
    r"|why(?: not| so)?|how come|how so|what for|what then)\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?"
    rf"|^\W*(?:(?:{_JOINS}|so|ok|hi|hello|please|pls|um)\W+)*(?:{_WH}|{_AUXILIARIES}|if){_TAIL}"
    rf"|\b(?:know|tell|asked?|asking|wonder(?:ing)?|advise|enquire|see|sure|out|explain|of)\s+"
    rf"(?:me\s+|us\s+)?(?:{_WH}|if){_TAIL}"
    rf"|\b(?:{_WH})\s+(?:much|many|long|often|far|soon|time|is|are|the|it)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClauseIntent:
    """A clause with the intent that the classifier gives it by itself."""

    text: str
    intent: str
    confidence: float


def clauses_of(text: str) -> list[str]:
    """Cut a message where another question may begin; one that asks one thing gives no clauses."""
    clauses: list[str] = []
    for part in _CUTS.split(asked_in(text)):
        if not part or not (len(part.split()) > 1 or part.endswith("?")):
            continue
        if clauses and (_is_condition(clauses[-1]) or is_continuation(part)):
            clauses[-1] = f"{clauses[-1]}, {part}"
        else:
            clauses.append(part)
    return clauses[-MAX_CLAUSES:] if len(clauses) > 1 else []


def is_continuation(text: str) -> bool:
    """Tell whether a question is nothing without the one before it: "and for how long?"."""
    return _CONTINUATION.match(text) is not None


def _is_condition(clause: str) -> bool:
    return bool(_CONDITION.match(clause)) and not clause.endswith((".", "!"))


def asks(clause: str) -> bool:
    """Tell whether a clause is worded as a question, or as a wish to know."""
    return _ASKS.search(clause) is not None


def questions_of(clauses: Sequence[ClauseIntent], *, confidence: float) -> list[str]:
    """Return the intents of the clauses that ask something, each once, in order.

    Beside a clause that is worded as a question, what is merely said is the story that leads up to
    it: "I bruise easily. Does it hurt?" asks about pain.

    Args:
        clauses: the clauses of one message.
        confidence: from where a clause counts.
    """
    sure = [c for c in clauses if c.intent not in NO_QUESTION and c.confidence >= confidence]
    asked = [clause for clause in sure if asks(clause.text)]
    if asked:
        sure = [c for c in sure if c in asked or _is_told(c)]
    return list(dict.fromkeys(clause.intent for clause in sure))


def _is_told(clause: ClauseIntent) -> bool:
    return clause.intent in TOLD and clause.confidence >= TOLD_CONFIDENCE
