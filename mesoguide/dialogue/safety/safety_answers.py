"""Reads whether somebody says that they are safe, after a red flag.

Words that sound an alarm by themselves do not here: "the ambulance is here, I'm safe now" names an
ambulance, and "I called Samaritans, I'm ok" names despair.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.names import ANSWER
from mesoguide.dialogue.safety.crisis_answers import (
    MAX_CHARACTERS,
    denies_death,
    is_accompanied,
    promises,
)
from mesoguide.dialogue.safety.help_under_way import help_under_way, is_in_care
from mesoguide.dialogue.safety.hold_questions import asks_to_wait, cries_for_help
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.questions import asks

#: Kinds of red flag.
EMERGENCY, CRISIS = "emergency", "crisis"
RED_FLAGS = frozenset({"report_emergency", "express_crisis"})
#: Replies that end with the question whether somebody is safe.
SAFETY_CHECKS = (
    *("utter_safety_check", "utter_safety_check_crisis"),
    *("utter_hold_better", "utter_hold_better_crisis"),
    *("utter_hold_medicine", "utter_hold_medicine_crisis"),
    *("utter_hold_who_is_there", "utter_hold_who_is_there_crisis"),
    *("utter_hold_comes_back", "utter_hold_comes_back_crisis"),
    "utter_hold_no_wait",
)
#: Signs that speak of help or of what was said before, and not of the body now.
SOFT_SIGNS = frozenset({"", "help", "suicide"})

#: Of whom it is said; "my arm is fine" says nothing of the chest.
_SOMEBODY = (
    r"s?he|(?:my )?(?:mum|mom|mother|dad|father|wife|husband|partner|friend|sister|brother|son|"
    r"daughter|boyfriend|girlfriend|gran\w*|nan|child|kid|client|patient)|"
    r"every(?:one|body|thing)"
)
#: "Safe with the crew" is safe; "fine with dying" is not.
_CARERS = r"(?:(?:the |a |an )?(?:ambulance|paramedics?|medics?|crew|doctors?|nurses?)|me|us)\b"
#: Plain words for "I am safe", beside what the dialogue act recognises.
_SAFE = re.compile(
    rf"\b(?:i(?: a|['\u2019])?m|am|we(?: a|['\u2019])?re|we r|(?:s?he|it|they)(?: i|['\u2019])s|"
    rf"s?hes|they(?: a|['\u2019])?re|(?:{_SOMEBODY}) (?:is|are)|(?:{_SOMEBODY})(?= ok| fine)|all)"
    r" (?:now |all |quite |perfectly |totally |completely |absolutely |both |really |much )*"
    r"(?:safe|ok(?:ay)?|fine|alright|all right|better|good now|well now|out of danger|stable)\b"
    rf"(?! (?:than|to|off)\b)(?! with (?!{_CARERS}))"
    r"|\bits (?:all |now |completely )*(?:ok(?:ay)?|fine|better) now\b"
    r"|\b(?:feel|feels|feeling) (?:\w+ )?(?:safe|fine|ok(?:ay)?|normal|alright|all right|better)\b"
    r"|\bbreathing (?:is )?(?:\w+ )?(?:fine|ok(?:ay)?|normal(?:ly)?|easily|freely|well)\b"
    r"|\bcan breathe (?:again|fine|ok(?:ay)?|normally|easily|freely|well)\b"
    r"|\bfalse alarm\b|\bnot an emergency\b|\bnot in (?:any )?danger\b|^\W*safe\W*$"
    r"|(?:^|[.,;!]\s*)(?:yes |yeah |yep )?(?:safe|ok(?:ay)?|fine|all (?:good|fine|ok)) now\b"
    r"|\b(?:yes|yeah|yep|now)\W+(?:i |am |im )*safe\b",
    re.IGNORECASE,
)
#: "Doctor saw her, all fine"; in despair it may be a shrug.
_ALL_WELL = re.compile(
    r"(?:^|[.,;!]\s*|\band )(?:so |now )?all (?:good|fine|ok(?:ay)?|clear|well|sorted)"
    r"\W*(?:now|thanks?|thank you|thx|cheers)?\W*$",
    re.IGNORECASE,
)
#: Intents that a statement without any question may be taken for.
_BARE = frozenset({"affirm", "deny", "inform"})
_AM_SAFE = re.compile(
    rf"\b(?:i(?: a|['\u2019])?m|am|we(?: a|['\u2019])?re|we r|(?:{_SOMEBODY}) is|s?hes|now|yes|"
    r"and|feel)\W+(?:(?!not\b)\w+ )?safe\b(?! (?:to|for)\b)|\bsafe now\b|^\W*safe\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:if|whether|how)\b", re.IGNORECASE)
#: "They gave me adrenaline, I'm safe now" tells of the treatment, not of a new sign.
_TREATED = re.compile(r"\badrenalin|\bepi-?pen", re.IGNORECASE)
_BLEEDING_STOPPED = re.compile(
    r"\b(?:stopped|no longer|not|isn['\u2019]?t) bleeding\b(?! (?:a|so|as) )"
    r"|\bbleeding (?:has |is |it )?(?:now |all |finally )*(?:stopped|over|gone)\b",
    re.IGNORECASE,
)
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
    r"|\b(?:only|just|was|am|i['\u2019]?m) (?:only |just )?(?:asking|wondering|curious)\b"
    r"|\bnothing(?: is|['\u2019]?s)? (?:wrong|happening|happened)\b|\bin general\b"
    r"|\byears ago\b|\b(?:a|an|just|only|was) (?:\w+ )?(?:test|example)\b|\b(?:just|only) testing\b"
    r"|\btesting (?:you|u|the bot|this|it)\b|\bi (?:mean|meant|said|ask(?:ed)?) (?:what )?if\b"
    r"|\bi said if\b|\b(?:only|just|was) (?:a )?(?:general )?question\b|\btheoretical(?:ly)?\b"
    r"|\b(?:no|not an?|isn['\u2019]?t an?|there is no) (?:real )?emergency\b"
    r"|\bi (?:don['\u2019]?t|do not|dont) have (?:it|that|this|any(?: of that)?)\b"
    r"|\b(?:it|this|that) (?:has not|hasn['\u2019]?t|didn['\u2019]?t|did not) happen\w*\b"
    r"|\bfor (?:the )?future\b|\bbefore i (?:book|decide|have it)\b",
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
    r"\b(?:guess|suppose|maybe|mayb|perhaps|probably|prob|i think|hope|hopefully|sort of|kind of|"
    r"kinda|sorta|jok(?:e|ing|ed)|kidding|not sure|unsure|dunno|idk|i wish|should be|might be|"
    r"seems?|dont know|don['\u2019]t know)\b",
    re.IGNORECASE,
)
#: What somebody takes it to have been; unsure as it is, it is not about how they are now.
_CAUSE = re.compile(
    r"(?:\b(?:i|think|thought|guess|suppose|maybe|perhaps|probably|prob|just|only|must|might|could|"
    r"have|been|be|it|its|it['\u2019]s|that|this|was|were|is|a|an|some|my|bit|of|from)\s+)*"
    r"\b(?:panic\w*|anxi\w+|stress\w*|nerves|nervous|over-?react\w*|hyperventilat\w*|heartburn|"
    r"indigestion|something i ate|(?<=was )nothing|(?<=probably )nothing)\b"
    r"(?: (?:attack|i think|i guess|maybe|probably))*",
    re.IGNORECASE,
)
#: Better is not yet well: "a bit better", "it eases off", "she is awake".
_PARTLY = re.compile(
    r"\bbetter than\b|\b(?:bit|little|slightly|somewhat|almost|nearly|mostly|more or less|half|"
    r"getting|gets|tad|touch|some) (?:\w+ )?(?:better|ok(?:ay)?|fine|calmer|easier|less|safe|gone|"
    r"relief|good)\b"
    r"|\b(?:eas(?:es|ing|ed|ier)|improving|less (?:\w+)|going down|calming|comes? and goes?)\b"
    r"|\b(?:awake|woke(?:n)?|came (?:round|to)|come (?:round|to)|conscious|opened (?:her|his) eyes|"
    r"responding|breathing again)\b",
    re.IGNORECASE,
)
#: Whoever waves it aside says nothing of being safe.
_DISMISSES = re.compile(
    r"\b(?:forget (?:it|about it)|never ?mind|whatever|(?:just|please) (?:answer|tell)|answer me|"
    r"does(?:n['\u2019]?t| not) matter|move on|leave it)\b",
    re.IGNORECASE,
)
#: Beside a plain "I am safe": what else would take it back.
_BAD_NEWS = re.compile(
    r"\b(?:still|worse|cannot|cant|can['\u2019]t|unless|but)\b"
    r"|(?:\b(?:not|never|no|dont|isnt|arent|doesnt)|n['\u2019]t) (?:\w+ ){0,2}"
    r"(?:good|well|ok|okay|right|better|safe|fine|gone|over|stopped|normal|help|away|alone|sure)\b",
    re.IGNORECASE,
)
#: "The doctor says I'm fine": a clinician saw them. "It was scary but I'm safe" takes nothing back.
_NO_DOUBT = re.compile(
    r"\b(?:doctors?|paramedics?|medics?|nurses?|gp|hospital|ambulance|crew)\b[^.?!]{0,15}"
    r"\b(?:said|says|say|thinks?|told (?:me|us))\b(?: that)?"
    r"|\b(?:was|were|had|got|felt|scared|happened|hurt)\b[^.?!]{0,30}\bbut\b"
    r"(?=\W+(?:now )?(?:i|im|we|all|its?|s?hes?)\b)",
    re.IGNORECASE,
)
#: "No fever though" speaks of another sign; "no swelling any more" of one that has gone.
_LACKS = re.compile(r"\b(?:no|without|neither|nor|none)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:any ?more|longer|gone|stopp?ed|passed|went|over|better|settled)\b", re.IGNORECASE
)

#: How somebody is, in a word; "my wife is with me" says nothing of it.
_WELL = re.compile(r"\b(?:calm\w*|good|ok(?:ay)?|fine|well|safe|relieved)\b", re.IGNORECASE)

#: Words without which the classifier of dialogue acts is not believed: "I'm on Xarelto" tells of no
#: relief. Asked once more, somebody who is safe says so.
_CALM = re.compile(
    r"\b(?:safe|ok(?:ay|ey)?|fine|well|good|great|better|best|calm\w*|normal\w*|gone|went|over|past|"
    r"pass(?:ed|ing)?|stop+ed|settled|sorted|down|away|clear\w*|recover\w*|reliev\w*|relief|home|"
    r"back|discharged|released|alright|all right|right|again|breath\w*|eas(?:y|ily|ier)|no longer|"
    r"any ?more|nothing|false|under control|steady|stable|thank\w*|with (?:me|us|her|him))\b",
    re.IGNORECASE,
)

#: Who asks what to do is told again whom to call; who cannot call, to have somebody else do it.
_ASKS_WHAT_TO_DO = re.compile(
    r"\bwhat (?:do|should|can|shall|else) (?:can |should |do )?(?:i|we)\b(?: \w+){0,2} do\b"
    r"|\bwhat now\b|\bwho(?:m)? (?:do|should|can|shall) (?:i|we) (?:ring|call|phone|tell|ask)\b"
    r"|\b(?:call|ring|phone) (?:you|them|someone|somebody|an ambulance|for me)\b"
    r"|\bwaste (?:any|your|their)\b"
    r"|\b(?:can(?:no|['\u2019])?t|cannot|unable to) (?:call|ring|phone|talk|speak)\b"
    r"|\b(?:do not|don['\u2019]?t) have (?:a |my |any )?(?:phone|signal|credit)\b"
    r"|\bno (?:phone )?(?:credit|signal|phone|minutes)\b"
    r"|\b(?:should|can|shall|must) (?:i|we|he|she) (?:wait|drive|go|call|make|lie|sit|move|wake|"
    r"give (?:him|her|them|it)|"
    r"keep|put|lay|stay|walk|drink|eat|do)\b",
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
    if not _is_soft(message):
        return False
    if _DEATH.search(message.text) and not denies_death(message.text):
        return False
    if hold == EMERGENCY and says_it_is_not_so(message):
        return True
    text = _stripped(message.text)
    if _UNSURE.search(text):
        return False
    if says_to_be_safe(text) and not _BAD_NEWS.search(text):
        return True
    if _NOT.search(text) or _PARTLY.search(text):
        return False
    if states_safe(text) or (hold == EMERGENCY and _ALL_WELL.search(text)):
        return True
    if (_LACKS.search(text) and not _GONE.search(text)) or _SHRUG.match(text):
        return False
    if _DISMISSES.search(text) and not _GONE.search(text):
        return False
    if hold == CRISIS and not (_GONE.search(text) or promises(text) or _WELL.search(text)):
        return message.intent == "affirm" and last_reply in SAFETY_CHECKS
    if asks(text) and not _GONE.search(text):
        return False
    if help_under_way(message) or (_CAUSE.search(message.text) and not _GONE.search(text)):
        return False
    if promises(text) != is_accompanied(text):
        return False  # neither a promise nor company is enough by itself
    is_act = message.act == "safe" and bool(_CALM.search(text))
    if is_act or (promises(text) and is_accompanied(text)):
        return True
    return message.intent == "affirm" and last_reply in SAFETY_CHECKS


def _is_soft(message: UnderstoodMessage) -> bool:
    """Tell whether a message names no sign that is there now: of help, or of the treatment."""
    treated = message.sign == "anaphylaxis" and bool(_TREATED.search(message.text))
    stopped = message.sign == "bleeding" and bool(_BLEEDING_STOPPED.search(message.text))
    return message.sign in SOFT_SIGNS or treated or stopped


def is_taken_over(message: UnderstoodMessage) -> bool:
    """Tell whether professionals look after them now, and nothing is said to be there still."""
    text = _stripped(message.text)
    if not _is_soft(message) or message.act == "not_safe" or _BAD_NEWS.search(text):
        return False
    return is_in_care(message)


def says_partly(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that it is better but not over: "a bit better", "she woke up"."""
    text = _stripped(message.text)
    if message.is_payload or message.act == "not_safe" or _BAD_NEWS.search(text):
        return False
    return bool(_PARTLY.search(text))


def says_it_is_not_so(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that it did not happen: a test, an example, a question only.

    True only of an emergency: who was in despair and calls it a test is asked again.
    """
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload or message.sign not in SOFT_SIGNS or message.act == "not_safe":
        return False
    return bool(_NOT_HAPPENING.search(text))


def _stripped(text: str) -> str:
    """Return a text without what may sound like a doubt about being safe and is none."""
    shortened = text[:MAX_CHARACTERS]
    for harmless, instead in ((_GOOD_NOT, " "), (_BUT_ASKS, ". "), (_NO_DOUBT, " ")):
        shortened = harmless.sub(instead, shortened)
    return _CAUSE.sub(" . ", shortened)


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
    return states_safe(text) or bool(_GONE.search(text))


def says_to_be_safe(text: str) -> bool:
    """Tell whether somebody states, with this word, that they are safe."""
    return bool(_AM_SAFE.search(text)) and states_safe(text)


def states_safe(text: str) -> bool:
    """Tell whether a text says "safe" rather than asks it: "tell me if it is safe"."""
    sentences = re.split(r"(?<=[.?!])\s", text)
    return any(
        _SAFE.search(sentence) and not sentence.endswith("?") and not _ASKED.search(sentence)
        for sentence in sentences
    )


def asks_what_to_do(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what to do, cries for help, or says that they cannot call."""
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload:
        return False
    return bool(_ASKS_WHAT_TO_DO.search(text)) or cries_for_help(text)


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
    if hold == EMERGENCY and is_in_care(message):
        return True
    if _is_soft(message) and (help_under_way(message) or says_partly(message)):
        return True
    if not message.sign and (asks_what_to_do(message) or asks_to_wait(message)):
        return True
    # "Nobody can help me": no new sign, so the help that fits the first alarm fits still.
    if message.intent == "express_crisis" and hold != "crisis":
        return False
    return message.intent in RED_FLAGS and message.sign in ("", "help")
