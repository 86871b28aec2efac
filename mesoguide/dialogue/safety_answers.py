"""Reads whether somebody says that they are safe, after a red flag.

Words that sound an alarm by themselves do not here: "the ambulance is here, I'm safe now" names an
ambulance, and "I called Samaritans, I'm ok" names despair.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.names import ANSWER
from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Kinds of red flag.
EMERGENCY, CRISIS = "emergency", "crisis"
RED_FLAGS = frozenset({"report_emergency", "express_crisis"})
SAFETY_CHECKS = ("utter_safety_check", "utter_safety_check_crisis")
#: Signs that speak of help or of what was said before, and not of the body now.
SOFT_SIGNS = frozenset({"", "help", "suicide"})

#: Plain words for "I am safe", beside what the dialogue act recognises.
_SAFE = re.compile(
    r"\b(?:i(?: a|['\u2019])?m|we(?: a|['\u2019])?re|(?:s?he|it)(?: i|['\u2019])s|all)"
    r" (?:now |all |quite |perfectly |totally |completely |absolutely |both )*"
    r"(?:safe|ok(?:ay)?|fine|alright|all right|better|out of danger)\b(?! (?:with|than|to|off)\b)"
    r"|\b(?:feel|feels|feeling) (?:\w+ )?(?:safe|fine|ok(?:ay)?|normal|alright|all right|better)\b"
    r"|\bbreathing (?:is )?(?:\w+ )?(?:fine|ok(?:ay)?|normal(?:ly)?|easily|freely|well)\b"
    r"|\bcan breathe (?:again|fine|ok(?:ay)?|normally|easily|freely|well)\b"
    r"|\bfalse alarm\b|\bnot an emergency\b|\bnot in (?:any )?danger\b|^\W*safe\W*$",
    re.IGNORECASE,
)
#: Intents that a statement without any question may be taken for.
_BARE = frozenset({"affirm", "deny", "inform"})
_AM_SAFE = re.compile(
    r"\b(?:i(?: a|['\u2019])?m|we(?: a|['\u2019])?re) (?:\w+ )?safe\b", re.IGNORECASE
)
_ASKED = re.compile(r"\b(?:if|whether|how)\b", re.IGNORECASE)
#: "They gave me adrenaline, I'm safe now" tells of the treatment, not of a new sign.
_TREATED = re.compile(r"\badrenalin|\bepi-?pen", re.IGNORECASE)
_NOT = re.compile(
    # "He says it's fine" is hearsay: sudden sight loss does not wait for it.
    r"\b(?:not|never|isnt?|arent?|dont?|cannot|can['\u2019]?t|worse|but|still|unless|says|said|"
    r"thinks)\b",
    re.IGNORECASE,
)
#: Denials that are part of an all-clear: "not wheezing any more", "we are not in danger".
_GOOD_NOT = re.compile(
    r"\b(?:not|isn['\u2019]?t|aren['\u2019]?t|cannot|can['\u2019]?t)\b[^.?!,;]{0,30}"
    r"\b(?:any ?more|any longer)\b"
    r"|\bnot (?:in (?:any )?danger|at risk)\b|\b(?:don['\u2019]?t|do not|no need to) worry\b",
    re.IGNORECASE,
)
#: "I'm safe, but can you answer me now?" takes nothing back.
_BUT_ASKS = re.compile(
    r"\bbut\b(?=\W+(?:now |please |first )?(?:what|how|when|where|who|which|can|could|do|does|"
    r"is|are|will|would|tell|answer|i (?:want|would|need to know|have a question))\b)",
    re.IGNORECASE,
)
#: "I'm fine with dying" is no all-clear; "I'm ok, I called Samaritans" is.
_DEATH = re.compile(
    r"\b(?:die|dead|dying|death|kill\w*|suicid\w*|overdos\w*|end (?:it|my life)|"
    r"hurt(?:ing)? myself)\b",
    re.IGNORECASE,
)
#: After an emergency: "that is not happening, I was only asking" says that there is none.
_NOT_HAPPENING = re.compile(
    r"\b(?:not|n['\u2019]t) (?:really |actually )?happen(?:ing|ed)\b|\bhypothetical(?:ly)?\b"
    r"|\b(?:only|just) (?:asking|wondering|curious)\b"
    r"|\bnothing(?: is|['\u2019]?s)? (?:wrong|happening|happened)\b|\bin general\b"
    r"|\byears ago\b",
    re.IGNORECASE,
)
#: A bare "ok" or "fine" may be a shrug; "yes" is an answer.
_SHRUG = re.compile(
    r"^\W*(?:(?:o?k+|okay|okey|alright|all right|right|fine|sure|cool|good|great|whatever|meh|hm+|"
    r"mhm|uh huh|thanks?|thx|then|if you say so)\W*)+$",
    re.IGNORECASE,
)
#: "I'm fine I guess, just joking" takes nothing back for certain: the question is asked again.
_UNSURE = re.compile(
    r"\b(?:guess|suppose|maybe|perhaps|probably|i think|hope|hopefully|sort of|kind of|kinda|"
    r"sorta|jok(?:e|ing|ed)|kidding)\b",
    re.IGNORECASE,
)
#: "No fever though" speaks of another sign; "no swelling any more" of one that has gone.
_LACKS = re.compile(r"\b(?:no|without|neither|nor|none)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:any ?more|longer|gone|stopp?ed|passed|went|over|better|settled)\b", re.IGNORECASE
)

#: Longer messages are cut before the search.
MAX_CHARACTERS = 1_000
_CALLED = r"(?:call|ring|phon|dial|contact)(?:ed|ing)|rang|rung|got hold of|spoke to|speaking to"
_HELP = (
    r"999|112|111|911|ambulance|paramedics?|samaritans|emergency (?:services|line)|crisis line|"
    r"out[- ]of[- ]hours|gp|doctor"
)
#: "We've rung 111", "the ambulance is coming", "they are sending someone".
_HELP_COMES = re.compile(
    rf"\b(?:{_CALLED})\b[^.?!]{{0,25}}\b(?:{_HELP})\b"
    rf"|\b(?:{_HELP}|help|they|someone|somebody)\b(?:['\u2019](?:s|re)| is| are)?[^.?!]{{0,12}}"
    r"\b(?:coming|on (?:its|the|their|his|her) way|sending|been called|be here|will come)\b",
    re.IGNORECASE,
)
_NO_HELP = re.compile(
    r"\b(?:no|not|nobody|none|never|cannot|should|shall|unless|until|if)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)
#: "I won't do anything silly, I promise": not yet a word about being safe.
_PROMISES = re.compile(
    r"\b(?:won['\u2019]?t|will not|not going to|not gonna|wouldn['\u2019]?t) (?:\w+ )?do "
    r"(?:anything|something|it)\b|\bpromise\b",
    re.IGNORECASE,
)
#: "My sister is here with me."
_COMPANY = re.compile(
    r"\b(?:is|are|['\u2019]s|['\u2019]re|sits|stays|staying) (?:\w+ )?with me\b"
    r"|\b(?:i am|i['\u2019]?m) (?:here |now )?with my\b|\bnot alone\b",
    re.IGNORECASE,
)
#: Who asks what to do is told again whom to call; who cannot call, to have somebody else do it.
_ASKS_WHAT_TO_DO = re.compile(
    r"\bwhat (?:do|should|can|shall|else) (?:can |should |do )?(?:i|we)\b(?: \w+){0,2} do\b"
    r"|\bwhat now\b|\bwho(?:m)? (?:do|should|can|shall) (?:i|we) (?:ring|call|phone|tell|ask)\b"
    r"|\b(?:call|ring|phone) (?:you|them|someone|somebody|an ambulance|for me)\b"
    r"|\bwaste (?:any|your|their)\b"
    r"|\b(?:can(?:no|['\u2019])?t|cannot|unable to) (?:call|ring|phone|talk|speak)\b"
    r"|\bno (?:phone )?(?:credit|signal|phone|minutes)\b"
    r"|\bshould (?:i|we) (?:wait|drive|go|call)\b",
    re.IGNORECASE,
)
#: "I'm not going to hurt myself", "I didn't mean it like that".
_DENIES_HARM = re.compile(
    r"(?:\b(?:not|never|no)|n['\u2019]t|\bdont)\b[^.?!,;]{0,25}"
    r"\b(?:hurt|harm|kill|suicid\w*|die|dying|end it|top myself)"
    r"|\b(?:did|do)(?: not|n['\u2019]?t) (?:mean|say) (?:it|that)\b"
    r"|\bfigure of speech\b|\bjust an? (?:expression|saying)\b|\bmisunderst(?:and|ood)",
    re.IGNORECASE,
)


def says_safe(message: UnderstoodMessage, last_reply: str | None, hold: str | None = None) -> bool:
    """Tell whether somebody says that they are safe.

    A typed "yes" counts only after the question: after "call an ambulance" it may mean "I will".

    Args:
        message: what was written.
        last_reply: name of the last reply.
        hold: the kind of the first alarm, emergency or crisis, if it matters.
    """
    if message.is_payload:
        return message.intent == "affirm" or "safe" in message.mentioned(ANSWER)
    treated = message.sign == "anaphylaxis" and _TREATED.search(message.text)
    text = _BUT_ASKS.sub(" ", _GOOD_NOT.sub(" ", message.text[:MAX_CHARACTERS]))
    if (message.sign not in SOFT_SIGNS and not treated) or _UNSURE.search(text):
        return False
    if _DEATH.search(text) and not _DENIES_HARM.search(text):
        return False
    if hold == EMERGENCY and message.act != "not_safe" and _NOT_HAPPENING.search(message.text):
        return True
    if _NOT.search(text):
        return False
    if _states_safe(_BUT_ASKS.sub(". ", message.text)):
        return True
    if (_LACKS.search(text) and not _GONE.search(text)) or _SHRUG.match(text):
        return False
    if hold == CRISIS and _PROMISES.search(text) and not _COMPANY.search(text):
        return False
    if message.act == "safe" or (_PROMISES.search(text) and _COMPANY.search(text)):
        return True
    return message.intent == "affirm" and last_reply in SAFETY_CHECKS


def reports_recovery(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says by themselves that they are safe or that a sign has gone.

    Both the words and the dialogue act must say so, and nothing may be asked or be wrong still.
    "I am safe, my wife is with me" may also look like a bare yes or no.
    """
    text = message.text[:MAX_CHARACTERS]
    looks_safe = message.act == "safe" or (message.intent in _BARE and says_to_be_safe(text))
    if message.is_payload or message.sign or not looks_safe:
        return False
    if _NOT.search(_GOOD_NOT.sub(" ", text)) or _UNSURE.search(text) or "?" in text:
        return False
    return _states_safe(text) or bool(_GONE.search(text))


def says_to_be_safe(text: str) -> bool:
    """Tell whether somebody states, with this word, that they are safe."""
    return bool(_AM_SAFE.search(text)) and _states_safe(text)


def _states_safe(text: str) -> bool:
    """Tell whether a text says "safe" rather than asks it: "tell me if it is safe"."""
    sentences = re.split(r"(?<=[.?!])\s", text)
    return any(
        _SAFE.search(sentence) and not sentence.endswith("?") and not _ASKED.search(sentence)
        for sentence in sentences
    )


def says_help_comes(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that help was called or is on its way; "no help comes" is none."""
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload or message.act == "not_safe" or _NO_HELP.search(text):
        return False
    return bool(_HELP_COMES.search(text))


def denies_harm(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that they do not mean to harm themselves.

    It is no all-clear, since people say so who do; but to be told again to call for help is no
    answer to it. Words that are a red flag by themselves outweigh it.
    """
    text = message.text[:MAX_CHARACTERS]
    return not message.sign and bool(_DENIES_HARM.search(text) or _PROMISES.search(text))


def asks_what_to_do(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what to do or whom to call, or says that they cannot call."""
    return not message.is_payload and bool(_ASKS_WHAT_TO_DO.search(message.text[:MAX_CHARACTERS]))


def says_unsafe(message: UnderstoodMessage, last_reply: str | None) -> bool:
    """Tell whether somebody says that they are not safe."""
    if message.is_payload:
        return message.intent == "deny" or "unsafe" in message.mentioned(ANSWER)
    if message.act == "not_safe" or message.intent in {"report_symptom", *RED_FLAGS}:
        return True
    return message.intent == "deny" and message.act == "none" and last_reply in SAFETY_CHECKS


def answers_the_check(message: UnderstoodMessage, hold: str, last_reply: str | None) -> bool:
    """Tell whether a message that sounds an alarm is an answer to "are you safe?" instead.

    Args:
        message: what was written.
        hold: the kind of the first alarm, emergency or crisis.
        last_reply: name of the last reply.
    """
    if says_safe(message, last_reply, hold):
        return True
    # "Nobody can help me": no new sign, so the help that fits the first alarm fits still.
    if message.intent == "express_crisis" and hold != "crisis":
        return False
    return message.intent in RED_FLAGS and message.sign in ("", "help")
