"""Tells which sides of what is stored somebody asks about: how long, who, what for, if still there.

The object decides: "how long do you keep my messages?" is about the chat, "how long does it last?"
about the treatment. Right after word of what is stored, "it" is the data.
"""

from __future__ import annotations

import re
from enum import Enum

from mesoguide.dialogue.own_data.data_questions import asks_who_reads

#: Longer messages are cut before the search.
MAX_CHARACTERS = 300


class DataAspect(Enum):
    """A side of what is stored that has an answer of its own; the value is the end of its name."""

    HOW_LONG = "how_long"
    WHO = "who"
    USE = "use"
    HELD = "held"


_NOUN = (
    r"(?:(?:tele)?phone (?:number|no)|mobile(?: number)?|numbers?|num|e-?mails?(?: address)?|"
    r"names?|address|"
    r"details?|data|info\w*|messages?|answers?|questions?|words|chats?|conversations?|records?|"
    r"stuff|personal \w+|private \w+|contact \w+)"
)
_OWN = (
    rf"(?:(?:my|our|this|the|these|all (?:of )?my|all (?:of )?this|his|her|their|people'?s) "
    rf"(?:own |old )?{_NOUN}|"
    r"(?:what|anything|everything|the things|things|stuff|whatever) (?:i|we|people) (?:\w+ )?"
    r"(?:write|wrote|say|said|type|typed|tell|told|put|give|gave|send|sent|ask|asked))"
)
_POINTS = r"(?:it(?: all)?|that|this|them|those|these|all (?:of )?(?:it|that|this))"
_KEEPERS = r"(?:you|u|they|ya|the clinic|staff|the staff|your \w+)"
_KEEP = r"(?:keep(?:ing)?|stor(?:e|ing)|hold(?:ing)?(?: on to)?|sav(?:e|ing)|retain(?:ing)?)"
_KEPT = r"(?:kept|stored|held|saved|retained|on file|on record|in (?:the|your) system|recorded)"
_SPAN = r"(?:how long|(?:until|till|til) when|for ?ever)"
_HOW_LONG = re.compile(
    rf"\b{_SPAN}\b[^.?!]{{0,12}}\b{_KEEPERS}\b(?: \w+)? {_KEEP}\b"
    rf"|\b{_SPAN} (?:is|are|was|will|does|do|would|r) (?:{_POINTS}|{_OWN}|they) "
    rf"(?:be |get )?{_KEPT}\b"
    rf"|\b{_SPAN} (?:will|does|do|would|is|are)? ?{_OWN} (?:be )?(?:stay|there|around|remain|live)"
    rf"|\bwhen (?:is|are|do|does|will|would)\b[^.?!]{{0,25}}\b{_OWN}\b[^.?!]{{0,20}}"
    r"\b(?:delet|eras|wip|remov|destroy|go)\w*",
    re.IGNORECASE,
)
_FOR_HOW_LONG = re.compile(
    r"^\W*(?:(?:and|but|ok|so|right)\W+)*(?:for |until |till )?(?:how long|when)"
    r"(?: (?:for|though|tho|then|exactly|is that|do you keep it|is it kept))*\W*$",
    re.IGNORECASE,
)
_READERS = (
    r"(?:staff|(?:the |a |any |your |my )?(?:doctors?|nurses?|receptionists?|clinic|manager|boss|"
    r"employer|work|husband|wife|partner|family|mum|mom|dad|parents|kids|children|gp|insur\w+|"
    r"people|others?|police|government|strangers?)|anyone|anybody|someone|somebody|other "
    r"(?:people|companies|patients)|they|everyone|everybody|who)"
)
_READS = (
    r"(?:read|reads|reading|see|sees|seeing|look at|looks at|view|access|get hold of|get to see|"
    r"have|has|share|open)"
)
_WHO = re.compile(
    rf"\b{_READERS}\b(?: \w+){{0,2}}? {_READS} {_OWN}\b"
    rf"|\b(?:is|are) {_OWN} (?:\w+ )?(?:shared|sold|passed on)\b"
    rf"|\b{_OWN},? who (?:has|sees|reads|gets|can see|can read|have) (?:that|it|this|them)\b"
    rf"|\b(?:sell|share|pass on|give away|leak)\b[^.?!]{{0,10}}\b{_OWN}\b",
    re.IGNORECASE,
)
#: The same where what is stored was spoken of: "can the doctor there read it?".
_WHO_OF_IT = re.compile(
    rf"\b{_READERS}\b(?: \w+){{0,2}}? {_READS} {_POINTS}\b"
    r"|\bwho(?:'s| is| else| all)? ?(?:can|could|will|would|gets? to)? ?(?:else )?"
    r"(?:see|sees|read|reads|look|looks|gets?|has|have)\b"
    rf"|\b(?:is|are) {_POINTS} (?:\w+ )?(?:shared|sold|passed on|private|confidential)\b"
    rf"|\b(?:sell|share|pass|give|hand|leak)\b {_POINTS}\b"
    r"|\b(?:facebook|meta|google|third part\w+|other companies)\b",
    re.IGNORECASE,
)
_ADVERTS = r"(?:advert\w*|ads|marketing|spam|newsletters?|promotions?|junk mail|cold calls?)"
_USE = re.compile(
    rf"\b(?:us(?:e|ed|ing)|do|done|doing|need|want|happens?)\b[^.?!]{{0,12}}\b{_OWN}\b"
    r"[^.?!]{0,10}\bfor\b"
    rf"|\bwhat\b[^.?!]{{0,12}}\b(?:do|does|doing|happens?|use[sd]?)\b[^.?!]{{0,20}}"
    rf"\b(?:with|to) {_OWN}"
    rf"|\b(?:what|how) (?:is|are|will) {_OWN} (?:be )?used\b"
    rf"|\b(?:us(?:e|ed|ing)|send|sell|for|get|put|sign|share)\b[^.?!]{{0,30}}\b{_ADVERTS}\b"
    rf"|\b(?:train|teach)\w*\b[^.?!]{{0,20}}\b(?:ai|on {_OWN}|with {_OWN})\b",
    re.IGNORECASE,
)
_USE_OF_IT = re.compile(
    rf"\b(?:is|are|will) {_POINTS} (?:be )?used\b|\b(?:use|using|need|want) {_POINTS} for\b"
    rf"|\b(?:do|does|doing|happens?|use)\b[^.?!]{{0,15}}\b(?:with|to) {_POINTS}\b"
    rf"|\b{_POINTS} (?:gets? |be )?used (?:for|to)\b|\b{_ADVERTS}\b",
    re.IGNORECASE,
)
_OWN_NOW = rf"(?:my|our|his|her) (?:\w+ )?{_NOUN}"
_HELD = re.compile(
    rf"\b(?:do|does|have|has|did|r|are)?\W*{_KEEPERS}\b"
    rf"(?: (?:still|stil|already|also|even|just|not)){{0,2}} "
    r"(?:have|has|got|hav|hold|holding|keep|know|store)\b(?: got| on to| hold of)? "
    rf"{_OWN_NOW}\b(?! (?:right|correct|down|wrong|ok)\b)"
    rf"|\b(?:is|are|was) {_OWN_NOW} (?:still|stil|now|really|all|also)?\b ?"
    r"(?:there|held|stored|kept|saved|gone|deleted|on (?:the|your) (?:system|computer|file|books|"
    r"records?)|on file|in (?:the|your|here)\b)"
    r"|\b(?:what(?:['\u2019]?s| is)?|which) (?:is )?my (?:name|number|phone|e-?mail|details?|data|"
    r"info\w*)(?: number| address)?\W+(?:that |(?:the )?one )?(?:you|u)(?:['\u2019]ve)? "
    r"(?:\w+ )?(?:got|have|hav|hold|kept|stored?|saved|wrote)\b"
    r"|\bwhat (?:is it |it is |exactly )?(?:that )?(?:do )?(?:you|u) (?:hold|keep|have|store|know)"
    r"(?: (?:on|about|of) (?:me|us))?\W*$"
    r"|\b(?:anything|something|what)\b[^.?!]{0,15}\b(?:still|left)\b[^.?!]{0,15}\b(?:about|on|of) "
    r"(?:me|us)\b",
    re.IGNORECASE,
)
_IS_A_PERSON = re.compile(
    r"\b(?:are|r) (?:you|u) (?:a |an |even |really |actually )*(?:real |human |actual |live )?"
    r"(?:person|human|robot|bot|machine|computer|program|real|nurse|doctor|chat ?bot|ai)\b"
    r"|\b(?:is (?:this|it|that)|am i (?:talking|speaking|writing|chatting) (?:to|with)) (?:a |an )?"
    r"(?:real |human |actual |live )?(?:person|human|robot|bot|machine|computer|chat ?bot|ai)\b"
    r"|\b(?:is|are) (?:there )?(?:some ?one|any ?one|some ?body|any ?body|a person|a human|people) "
    r"(?:real )?there\b",
    re.IGNORECASE,
)


def data_aspects(text: str, *, was_spoken_of: bool) -> tuple[DataAspect, ...]:
    """List the sides of what is stored that a message asks about.

    Args:
        text: the message.
        was_spoken_of: whether what is stored was the last subject, so that "it" is the data.
    """
    asked = text[:MAX_CHARACTERS].replace("\u2019", "'")
    found = []
    if _HOW_LONG.search(asked) or (was_spoken_of and _FOR_HOW_LONG.match(asked)):
        found.append(DataAspect.HOW_LONG)
    of_it = (was_spoken_of or bool(found)) and bool(_WHO_OF_IT.search(asked))
    if asks_who_reads(asked) or _WHO.search(asked) or of_it:
        found.append(DataAspect.WHO)
    used = bool(_USE.search(asked)) or (was_spoken_of and bool(_USE_OF_IT.search(asked)))
    if used and DataAspect.HOW_LONG not in found:
        found.append(DataAspect.USE)
    if _HELD.search(asked) and not found:
        found.append(DataAspect.HELD)
    return tuple(found)


def asks_if_person(text: str) -> bool:
    """Tell whether somebody asks if a person or a program writes to them."""
    return bool(_IS_A_PERSON.search(text[:MAX_CHARACTERS]))
