"""Recognises who asks about a symptom without having one: "I don't have it now, just asking".

Whoever only wants to know what is usual gets an answer, not the questions of the triage.
"""

from __future__ import annotations

import re

#: Longer messages are cut before the search.
MAX_CHARACTERS = 1_000

_NOT_MINE = re.compile(
    r"\b(?:do|does|did|have|has)(?: not|n['\u2019]?t) "
    r"(?:\w+ ){0,2}(?:have|got|had|started|begun)\b[^.?!,;]{0,20}"
    r"\b(?:it|any|one|this|that|anything|them|yet|now)\b"
    r"|\bnot (?:me|mine|now|yet|about me|(?:really )?happening|having (?:it|any))\b"
    r"|\b(?:just|only) (?:asking|wondering|curious|want(?:ed)? to know|a (?:general )?question)\b"
    r"|\b(?:in|as a) general\b|\bgenerally\b|\bhypothetical(?:ly)?\b|\btheoretically\b"
    r"|\bbefore i (?:book|decide|have it|go for it|start|commit)\b"
    r"|\b(?:thinking of|considering) (?:having|getting|booking|trying)\b|\bfor (?:the )?future\b",
    re.IGNORECASE,
)
#: "Just wondering, my arm is red": the symptom is there.
_MINE = re.compile(
    r"\b(?:i|he|she|we)(?:['\u2019]ve| have|['\u2019]?s| has)? (?:now |still )?"
    r"(?:got|have|has|had|feel|feels|noticed|found)\b(?! (?:not|no|none)\b)"
    r"|\b(?:my|her|his) (?:\w+ ){1,3}(?:is|are|looks?|feels?|hurts?|has|have|['\u2019]s)\b"
    r"|\b(?:is|it['\u2019]?s|are) (?:getting |still |now )",
    re.IGNORECASE,
)
_WHAT_IS_USUAL = re.compile(
    r"\b(?:how long|how many (?:days|weeks)|how soon|normal(?:ly)? (?:last|take)|"
    r"(?:is|are|would|what(?:['\u2019]?s| is|s)) .{0,40}(?:normal|usual|common|typical)|"
    r"(?:days?|weeks?) is normal|last(?:s|ing)?|go(?:es)? (?:away|down)|clear up|fade)\b",
    re.IGNORECASE,
)
_OF_RESULTS = re.compile(
    r"\b(?:results?|effects?|benefits?|visits?|sessions?|appointments?|treatments?|cream|numb\w*|"
    r"work|wait|wrinkles?|hair)\b",
    re.IGNORECASE,
)


def is_not_about_now(text: str) -> bool:
    """Tell whether a message says that its symptom is not there; in doubt it is."""
    text = text[:MAX_CHARACTERS]
    if not _NOT_MINE.search(text):
        return False
    return not _MINE.search(_NOT_MINE.sub(" ", text))


def asks_what_is_usual(text: str) -> bool:
    """Tell whether a message asks how long a reaction lasts, or whether it is normal."""
    text = text[:MAX_CHARACTERS]
    return bool(_WHAT_IS_USUAL.search(text)) and not _OF_RESULTS.search(text)
