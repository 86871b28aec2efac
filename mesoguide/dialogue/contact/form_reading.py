"""Tells a question in the middle of a form from the answer that the form waits for."""

from __future__ import annotations

import re
from datetime import date

from mesoguide.dialogue import names
from mesoguide.dialogue.contact.calendar_words import MONTH
from mesoguide.dialogue.contact.contact_details import patient_status, stated_topic, visit_request
from mesoguide.dialogue.contact.not_known import does_not_know
from mesoguide.dialogue.contact.patients_named import patient_named_in
from mesoguide.dialogue.contact.person_names import bare_name, leading_name, lone_name, stated_name
from mesoguide.dialogue.contact.preferred_times import find_time, leads_with_time
from mesoguide.dialogue.contact.time_phrases import time_phrases, time_tokens
from mesoguide.dialogue.own_data.dates_of_birth import find_date_of_birth, find_pin
from mesoguide.dialogue.own_data.patient_references import find_patient_reference, tried_reference
from mesoguide.dialogue.safety.durations import days_since
from mesoguide.dialogue.typed_text import tidy
from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.lexicon import word_set
from mesoguide.nlp.questions import asks

#: Below this a message in a form is taken as an attempt to answer the form, unless it is worded
#: as a question.
SURE_OF_QUESTION = 0.5
#: These are never the answer to what a form asks.
_CONVERSATIONAL = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "inform", "nlu_fallback", ""}
)
#: A message with so many digits gives a phone number.
FEWEST_PHONE_DIGITS = 7
#: A number or an address, and how many words may stand beside it that ask nothing.
_CONTACT = re.compile(r"\S*@\S*|\+?\d[\d ()/.-]{5,}\d")
_MOST_WORDS_BESIDE = 4
_CONTACT_QUESTIONS = frozenset({names.CONTACT_NAME, names.CONTACT, names.BEST_TIME})
#: What the forms ask for that take a time to call, too.
_OF_CONTACT_FORM = _CONTACT_QUESTIONS | {
    *(names.VISIT_REQUEST, names.PATIENT_STATUS, names.CONTACT_TOPIC),
    *(names.CONFIRMATION, names.DETAIL_TO_CHANGE),
}
#: Intents of messages in which nothing else was found than a detail.
_ABOUT_NOTHING_KNOWN = frozenset({"out_of_scope", "inform", "nlu_fallback"})
#: What is asked for before the name, or after somebody has left it out.
BEFORE_NAME = frozenset({names.VISIT_REQUEST, names.PATIENT_STATUS, names.CONTACT})
#: A question may answer these: "can I move it" says that a visit is to be changed.
_CHOICES = frozenset({names.VISIT_REQUEST, names.PATIENT_STATUS, names.SYMPTOM_DAYS})
_ASKS = re.compile(
    r"^\W*(?:and |but )?(?:what|who|how|when|where|why|can|could|do|does|is|are|will|would)\b",
    re.IGNORECASE,
)
_LEAD_IN = (
    r"^\W*(?:(?:and|but|so|or|ok|okay|oh|um|er|hm+|wait|well|hi|hello|sorry|please|pls|also|first|"
    r"actually|hang on|hold on|by the way|btw|just|quick question)\W+)*"
)
_AUXILIARY = (
    r"(?:do|does|did|duz|is|are|am|was|were|can|could|will|would|wud|shall|should|may|might|must|"
    r"(?:have|has|had)(?= (?:i|you|it|they|we|he|she|any\w*)\b)|"
    r"isn['\u2019]?t|aren['\u2019]?t|doesn['\u2019]?t|won['\u2019]?t|can['\u2019]?t)"
)
#: "Does it hurt", "how much is it", but not "what it costs" or "how to prepare".
_WORDED_AS_QUESTION = re.compile(
    _LEAD_IN + r"(?:" + _AUXILIARY + r"\s+(?!(?:not|for|about)\b)\w+"
    r"|(?:what|who|how|when|where)['\u2019]?(?:s|re)\s+\w+"
    r"|(?:what|who|how|when|where|why|which|whose)"
    r"(?:\s+(?:much|many|long|often|soon|far|old|big|sort|kind|time|about))*"
    r"\s+(?!(?:i|it|you|they|we|he|she|the|a|an|my|your|this|that|to|happened)\b)\w)",
    re.IGNORECASE,
)
#: What may carry a time to call and be worded as a question: "could it be after 5?".
_MAY_BE_TIME = frozenset(
    {"request_human", "request_appointment", "out_of_scope", "inform", "affirm", "nlu_fallback"}
)
_AROUND_TIME = word_set(
    """
    can could would will is it be that you they we someone somebody staff ring call phone do make
    say have please ok okay fine possible good alright how what about maybe for me at on or and to
    there anyone oh ah hi hey um so then also just actually instead sorry dear love better thanks
    say go lets let's let try swap switch change us prefer i'd i rather would works work suits suit
    u free more like want need think should time hmm hm no not now a of hours pls do
    """
)
_AROUND_CONTACT = word_set(
    """
    my number phone mobile email e mail address is it s the this here tel me on at you can reach
    hi hello please pls thanks thank ok and or
    """
)
#: Words of a name that may stand before a question.
_LONGEST_NAME = 2
#: "Eh?" and "hello?" ask nothing that could be answered.
_FEWEST_WORDS_ASKED = 3
#: "Why do you need it?" is short; what is longer asks something else too.
LONGEST_WHY = 80
_WHY = re.compile(
    r"^\W*(?:but |and |sorry |hm+ )*(?:why|wy|y|what for|how come|what do (?:you|u) (?:need|want|"
    r"use))\b"
    r"(?! (?:does|do|is|are|would|did|can) (?:it|this|the|my|hair|people))"
    r"|\bwhat (?:will|would|do|are) (?:you|u) (?:going to )?do(?:ing)? with (?:it|that|my|the)\b"
    r"|\b(?:need|want|ask for|use) (?:it|that|this|my \w+) (?:for what|for\W*$|why)"
    r"|\bwhat(?:'?s| is| do (?:you|u) \w+)? (?:it|this|that|my \w+) for\b"
    r"|\b(?:is|do|must|have) (?:it|that|this|i|we|my \w+) (?:really |have to |need to |to )*"
    r"(?:necessary|needed|give|tell|mandatory|required|obligatory)\b",
    re.IGNORECASE,
)
#: "You can get me on tris@example.com or the mobile 07700 900777".
_REACH_ME = re.compile(
    r"\b(?:(?:you|u|they) (?:can|could) )?(?:get|reach|contact|call|ring|phone|text|email|mail|"
    r"catch|find|message|get hold of) me\b(?! (?:a|an|the|some)\b)(?: (?:on|at|by|via))?",
    re.IGNORECASE,
)
#: "Yes, it's about the price" is the topic of a request, whatever else it may mean.
_SAYS_WHAT_FOR = re.compile(
    r"^\W*(?:(?:yes|yeah|ok|okay|so|well|oh|and|just|mainly|mostly|all|good|right)\W+)*"
    r"(?:it'?s|its|it is|is|this is|that'?s)?\s*(?:just |mainly |mostly |all )*"
    r"(?:about|regarding|re:?|concerning|for)\s+\w",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[?!.,;]\s*\w")
#: Questions that are never a code, a date or a PIN.
_OF_LISTS = ("list_", "compare_")
_OF_PLANS = (*_OF_LISTS, "ask_plan")
_ASKING = ("ask_", *_OF_PLANS, "request_")
#: "I don't know any reference, it's Mrs Moss" asks nothing.
_HAS_NO_CODE = re.compile(
    r"\b(?:don'?t|dont|do not|haven'?t|have not|never|no|not|lost|can'?t|cannot|forgot\w*|"
    r"without)\b"
    r"[^.!?]{0,30}\b(?:code|ref\w*|card|number|one|it|pin)\b",
    re.IGNORECASE,
)
_NAMES_MONTH = re.compile(rf"\b{MONTH}\b", re.IGNORECASE)
_OF_LOOKUP = frozenset({names.PLAN_REFERENCE, names.PLAN_VERIFIER})
#: About the chat itself, so never the topic of a call.
ABOUT_THE_CHAT = frozenset(
    {"ask_privacy", "ask_clarification", "ask_bot_identity", "ask_capabilities"}
)


def is_question_to_the_bot(message: UnderstoodMessage, requested: str | None) -> bool:
    """Tell whether a message asks the chatbot something instead of answering its question."""
    if message.is_payload:
        return message.intent not in _CONVERSATIONAL
    if requested in _OF_CONTACT_FORM and does_not_know(message.text):
        return False
    if requested in _OF_CONTACT_FORM and asks_beside_contact(message):
        return True
    if requested in _OF_CONTACT_FORM and _gives_time(message.text):
        return False
    if requested in _OF_CONTACT_FORM and _is_only_contact(message.text):
        return False
    if requested == names.PATIENT_STATUS and _tells_status(message.text):
        return False
    if requested in BEFORE_NAME and not message.entities and _is_name(message.text):
        return False
    is_detail = message.intent in _ABOUT_NOTHING_KNOWN and _states_detail(message.text)
    is_detail = is_detail or (bool(_SAYS_WHAT_FOR.match(message.text)) and "?" not in message.text)
    if requested in _OF_CONTACT_FORM and is_detail:
        return False
    unsure = message.intent in _CONVERSATIONAL or message.confidence < SURE_OF_QUESTION
    if unsure and not is_worded_as_question(message.text):
        return False
    return not answers_the_question(message, requested)


def is_worded_as_question(text: str) -> bool:
    """Tell whether a text is worded as a question, whatever it asks; a form never keeps one."""
    words = len(text.split())
    if text.rstrip(" !.").endswith("?") and words >= _FEWEST_WORDS_ASKED:
        return True
    return words >= _FEWEST_WORDS_ASKED and bool(_WORDED_AS_QUESTION.match(text))


def gives_only_contact(text: str) -> bool:
    """Tell whether a text is a number or an address and a nicety at most: "07700 900123 thanks"."""
    beside = re.findall(r"[^\W\d_]+", _CONTACT.sub(" ", text).lower())
    return gives_contact(text) and all(word in _AROUND_CONTACT for word in beside)


def _tells_status(text: str) -> bool:
    """Tell whether a text says who is new here and ends in no question: "existing? no, never"."""
    return patient_status(text, asked=True) is not None and not text.rstrip(" !.").endswith("?")


def _is_only_contact(text: str) -> bool:
    """Tell whether a text is a number or an address, and next to nothing beside it."""
    beside = _CONTACT.sub(" ", text).split()
    is_bare = len(beside) <= _MOST_WORDS_BESIDE or bool(_REACH_ME.search(text))
    return gives_contact(text) and is_bare and "?" not in text


def asks_beside_contact(message: UnderstoodMessage) -> bool:
    """Tell whether a message gives a number or an address and asks: "07700 900123 does it hurt"."""
    if message.is_payload or not gives_contact(message.text):
        return False
    if not message.intent.startswith(("ask_", *_OF_LISTS)):
        return False
    words = re.findall(r"[^\s,;]+", _REACH_ME.sub(" ", _CONTACT.sub(" ", message.text)))
    # A name may stand between: "07700 900123 tom does it bruise".
    starts = range(1 + _LONGEST_NAME if message.confidence >= SURE_OF_QUESTION else 1)
    beside = (" ".join(words[start:]) for start in starts)
    return any(is_worded_as_question(text) and not asks_for_time(text) for text in beside)


def _is_name(text: str) -> bool:
    """Tell whether a text is, or begins with, a name that nothing announces."""
    return bool(lone_name(text)) or (bool(leading_name(text)) and "?" not in text)


def _states_detail(text: str) -> bool:
    """Tell whether a text says in so many words how to reach somebody, or what about."""
    if gives_contact(text) or stated_topic(text) or stated_name(text):
        return True
    return patient_named_in(tidy(text)) is not None


def _gives_time(text: str) -> bool:
    """Tell whether a text says when to call, before that was asked."""
    return leads_with_time(text) and not is_worded_as_question(text)


def asks_why(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what a detail is wanted for."""
    return len(message.text) <= LONGEST_WHY and bool(_WHY.search(message.text))


def only_asks_why(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what a detail is for, and does not go on to refuse it."""
    return asks_why(message) and not _GOES_ON.search(message.text)


def answers_the_question(message: UnderstoodMessage, requested: str | None) -> bool:
    """Tell whether a message can be the answer to what a form asked."""
    text = message.text
    if asks_why(message):
        return True  # the form itself knows what it asks for
    if requested == names.BEST_TIME and (message.intent in _MAY_BE_TIME or asks_for_time(text)):
        return find_time(text, asked=True) is not None
    if requested in _OF_LOOKUP:
        return _answers_lookup(message)
    if "?" in text:
        return False
    if requested == names.CONTACT_NAME and bare_name(text):
        return True
    if is_worded_as_question(text) and not gives_contact(text):
        return requested in _CHOICES and _is_plain_choice(text, requested)
    if message.intent == "out_of_scope":
        return True  # names, numbers and times are about nothing that the chatbot knows
    if requested == names.CONTACT_TOPIC:
        return message.intent not in ABOUT_THE_CHAT
    if requested in _CONTACT_QUESTIONS and gives_contact(text):
        return True
    return is_plain_answer(text, requested)


def _answers_lookup(message: UnderstoodMessage) -> bool:
    """Tell whether a message gives a code, a date or a PIN, or nothing that could be answered."""
    text = message.text
    if tried_reference(text) or find_patient_reference(text):
        return True
    if find_date_of_birth(text, date.today()) or find_pin(text):
        return True
    asks_something = message.intent.startswith(_ASKING) and message.confidence >= SURE_OF_QUESTION
    if _HAS_NO_CODE.search(text) and not (asks_something and asks(text)):
        return True
    is_asked = bool(_ASKS.match(text)) or is_worded_as_question(text) or "?" in text
    if _NAMES_MONTH.search(text) and not is_asked:
        return True  # "February, I think"
    return not (asks_something or is_asked or message.intent.startswith(_OF_PLANS))


def asks_for_time(text: str) -> bool:
    """Tell whether a text asks for nothing but a time: "could it be after 5?"."""
    tokens = time_tokens(text.lower())
    words = (word for t in tokens if t.is_outside for word in re.findall(r"[^\W\d_]+", t.text))
    return any(time_phrases(tokens)) and all(word in _AROUND_TIME for word in words)


def gives_contact(text: str) -> bool:
    """Tell whether a text holds a number or an address, which no question needs."""
    return "@" in text or sum(character.isdigit() for character in text) >= FEWEST_PHONE_DIGITS


def _is_plain_choice(text: str, requested: str | None) -> bool:
    """Tell whether a text worded as a question is a clear answer all the same."""
    if requested == names.PATIENT_STATUS:
        return patient_status(text) is not None
    return is_plain_answer(text, requested)


def is_plain_answer(text: str, requested: str | None) -> bool:
    """Tell whether a text is nothing but what was asked for: a time, a status, a wish, a span."""
    if requested == names.BEST_TIME:
        return find_time(text, asked=True) is not None
    if requested == names.PATIENT_STATUS:
        return patient_status(text, asked=True) is not None
    if requested == names.VISIT_REQUEST:
        return visit_request(text) is not None
    if requested == names.SYMPTOM_DAYS:
        return days_since(text, date.today()) is not None
    return requested == names.DETAIL_TO_CHANGE
