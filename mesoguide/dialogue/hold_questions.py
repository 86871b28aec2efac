"""Recognises what people ask while MesoGuide waits for word that they are safe.

Most questions can wait. These cannot: whether to take a medicine now, who reads this, and what to
do if it comes back. Each has an answer that keeps the way to help in view.
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
    rf"|\bhow (?:much|many)\b[^.?!]{{0,20}}\b{_DRUGS}\b",
    re.IGNORECASE,
)
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


def asks_about_medicine(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks about taking or giving a medicine now."""
    text = message.text[:MAX_CHARACTERS]
    if message.is_payload:
        return False
    if _TAKES.search(text):
        return True
    return bool(message.mentioned("medication")) and asks(text)


def asks_who_is_there(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks who or what answers, who reads it, or whether it is passed on."""
    return not message.is_payload and bool(_WHO_IS_THERE.search(message.text[:MAX_CHARACTERS]))


def asks_if_it_comes_back(message: UnderstoodMessage) -> bool:
    """Tell whether somebody asks what to do if it comes back or gets worse."""
    return not message.is_payload and bool(_COMES_BACK.search(message.text[:MAX_CHARACTERS]))
