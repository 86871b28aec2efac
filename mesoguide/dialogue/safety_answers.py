"""Reads whether somebody says that they are safe, after a red flag.

Words that sound an alarm by themselves do not here: "the ambulance is here, I'm safe now" names an
ambulance, and "I called Samaritans, I'm ok" names despair.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.names import ANSWER
from mesoguide.dialogue.understood_message import UnderstoodMessage

RED_FLAGS = frozenset({"report_emergency", "express_crisis"})
SAFETY_CHECKS = ("utter_safety_check", "utter_safety_check_crisis")
#: Signs that speak of help or of what was said before, and not of the body now.
SOFT_SIGNS = frozenset({"", "help", "suicide"})

#: Plain words for "I am safe", beside what the dialogue act recognises.
_SAFE = re.compile(
    r"\b(?:i(?: a|['\u2019])?m|we(?: a|['\u2019])?re|(?:s?he|it)(?: i|['\u2019])s|all)"
    r" (?:now |all |quite |perfectly |totally |both )?"
    r"(?:safe|ok(?:ay)?|fine|alright|all right)\b"
    r"|\bfalse alarm\b|\bnot an emergency\b|^\W*safe\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:if|whether|how)\b", re.IGNORECASE)
#: "They gave me adrenaline, I'm safe now" tells of the treatment, not of a new sign.
_TREATED = re.compile(r"\badrenalin|\bepi-?pen", re.IGNORECASE)
_NOT = re.compile(
    # "He says it's fine" is hearsay: sudden sight loss does not wait for it.
    r"\b(?:not|never|isn|aren|don|cannot|can['\u2019]?t|worse|but|still|unless|says|said|thinks)\b",
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
#: "I'm not going to hurt myself", "I didn't mean it like that".
_DENIES_HARM = re.compile(
    r"(?:\b(?:not|never|no)|n['\u2019]t|\bdont)\b[^.?!,;]{0,25}"
    r"\b(?:hurt|harm|kill|suicid\w*|die|dying|end it|top myself)"
    r"|\b(?:did|do)(?: not|n['\u2019]?t) (?:mean|say) (?:it|that)\b"
    r"|\bfigure of speech\b|\bjust an? (?:expression|saying)\b|\bmisunderst(?:and|ood)",
    re.IGNORECASE,
)


def says_safe(message: UnderstoodMessage, last_reply: str | None) -> bool:
    """Tell whether somebody says that they are safe.

    A typed "ok" counts only after the question: after "call an ambulance" it may mean "I will".
    """
    if message.is_payload:
        return message.intent == "affirm" or "safe" in message.mentioned(ANSWER)
    treated = message.sign == "anaphylaxis" and _TREATED.search(message.text)
    text = message.text
    if (message.sign not in SOFT_SIGNS and not treated) or _NOT.search(text):
        return False
    if _UNSURE.search(text):
        return False
    if _states_safe(text):
        return True
    if _LACKS.search(text) and not _GONE.search(text):
        return False
    if message.act == "safe":
        return True
    return message.intent == "affirm" and last_reply in SAFETY_CHECKS


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
    return not message.sign and bool(_DENIES_HARM.search(message.text[:MAX_CHARACTERS]))


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
    if says_safe(message, last_reply):
        return True
    # "Nobody can help me": no new sign, so the help that fits the first alarm fits still.
    if message.intent == "express_crisis" and hold != "crisis":
        return False
    return message.intent in RED_FLAGS and message.sign in ("", "help")
