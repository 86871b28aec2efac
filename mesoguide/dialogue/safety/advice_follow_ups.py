"""Recognises who presses on after being told that a doctor or the clinic has to decide.

"So I stop 2 days before, ok?", "my friend is a nurse and says 3 days", "only a little in the chin?"
and "who do I ask then?" stay with who decides; none of them is ever agreed to.
"""

from __future__ import annotations

import re

from mesoguide.dialogue import names
from mesoguide.dialogue.safety.skin_marks import wants_mark_gone
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

#: So many messages after the reply, words of this kind are about it.
NEAR = 2
#: Longer messages say by themselves what they ask.
LONGEST = 110

#: "So who I ask", "who decides", "where can I find that out"
_WHOM = re.compile(
    r"\bwho(?:m)?\b[^.?!]{0,20}\b(?:ask|tell|talk|speak|call|see|decides?|knows?|tells?|says?|"
    r"answer|help|check|contact|advise)\b"
    r"|\bask who\b|^\W*(?:so |and |but |then |ok )*(?:who|whom|which doctor|who then)\W*$"
    r"|\bwhere (?:can|do|should|to) (?:i )?(?:ask|find (?:that |it )?out|check)\b"
    r"|\b(?:which|what) (?:doctor|person|one)\b[^.?!]{0,15}\b(?:ask|see|decides?|tell)\b",
    re.IGNORECASE,
)
#: "I stop it 2 days before", "if I skip one", "can I take it again after"
_CHANGES = re.compile(
    r"\b(?:i|we|he|she|me|to|just|if)\b[^.?!]{0,20}\b(?:stop|stopping|stopped|pause|skip|miss|"
    r"come off|leave (?:it|them|out|off)|halve|half|restart|start again|cut|quit|lower|reduce|"
    r"take|taking|keep taking|continue)\b"
    r"|^\W*(?:so |and |but |then |ok )*(?:stop|skip|pause|halve|take|no)\b[^.?!]*"
    r"\b(?:\d+|one|two|three|few|day|days|week|weeks|before|after|dose|it|them)\b",
    re.IGNORECASE,
)
#: "My friend is a nurse and says 3 days", "they did it to my cousin", "the internet says"
_HEARSAY = re.compile(
    r"\b(?:friend|nurse|sister|brother|mum|mom|mother|dad|cousin|aunt\w*|wife|husband|partner|"
    r"colleague|neighbou?r|doctor|gp|pharmacist|chemist|google|internet|online|tik ?tok|youtube|"
    r"instagram|forum|reddit|someone|somebody|they|people|clinic|place|salon|spa|he|she|others?|"
    r"everyone)\b(?<!\bhe)(?<!\bshe)[^.?!]{0,30}\b(?:says?|said|sais|told|tells|thinks?|did|does|"
    r"do|done|had|has|got|"
    r"was|were|is fine|recommend\w*|advised?|reckons?|swears?|wrote|read|agrees?|ok with)\b"
    r"|\bs?he (?:just |only |also )?(?:says?|said|told|thinks?|reckons?|did|stopped|was fine)\b"
    r"|\bi (?:read|heard|saw)\b",
    re.IGNORECASE,
)
#: "Only a little in the chin?", "just one session?", "it's well controlled"
_PLAYS_DOWN = re.compile(
    r"\b(?:only|just|even|what about|how about|but)\b[^.?!]{0,20}\b(?:little|small|tiny|bit|one|"
    r"once|single|half|low|few|drop|face|chin|scalp|hair|belly|area|spot|time|mild|days?|"
    r"weeks?|1)\b"
    r"|\b(?:well|fully|under) control\w*\b|\bcontrolled\b|\bstable\b|\bremission\b"
    r"|\b(?:low|small|tiny) dose\b"
    r"|\b(?:not|isn['\u2019]?t) (?:\w+ )?(?:serious|bad|severe|much)\b"
    r"|\b(?:mild|long ago|ages ago|for years|no problems? (?:so far|before|ever|with))\b"
    r"|\bwas fine\b|\bnever had (?:a |any )?(?:problem|trouble|issue)s?\b",
    re.IGNORECASE,
)
#: "So yes?", "I can or not", "it's safe then?", "so I can have it"
_WANTS_YES = re.compile(
    r"^\W*(?:(?:so|but|and|ok|then|well|right)\W+)*"
    r"(?:(?:is |its |it['\u2019]?s |that['\u2019]?s |that |it |thats )*"
    r"(?:yes|no|ok|okay|safe|fine|allowed|possible|alright)(?: or (?:no|not))?(?: then| right)?"
    r"|(?:i |we )?(?:can|could|may) (?:i |we )?(?:have|do|get|go)?(?: it| ahead| for it)?"
    r"(?: or (?:no|not)| anyway| still| then)?"
    r"|yes or no|(?:is it )?(?:a )?(?:yes|no))\W*\?+\W*$"
    r"|\b(?:i['\u2019]?m|i am|im|s?he['\u2019]?s|(?:she|he|it) is) (?:\w+ )?(?:fine|ok(?:ay)?|good|"
    r"safe|clear(?:ed)?|allowed|free|alright|all right|set) (?:to|for)\b"
    r"|\bgo ahead\W*(?:then)?\W*\?"
    r"|\byes or (?:a )?no\b|\b(?:just|please) (?:say|tell me) (?:yes|no|if)\b|\bcan i or (?:not|"
    r"no)\b",
    re.IGNORECASE,
)
#: A rule for the body is no medicine: how long to keep off the gym has an answer.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:gym|exercise|sport|alcohol|drink|wine|beer|sauna|pool|swim\w*|sun|tan\w*|make-?up|"
    r"shower|wash|price|costs?|pay|book\w*|appointment|cheap\w*|hurt|pain(?:ful)?|result\w*|"
    r"work|stop\w* (?:the )?(?:shots?|treatments?|sessions?|visits?)|"
    r"how (?:many|much|often|long)|sessions? (?:do|are|would)|call me|phone me)\b",
    re.IGNORECASE,
)
#: "How should I get ready?" asks for an answer of its own, whatever was told before.
_OPEN_QUESTION = re.compile(
    r"\b(?:how|when|where|why|which)\b(?! about)|\bwhat\b(?! (?:about|if))", re.IGNORECASE
)
#: Intents after which a message is surely about something else.
_PLAIN_WISHES = frozenset(
    {
        *("ask_cost", "request_human", "request_appointment", "request_data_deletion"),
        *("check_my_plan", "report_emergency", "express_crisis", "ask_privacy", "goodbye"),
    }
)
#: What may be asked of the treatment in words like these, when the classifier is this sure.
_SURE_OF_ANOTHER = 0.8
_MAY_BE_ADVICE = frozenset(
    {
        *("ask_eligibility", "ask_medical_advice", "ask_preparation", "ask_recovery"),
        *("ask_combination", "ask_hair_medication", "ask_session_length", "ask_aftercare"),
    }
)
#: "So they wouldn't do me?", "she can't have it then?"
_SO_NOT = re.compile(
    r"^\W*(?:(?:so|and|but|then|ok|oh|well|does that mean|you mean)\W+)*(?:they|you|"
    r"would(?:n['\u2019]?t)?|"
    r"will|won['\u2019]?t|can(?:['\u2019]?t|not)?|could|i|she|he|we|is it|am i|does|do|"
    r"it)\b[^.?!]{0,40}"
    r"\b(?:me|it|her|him|us|then|no|out|safe|one|suitable|allowed|treat\w*|possible|ok(?:ay)?)\W*$",
    re.IGNORECASE,
)
#: How the replies end that speak of what somebody has; a medicine or a pregnancy is another matter.
_OF_HEALTH = (
    *("eligibility", "eligibility_allergy", "eligibility_long_term_illness"),
    *("eligibility_immune_disease", "eligibility_skin_condition", names.TOLD_HEALTH_REPLY),
)
_OF_MARK = ("utter_medical_advice_mark", names.MARK_FIRST)
#: Conditions that are told of together.
SEVERAL = frozenset(
    {"allergy", "long_term_illness", "immune_disease", "blood_thinners", "skin_condition"}
)
#: What asks about leave to have it.
_ASKS_LEAVE = frozenset({"ask_eligibility", "ask_medical_advice", "out_of_scope", FALLBACK_INTENT})
#: Only beside "tablet" and its like a doubt of the classifier is no alarm after this advice.
_ONE_DOSE = re.compile(
    r"^\W*(?:(?:and|but|so|what about|only|just|if|even)\W+)*(?:one|1|a|half a?|a single|a small)"
    r" (?:\w+ )?(?:tablet|pill|dose|capsule|drop|puff)\W*$",
    re.IGNORECASE,
)


def after_advice(state: TurnState) -> str | None:
    """Name the reply to who presses on after the advice that somebody else has to decide.

    Args:
        state: the message and the conversation before it.

    Returns:
        The name of a reply, or None if the message is about something else.
    """
    message = state.message
    since = state.turns_since_advice
    if since is None or since > NEAR or message.is_payload or len(message.text) > LONGEST:
        return None
    if is_one_dose(state):
        return names.CANNOT_DECIDE
    if str(state.last_advice).startswith(_OF_MARK) and wants_mark_gone(state):
        return names.MARK_FIRST
    if message.intent in _PLAIN_WISHES or message.sign:
        return None
    if _WHOM.search(message.text):
        return names.WHOM_TO_ASK
    if _OF_SOMETHING_ELSE.search(message.text) or _OPEN_QUESTION.search(message.text):
        return None
    if message.mentioned("condition"):
        return None
    if _is_of_health(state) and (_presses_on(state) or _asks_if_barred(message)):
        return names.TELL_OF_HEALTH
    return names.CANNOT_DECIDE if _presses_on(state) else None


def tells_of_several(message: UnderstoodMessage) -> bool:
    """Tell whether somebody has more than one thing that the staff must know of.

    The answer on one of them would leave the other out. Those with a "no" of their own, such as
    pregnancy, are answered by themselves.
    """
    told = set(message.mentioned("condition"))
    return message.intent == "ask_eligibility" and len(told) > 1 and told <= SEVERAL


def _is_of_health(state: TurnState) -> bool:
    """Tell whether the advice was on what somebody has, and not on a medicine."""
    is_told = not SEVERAL.isdisjoint(state.conditions_told)
    return is_told and str(state.last_advice).endswith(_OF_HEALTH)


def _asks_if_barred(message: UnderstoodMessage) -> bool:
    return message.intent in _ASKS_LEAVE and bool(_SO_NOT.match(message.text))


def is_one_dose(state: TurnState) -> bool:
    """Tell whether "just one tablet" goes on about the advice, where it could sound like a plan."""
    near = state.turns_since_advice is not None and state.turns_since_advice <= 1
    return near and not state.message.sign and bool(_ONE_DOSE.match(state.message.text))


def adds_condition(state: TurnState) -> bool:
    """Tell whether somebody adds what else they have: "and also pregnant, 8 weeks"."""
    message = state.message
    near = state.turns_since_advice is not None and state.turns_since_advice <= NEAR
    is_short = len(message.text) <= LONGEST and not _is_other_question(message)
    return near and is_short and bool(message.mentioned("condition"))


def _is_other_question(message: UnderstoodMessage) -> bool:
    return message.intent in _PLAIN_WISHES or bool(_OF_SOMETHING_ELSE.search(message.text))


def _is_sure_of_another(message: UnderstoodMessage) -> bool:
    is_other = message.intent.startswith("ask_") and message.intent not in _MAY_BE_ADVICE
    return is_other and message.confidence >= _SURE_OF_ANOTHER


def _presses_on(state: TurnState) -> bool:
    text = state.message.text
    if _WANTS_YES.search(text):
        return True
    if _is_sure_of_another(state.message):
        return False
    if _HEARSAY.search(text) or _CHANGES.search(text):
        return True
    is_next = state.turns_since_advice == 1
    return is_next and bool(_PLAYS_DOWN.search(text))
