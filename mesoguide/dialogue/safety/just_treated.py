"""Recognises that somebody was treated a short while ago: "mum had the chin shots this morning".

By itself it asks nothing, and gets the question what is wrong or what they would like to know. What
is asked right after it is about what came of the treatment: "is swelling normal" is then a symptom.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.safety.triage import TriageTable
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.lexicon import word_set
from mesoguide.nlp.questions import asks

#: Longer messages are cut before the search.
MAX_CHARACTERS = 500

_TREATMENT = (
    r"(?:injections?|inj|shots?|jabs?|needles|treatments?|sessions?|rounds?|meso\w*|appointment|"
    r"first (?:one|"
    r"go|visit|time)|second (?:one|go|visit|time)|it done|them done)"
)
_WAS_TREATED = re.compile(
    r"\b(?:had|have had|just had|['\u2019]ve had|got|did|been for|been in for|went for|came for|"
    rf"has had|have|make|made|having had|finished)\b[^.?!]{{0,40}}\b{_TREATMENT}\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:this (?:morning|afternoon|evening|week)|today|yesterday|last night|earlier|just now|"
    r"just had|"
    r"(?:an?|\d+|a few|two|three|couple of|few) (?:hours?|hrs?|days?|mins?|minutes?|"
    r"weeks?) (?:ago|back)|"
    r"(?:on |last )(?:mon|tues|wednes|thurs|fri|satur|sun)day|half an hour ago|"
    r"at your (?:place|clinic)|at yours|with you(?: lot)?)\b",
    re.IGNORECASE,
)
#: Nothing was done yet, or it is only supposed.
_TO_COME = re.compile(
    r"\b(?:will|going to|gonna|next|tomorrow|book\w*|if|when|before|want\w*|can|could|would|"
    r"thinking|"
    r"should|shall|ha(?:ve|s|d) to|need\w*|must|mov(?:e|ing)|chang\w*|cancel\w*|reschedul\w*|"
    r"postpon\w*|miss\w*|having (?:my|her|his|it)|due|about to|supposed)\b",
    re.IGNORECASE,
)
#: Whoever says so tells of something that is wrong, in whatever words.
_WRONG = re.compile(
    r"\b(?:wrong|problems?|worr\w+|funny|not right|strange|odd|weird|bad(?:ly)?|help|feel\w*|"
    r"look\w*|"
    r"hurt\w*|pain\w*|poorly|now (?:it|her|his|my|she|he)|but|can['\u2019]?t|cannot|not)\b",
    re.IGNORECASE,
)
#: What a message that only tells so may be taken for.
_ASKS_NOTHING = frozenset(
    {
        *("inform", "out_of_scope", "affirm", "deny", "greet", "report_symptom", "thank"),
        *("report_emergency", "request_human", "request_appointment", FALLBACK_INTENT),
        "express_crisis",
    }
)
#: Words of such a message that tell nothing else; an alarm is looked past only among these.
_PLAIN_WORDS = word_set(
    """
    hi hello hey just so ok sorry excuse english bad make made do done belly i my me we he she her
    his mum mom mam mother dad father wife husband nan gran sister brother daughter son friend
    partner the a an of at in on for under with your yours you lot place clinic fat hair face neck
    chin double belly tummy thigh thighs arm arms leg legs scalp first second third go one ones
    done had has have been got did this that morning afternoon evening today yesterday earlier
    last night week ago now day days hour hours few two three and
    """
)
#: "I had it yesterday. When can I wash my hair?" tells first, and asks of what is to come then.
_SENTENCE = re.compile(r"[.!?;\n]+\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][a-z]+)?", re.IGNORECASE)
_TOLD = re.compile(rf"\b{_TREATMENT}\b", re.IGNORECASE)
_OF_TREATMENT = re.compile(
    rf"\b{_TREATMENT}\b|\b(?:since|after|where|you|your|patch\w*|scar\w*|sore|hot|pus|itch\w*)\b",
    re.IGNORECASE,
)
#: "Is swelling normal", "is a bit of red ok".
_ASKS_IF_NORMAL = re.compile(
    r"\b(?:normal|usual|common|ok(?:ay)?|alright|all right|expected|typical|to be expected|right|"
    r"supposed|meant to|worry|worried|how long|go (?:down|away)|bad|dangerous)\b",
    re.IGNORECASE,
)


def was_treated(text: str) -> bool:
    """Tell whether a text says that somebody was treated a short while ago."""
    sentences = _SENTENCE.split(text[:MAX_CHARACTERS])
    return any(
        _WAS_TREATED.search(sentence) and _WHEN.search(sentence) and not _TO_COME.search(sentence)
        for sentence in sentences
    )


def only_tells_treatment(message: UnderstoodMessage) -> bool:
    """Tell whether a message says that somebody was treated, and neither what is wrong nor more."""
    if message.is_payload or message.sign or message.intent not in _ASKS_NOTHING:
        return False
    if message.mentioned("symptom") or asks(message.text) or _WRONG.search(message.text):
        return False
    if message.intent in ("report_emergency", "report_symptom", "express_crisis"):
        left = _WORD.findall(_TOLD.sub(" ", message.text.lower()))
        return was_treated(message.text) and all(word in _PLAIN_WORDS for word in left)
    return was_treated(message.text)


def tells_hair_loss(message: UnderstoodMessage, triage: TriageTable) -> bool:
    """Tell whether somebody tells of losing hair, and of no treatment that it came after."""
    text = message.text
    if message.mentioned("concern") != ["hair_loss"] or message.sign:
        return False
    return not (triage.signs_in(text) or was_treated(text) or _OF_TREATMENT.search(text))


def asks_after_treatment(state: TurnState) -> bool:
    """Tell whether "is swelling normal?" comes after word of a treatment just had."""
    text = state.message.text
    if state.message.is_payload or not _ASKS_IF_NORMAL.search(text):
        return False
    return any(was_treated(earlier) for earlier in state.earlier_texts)
