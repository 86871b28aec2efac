"""Recognises what people add right after they were told how soon to get help with a symptom.

"Is normal?", "and if it gets worse?" and "it's only small" name no sign, and by themselves could be
about anything. Right after the advice they are about the symptom.
"""

from __future__ import annotations

import re

from mesoguide.nlp.questions import asks

#: Longer messages say by themselves what they are about.
LONGEST = 70

_LEAD = (
    r"^\W*(?:(?:and|so|but|ok|okay|k|then|well|hm+|please|also|yes|no|oh|thanks?|thx|sorry|right)"
    r"\W+)*"
)
_IT = r"(?:it|that|this|they|these|those|the (?:\w+ ){0,2}\w+)"
_STATE = (
    r"(?:normal|ok|okay|usual|common|serious|bad|dangerous|alright|all right|fine|safe|infected|"
    r"an? infection|harmless|nothing|a problem|to be expected|expected|allowed|worrying|a bad sign|"
    r"anything (?:bad|serious|to worry))"
)
#: "Is it normal?", "normal?", "so its fine?", "that ok or not"
_IS_IT_NORMAL = re.compile(
    rf"{_LEAD}(?:(?:is|are|was|isnt|isn['\u2019]t|will) )?(?:{_IT}(?:['\u2019]?s)? )?"
    rf"(?:is |are |be )?(?:\w+ ){{0,2}}?{_STATE}\b(?: (?:then|right|or not|or no|yes|no|still|now|"
    r"for me|after|to have))*\W*$"
    rf"|{_LEAD}(?:nothing to worry|not (?:serious|dangerous|bad|an? infection))\b",
    re.IGNORECASE,
)
#: "OK" and "fine" alone close the matter; with a question mark, or begun with "is", they ask.
_ASKED = re.compile(r"\?|" + _LEAD + r"(?:is|are|was|isnt|isn['\u2019]t|will|normal)\b", re.I)
#: "Should I worry?", "do I need a doctor?", "when it go?", "what if it doesn't go?"
_WHAT_NOW = re.compile(
    rf"{_LEAD}(?:what )?(?:if|in case) (?:{_IT}|i|he|she)\b"
    rf"|{_LEAD}what (?:if|happens if|about if)\b"
    r"|\b(?:should|shall|must|need|do) (?:i|we|he|she) (?:need (?:to )?|have to |be )*"
    r"(?:worr\w+|concerned|scared|see|go|come|call|ring|wait|show|tell|get|a doctor|check\w*)\b"
    r"|\b(?:can|could) (?:i|it|we) wait\b"
    rf"|{_LEAD}(?:when|how long|how soon)\b[^.?!]{{0,15}}\b(?:go|goes|gone|fade|heal|last|better|"
    r"clear|disappear|stop|away|down)\b"
    r"|\b(?:when|how) (?:will i|do i|to) know\b"
    rf"|\bnothing to worry\b|{_LEAD}(?:for |since )?how long\W*$"
    r"|\b(?:does|could|can|would) (?:it|this|that) (?:mean|be)\b",
    re.IGNORECASE,
)
#: "He says it's nothing. If he gets the fever, what do we do?"
_SUPPOSES = re.compile(
    rf"[.!;]\s+(?:(?:and|so|but|what)\W+)*(?:if|in case) (?:{_IT}|i|he|she)\b[^.!]{{0,30}}"
    r"\bwhat (?:then|now|(?:do |should |can |shall )?(?:i|we) (?:do|should do))",
    re.IGNORECASE,
)
#: "It's only small", "not sore, getting smaller", "just a little one"
_PLAYS_DOWN = re.compile(
    rf"{_LEAD}(?:(?:it['\u2019]?s|its|{_IT} (?:is|are)|they['\u2019]?re|is|only|just|really|very|"
    r"quite|pretty|a|so) )*"
    r"(?:small|tiny|little|minor|slight|faint|light|mild|smaller|fading|shrinking|better|"
    r"less(?: \w+)?|not (?:big|large|bad|much|that bad))(?: (?:one|bit|now|thing|already))*\W*$"
    r"|\b(?:getting|gets|got|is|a bit|looks|going) (?:\w+ )?(?:smaller|better|lighter|softer|down|"
    r"less)\b"
    r"|\b(?:fading|shrinking|going away|went down)\b"
    r"|\b(?:not|no|isn['\u2019]?t|without|doesn['\u2019]?t) (?:\w+ )?(?:sore|painful|pain|red|hot|"
    r"warm|itchy|hurt\w*|swollen|hard|pus|fever|tender)\b",
    re.IGNORECASE,
)


#: "It hurts more now", "its getting bigger"
_WORSE = re.compile(
    r"\b(?:hurts?|hurting|itch\w*|aches?|sore|swollen|painful|red|hot|it['\u2019]?s|its?|this|they|looks?|"
    r"feels?|getting|gets|got|is|now)\b[^.?!]{0,15}\b(?:more|worse|bigger|larger|harder|spread\w*|"
    r"a lot|really bad)\b",
    re.IGNORECASE,
)


def asks_on(text: str) -> bool:
    """Tell whether a message asks on about a symptom without naming one."""
    if len(text) > LONGEST:
        return False
    is_asked = bool(_ASKED.search(text)) and bool(_IS_IT_NORMAL.search(text))
    return is_asked or bool(_WHAT_NOW.search(text) or _SUPPOSES.search(text))


def gets_worse(text: str) -> bool:
    """Tell whether a short message says, and does not ask, that a symptom got worse."""
    return len(text) <= LONGEST and not asks(text) and bool(_WORSE.search(text))


def plays_down(text: str) -> bool:
    """Tell whether a message says that a symptom is small or getting better."""
    return len(text) <= LONGEST and bool(_PLAYS_DOWN.search(text))
