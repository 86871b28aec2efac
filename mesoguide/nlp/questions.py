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
from mesoguide.nlp.subjects import LISTED, subject_of_word, subjects_of

OUT_OF_SCOPE = "out_of_scope"
#: More clauses than this are a story; its question stands at the end.
MAX_CLAUSES = 6

#: Intents that are no question of their own beside another one: small talk, bare facts, and the
#: alarms, on which the red-flag detector decides from the whole message.
NO_QUESTION = frozenset(
    {
        *("greet", "goodbye", "thank", "affirm", "deny", "inform", "ask_clarification"),
        *(OUT_OF_SCOPE, "report_emergency", "express_crisis"),
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
#: "How many times must I come and it make pain?": who learns English asks in the order of a
#: statement. What follows the pronoun must be of now or of what may come, since "and it went red"
#: tells what happened.
_STATED = (
    r"(?:after |afterwards |then |later )?(?:"
    r"(?:it|this|that|there|they|results?|(?:the |my )?(?:skin|pain|price|effects?))\s+"
    r"(?:is|are|be|will|can|has|have|makes?|hurts?|costs?|works?|lasts?|stays?|leaves?|takes?|"
    r"needs?|gives?|helps?|burns?|bleeds?|comes?|goes|go)"
    r"|(?:i|we|you|u|she|he)\s+(?:can|could|may|must|need|should|will|have|pay|get|see|feel|"
    r"come|go|bleed|wait|take|use|put|give))\b"
)
_CUTS = re.compile(
    r"(?<=[.!?;])\s+|\n+"
    rf"|\s*,?\s+(?:{_JOINS}\s+)+(?={_BETWEEN}{{0,4}}(?:{_WH}){_TAIL})"
    rf"|\s*,?\s+(?:{_JOINS}\s+)+(?={_BETWEEN}{{0,1}}(?:{_AUXILIARIES}|if){_TAIL})"
    rf"|\s*,?\s+(?:{_JOINS}\s+)+(?={_STATED}[^.?!,;]*\?)"
    r"|\s*,?\s+(?:also|plus)\s+"
    rf"|\s*[+/&]\s*(?=(?:{_WH}|{_AUXILIARIES}){_TAIL})"
    rf"|\s*,\s+(?=(?:{_WH}|{_AUXILIARIES}){_TAIL})",
    re.IGNORECASE,
)
#: "Price / pain?" and "cost n side effects" name two subjects, with or without a question word.
_LIST = re.compile(
    rf"\b(?P<first>{LISTED})\b\s*(?:,?\s*\b(?:and|nd|n|plus)\b|[/&+,])\s*"
    rf"(?:(?:also|the|any|about)\s+)*(?=(?P<second>{LISTED})\b)",
    re.IGNORECASE,
)
#: "Is it safe does it work": the second question begins without any sign. The first one is whole:
#: "how much does it hurt" asks one thing, and so does "does it matter how much I weigh".
_RUN_ON = re.compile(
    r"^(?P<first>(?:(?:ok|so|hi|hey|hello|pls|please|and)\W+)*(?:"
    rf"(?!how\b)(?:{LISTED})"
    r"|(?:does|do|is|are|will|can|would|could)\s+(?:it|they|this|that)\s+"
    r"(?:(?!matters?|depends?|shows?|says?|tells?|means?|true|clear|known)\w+\s+){0,2}?"
    r"(?!matters?|depends?|shows?|says?|tells?|means?|true|clear|known)\w+"
    r"|(?:how(?:\s+(?:much|many|long|often|soon|fast))?|what|when|where|who)"
    r"(?:\s+(?:sessions?|visits?|times))?\s+(?:is|does|do|will|are|would)\s+"
    r"(?:it|they|this|that|i)(?:\s+\w+){0,2}?))\s+"
    r"(?=(?:how\s+(?:much|many|long|often|soon|fast)"
    r"|(?:does|is|will|are|do|can)\s+(?:it|they|this|i|u|you)\s+\w+"
    r"|who\s+(?:does|gives)|what\s+(?:is|are|does)|when\s+(?:do|will|does))\b)",
    re.IGNORECASE,
)
#: What may stand before the one word of a clause.
_LEAD = re.compile(r"^(?:(?:ok|okay|so|hi|hey|hello|pls|please|and|oh|the)\b\W*)+", re.IGNORECASE)
_STARTS_WITH_SUBJECT = re.compile(rf"^\W*({LISTED})\b", re.IGNORECASE)
_ASKS_IF_IT_IS = re.compile(
    rf"^\W*(?:(?:{_JOINS}|so|ok)\s+)?(?:{_AUXILIARIES})\s+(?:it|this|that|they|these)"
    r"(?:\s+\w+)?\s+[\w-]+\W*$",
    re.IGNORECASE,
)
#: A clause of so many words may be a bare subject with what it is asked of: "pain for cellulite".
MOST_WORDS_OF_SUBJECT = 6
#: "What if I stop, does it fall out again?" is one question with a condition before it.
_CONDITION = re.compile(
    r"^(?:(?:and|but|so|ok|hi|hello)\W+)?(?:what\s+)?"
    # "When i see result and it is safe?" asks, although it is not in the order of a question.
    r"(?:if|once|after|before|when\s+i(?!\s+(?:will|can|could|should|see|notice)))\b[^?]*$",
    re.IGNORECASE,
)
#: "And for how long?" says nothing by itself: it goes on with what stands before it.
_CONTINUATION = re.compile(
    r"^\W*(?:(?:and|but|or|so|then|also|ok|please)\W+)*"
    r"(?:for how long|how long for|(?:since|until|till|by|from) (?:when|whom?|where)"
    r"|why(?: not| so)?|how come|how so|what for|what then"
    r"|if (?:so|yes|it (?:does|is|will)),? what\b[^?]*\b(?:about|with|for|against) "
    r"(?:it|that|this))"
    r"\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?"
    rf"|^\W*(?:(?:{_JOINS}|so|ok|hi|hello|please|pls|um)\W+)*(?:{_WH}|{_AUXILIARIES}|if){_TAIL}"
    rf"|\b(?:know|tell|asked?|asking|wonder(?:ing)?|advise|enquire|see|sure|out|explain|of)\s+"
    rf"(?:me\s+|us\s+)?(?:{_WH}|if|do|does|is|are|can|will|would){_TAIL}"
    r"|\b(?:to know|wanna know|tell (?:me|us)|to ask|asking|to hear) (?:\w+ )?(?:about|on) "
    rf"|\b(?:{_WH})\s+(?:much|many|long|often|far|soon|time|deep|is|are|the|it)\b"
    # "It work for woman?": the bare verb of a question in the order of a statement.
    r"|^\W*(?:it|this)\s+(?:make|work|cost|last|stay|help|take|need|give)\b",
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
    for part in _parts_of(asked_in(text)):
        if not _may_ask(part):
            continue
        if clauses and (_is_condition(clauses[-1]) or is_continuation(part)):
            clauses[-1] = f"{clauses[-1]}, {part}"
        else:
            bare = _LEAD.sub("", part)
            clauses.append(bare if subject_of_word(bare.strip(" .!?,")) else part)
    return clauses[-MAX_CLAUSES:] if len(clauses) > 1 else []


def _parts_of(text: str) -> list[str]:
    """Cut a text wherever a question may begin, also where a list or nothing at all joins two."""
    parts = [part for part in _CUTS.split(_LIST.sub(_cut_list, text)) if part]
    return [piece for part in parts for piece in _RUN_ON.sub(r"\g<first>\n", part).split("\n")]


def _cut_list(found: re.Match[str]) -> str:
    """Cut between two subjects; "risks and side effects" are one."""
    same = subject_of_word(found["first"]) == subject_of_word(found["second"])
    return found[0] if same else f"{found['first']}\n"


def _may_ask(part: str) -> bool:
    """Tell whether a part can ask something: words, a question mark or the name of a subject."""
    words = _LEAD.sub("", part).strip(" .!,")
    return len(part.split()) > 1 or part.endswith("?") or subject_of_word(words) is not None


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
    known = [_by_subject(clause, confidence) for clause in clauses]
    sure = [c for c in known if c.intent not in NO_QUESTION and c.confidence >= confidence]
    asked = [clause for clause in sure if asks(clause.text) or _names_subject(clause.text)]
    if asked:
        sure = [c for c in sure if c in asked or _is_told(c)]
    return list(dict.fromkeys(clause.intent for clause in sure))


def _by_subject(clause: ClauseIntent, confidence: float) -> ClauseIntent:
    """Return a clause with the intent of its subject, where the classifier is not sure of any.

    One word is little to go by: it is unsure of "sessions?", and of "pain for cellulite".
    """
    named = _STARTS_WITH_SUBJECT.match(clause.text)
    subject = subject_of_word(named[1]) if named else None
    if clause.intent == OUT_OF_SCOPE and _ASKS_IF_IT_IS.match(clause.text):
        # "Does it rly work": one odd word makes it strange to the classifier.
        subject = next(iter(subjects_of(clause.text)), None)
    elif clause.confidence >= confidence:
        return clause
    return ClauseIntent(clause.text, subject, 1.0) if subject else clause


def _names_subject(clause: str) -> bool:
    named = _STARTS_WITH_SUBJECT.match(clause)
    return named is not None and len(clause.split()) <= MOST_WORDS_OF_SUBJECT


def _is_told(clause: ClauseIntent) -> bool:
    return clause.intent in TOLD and clause.confidence >= TOLD_CONFIDENCE
