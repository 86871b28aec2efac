"""Recognises what people ask while MesoGuide waits for word that they are safe.

Most questions can wait. These cannot: whether to take a medicine now, who reads this, what to do if
it comes back, and whether it can wait. Each has an answer that keeps the way to help in view.
"""

from __future__ import annotations

import re

from mesoguide.dialogue.understood_message import UnderstoodMessage
from mesoguide.nlp.questions import asks

#: Longer messages are cut before the search.
MAX_CHARACTERS = 1_000

_DRUGS = (
    r"(?:anti-?histamines?|benadryl|piriton|cet[ie]ri[sz]ine|loratadine|"
    r"allergy (?:tablets?|pills?)|paracetamol|ibuprofen|nurofen|aspirins?|"
    r"pain ?killers?|anti-?biotics?|amoxicill?in|steroids?|"
    r"predniso\w+|inhaler|ventolin|tablets?|pills?|capsules?|medicines?|meds|medication|drugs?|"
    r"diazepam|valium|sleeping \w+|anti-?depressants?|something (?:for it|against it))"
)
_MAY_I = (
    r"(?:can|could|should|shall|may|must|shud|shld|ok(?:ay)? (?:to|if)|do|safe to|is it|will|would|"
    r"better to|need to)"
)
#: "Can I take something?", "I have antihistamines, is that ok", "how many can I take?"
_TAKES = re.compile(
    rf"\b{_MAY_I}\b[^.?!]{{0,25}}\b(?:take|taking|give|giving|swallow|inject|use|have)\b"
    rf"[^.?!]{{0,30}}\b(?:{_DRUGS}|something|anything|more|another|one|some|it|dose)\b"
    rf"|\b{_DRUGS}\b[^.?!]{{0,40}}(?:\?|\b(?:ok|okay|help|helps|enough|work|safe|good)\b)"
    rf"|\b(?:would|will|does|can|do)\b[^.?!]{{0,20}}\b{_DRUGS}\b"
    rf"|\bhow (?:much|many)\b[^.?!]{{0,20}}\b{_DRUGS}\b"
    rf"|\b{_DRUGS}\b[^.?!]{{0,15}}\b(?:how (?:much|many)|dose|mg|tablets?)\b"
    rf"|\b(?:have|got|ha[sd])\b[^.?!]{{0,15}}\b(?:left ?over|some|old|spare)\b[^.?!]{{0,10}}"
    rf"\b{_DRUGS}\b"
    r"|\bshould (?:i|we|s?he|they) (?:stop|skip|pause) (?:it|them|taking|her|his|my|the)\b",
    re.IGNORECASE,
)
_DRUG = re.compile(rf"\b{_DRUGS}\b", re.IGNORECASE)
#: "Are you real?", "who reads this?", "you won't tell anyone?"
_WHO_IS_THERE = re.compile(
    r"\b(?:are|r) (?:you|u)\b[^.?!]{0,15}\b(?:real|human|person|bot|robot|machine|computer|ai|"
    r"there|listening|doctor|nurse|someone|somebody|chatgpt)\b"
    r"|\b(?:is|am i)\b[^.?!]{0,20}\b(?:bot|robot|real person|human|machine|computer|person (?:here|"
    r"there))\b"
    r"|\b(?:any ?one|any ?body|someone|somebody) (?:real |even |actually )*(?:there|here|reading|"
    r"listening|watching)\b"
    r"|\bwho(?:['\u2019]?s| is| can| will| else)?\b[^.?!]{0,15}\b(?:reads?|reading|sees?|seeing|"
    r"told|know|this)\b"
    r"|\b(?:will|does|do|can|could|would|did)\b[^.?!]{0,20}\b(?:nurse|doctor|staff|clinic|anyone|"
    r"anybody|someone|somebody|people|family|police|they|boss|work)\b[^.?!]{0,15}"
    r"\b(?:read|see|know|get|find out|hear)\b"
    r"|\b(?:tell|report|telling|inform)\b[^.?!]{0,12}\b(?:any ?one|any ?body|no ?one|nobody|police|"
    r"them|family|mum|mom|dad|parents|husband|wife|clinic|doctor|work|on me)\b"
    r"|\b(?:private|confidential|anonymous|secret|between us|recorded|saved|stored|logged)\b"
    r"|\b(?:can|do) (?:you|u) (?:even )?(?:see|hear|care|understand)\b(?: me| this)?",
    re.IGNORECASE,
)
#: "And if it comes back?", "what if it happens again tonight?"
_COMES_BACK = re.compile(
    r"\b(?:if|when|in case|incase|suppose)\b[^.?!]{0,30}"
    r"\b(?:comes? back|came back|coming back|returns?|happens? again|again|starts? again|"
    r"gets? worse|worsens?|got worse|back again|starts? up|flares?)\b"
    r"|\b(?:will|could|can|might) (?:it|this|that|they)\b[^.?!]{0,15}\b(?:come back|return|"
    r"again)\b",
    re.IGNORECASE,
)

#: "Can't it wait till Monday?", "do we wait for the call?", "I'd rather not bother them"
_MAY_WAIT = re.compile(
    r"\b(?:can|could|should|shall|do|may|will)(?:n['\u2019]?t|not|nt)?\b[^.?!]{0,20}\b(?:wait|"
    r"leave it|"
    r"see how|hold on|sit it out|sleep on it|go later|go tomorrow)\b"
    r"|\b(?:wait|leave it|see how (?:it|i|she|he) (?:goes|is|am|feels?))\b[^.?!]{0,25}\b(?:till|"
    r"until|"
    r"to|and see|for (?:the|a|your|them)|first|or (?:not|no)|morning|tomorrow|monday|weekend|bit)\b"
    r"|\bin the morning\b|\bafter the weekend\b|\b(?:do|did)(?:n['\u2019]?t| not|nt) (?:want|like|"
    r"mean) to (?:make a fuss|bother|trouble|be a (?:nuisance|bother|burden to (?:them|anyone))|"
    r"waste)\b|\b(?:make|making) (?:a |such a )?fuss\b|\bsee how (?:it|she|he|i) (?:goes?|"
    r"feels?)\b",
    re.IGNORECASE,
)
#: "It's probably wind", "it's nothing really", "only blue, no pain"
_IS_NOTHING = re.compile(
    r"\b(?:it|this|that)?(?:['\u2019]?s| is| was|s)? ?(?:probably|prob|most likely|only|just|"
    r"surely|must"
    r" be|might be|may be|could be|i think|maybe|bound to be) (?:\w+ ){0,3}(?:wind|gas|nothing|"
    r"nerves|indigestion|heartburn|stress|anxiety|panic|muscles?|tired\w*|heat|lunch|dinner|curry|"
    r"cold|hunger|hungry|low sugar|age|blue|small|little|mild|bruis\w*|pulled|the \w+)\b"
    r"|\b(?:it|this|that)(?:['\u2019]?s| is) (?:just |only |but )?an? (?:\w+ )?bruise\b"
    r"|\b(?:it|this|that)(?:['\u2019]?s| is) (?:really )?nothing\b|\bnothing (?:really|serious|"
    r"much)\b"
    r"|\bno (?:big deal|biggie)\b|\bnot (?:that|so|very) bad\b|\boverreact\w*\b",
    re.IGNORECASE,
)
#: "Please", "help", "hurry": a cry, by itself a question about nothing.
_CRY = re.compile(
    r"^\W*(?:(?:please+|pls+|plz+|help+|help me|hurry(?: up)?|quick(?:ly)?|now|sos|omg|oh (?:my )?"
    r"(?:god|no|lord)|come on|come|fast|some ?(?:one|body)|any ?(?:one|body)|us|me|mayday|"
    r"urgent(?:ly)?|"
    r"emergency|asap|i need help|what do i do|what now|do something)\W*)+$",
    re.IGNORECASE,
)
#: What somebody could put on it: "can I put cream on it", "ice ok?"
_PUTS_ON = re.compile(
    r"\b(?:put|use|rub|apply|try|dab|spread|smear|stick|slap|pop|bathe|soak|cover)\w*\b[^.?!]{0,30}"
    r"\b(?:creams?|gels?|ice|ice ?packs?|plasters?|lotions?|oils?|balm|ointment|sudocrem|savlon|"
    r"germolene|antiseptic|arnica|honey|hydrocortisone|e45|aloe\w*|vaseline|bandage|dressing|"
    r"compress|heat|salt water|tea tree|powder|talc|something|anything|steroid)\b"
    r"|\b(?:clean|wash|wipe|disinfect|swab|dab|rinse|bathe)\w*\b[^.?!]{0,20}\b(?:alcohol|spirits?|vodka|"
    r"peroxide|dettol|iodine|vinegar|lemon|salt ?water|bleach|perfume|tcp)\b"
    r"|\b(?:creams?|ice|arnica|aloe\w*|savlon|sudocrem|germolene|antiseptic|plasters?|"
    r"hydrocortisone|ointment)\b[^.?!]{0,15}(?:\?|\b(?:ok(?:ay)?|help|on it|good|work|safe)\b)",
    re.IGNORECASE,
)


def asks_about_medicine(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks about taking or giving a medicine now."""
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload:
        return False
    if _TAKES.search(text):
        return True
    return bool(message.mentioned("medication")) and asks(text)


def names_drug(text: str) -> bool:
    """Tell whether a text names a medicine that people have at home."""
    return bool(_DRUG.search(text[:MAX_CHARACTERS]))


def asks_who_is_there(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks who or what answers, who reads it, or whether it is passed on."""
    return not message.is_payload and bool(_WHO_IS_THERE.search(message.text[:MAX_CHARACTERS]))


def asks_if_it_comes_back(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what to do if it comes back or gets worse."""
    return not message.is_payload and bool(_COMES_BACK.search(message.text[:MAX_CHARACTERS]))


def asks_to_wait(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks if it can wait, or takes it for nothing: it does not wait."""
    text = message.text[:MAX_CHARACTERS]
    return not message.is_payload and bool(_MAY_WAIT.search(text) or _IS_NOTHING.search(text))


def cries_for_help(text: str) -> bool:
    """Tell whether a text is nothing but a cry: "help", "please hurry"."""
    return bool(_CRY.match(text))


def asks_what_to_put_on(text: str) -> bool:
    """Tell whether somebody asks if they may put a cream, ice or the like on it."""
    return bool(_PUTS_ON.search(text[:MAX_CHARACTERS]))
