"""Reads how far help is, after a red flag: called, on the way to it, or with the person.

Whoever writes "calling them now" or "the medics are here" says nothing of being safe yet, and is
not to be asked as if nothing had been said.
"""

from __future__ import annotations

import re
from enum import Enum

from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Longer messages are cut before the search.
MAX_CHARACTERS = 1_000


class Help(Enum):
    """How far help is; the value ends the name of the reply."""

    CALLED = "utter_help_comes"
    GOING = "utter_going_to_help"
    HERE = "utter_help_here"


_CALLED = (
    r"(?:(?:call|ring|phon|dial|contact)(?:ed|ing)|rang|rung|dialled|dialling|got hold of|"
    r"spoke (?:to|with)|speaking (?:to|with)|talking to|on the (?:phone|line) (?:to|with))"
)
_LINES = (
    r"(?:999|112|111|911|ambulances?|paramedics?|medics?|samaritans|helplines?|hotline|"
    r"emergency(?: services| line)?|crisis line|out[- ]of[- ]hours|gp|doctors?|nhs|hospital)"
)
_HOSPITAL = (
    r"(?:hospital|hosp|a ?(?:&|and|n) ?e|e\.?r\.?|emergency (?:room|dep\w*)|casualty|clinic|"
    r"urgent care|minor injuries|gp|doctors?|surgery)"
)
_CREW = (
    r"(?:ambulance(?: crew| people)?|paramedics?|medics?|crew|nurses?|doctors?|gp|first aiders?|"
    r"emergency services|samaritans|police)"
)
#: "Calling them now", "I already called", "my son is ringing 999", "they say to stay put".
_IS_CALLED = re.compile(
    rf"\b{_CALLED}\b[^.?!]{{0,25}}\b{_LINES}\b"
    rf"|\b{_CALLED} (?:them|for help|now|already|it in|right now|straight away)\b"
    rf"|\b(?:already|just|have|has|['\u2019]ve|i|we) {_CALLED}\W*(?:them|now|already|it)?\W*$"
    rf"|\b(?:am|is|are|i['\u2019]?m|['\u2019]s|['\u2019]re|will|i['\u2019]?ll|gonna|going to|ok|"
    rf"okay|yes) (?:now |just |i |we |will )*(?:call|ring|phone|dial)(?:ing)?\b"
    rf"(?: (?:{_LINES}|an ambulance|them|now))+\W*(?:now|thanks?|thank you|thx)?\W*$"
    r"|^\W*(?:ok(?:ay)?\W+)?(?:i['\u2019]?m )?(?:calling|ringing|dialling|dialing|phoning)\W*$"
    r"|\b(?:they|operator|999|111|112)\b[^.?!]{0,15}\b(?:said|say|says|told|tell)\b"
    r"(?: (?:me|us|her|him))?(?: +to| i should| we should)? +(?:stay|wait|lie|sit|keep|put|check|"
    r"do|use|hold|move|give)\b"
    r"|\bthey(?:['\u2019]re| are| r)? ask(?:ed|ing)?\b|\bmin(?:ute)?s? away\b"
    r"|\b(?:my|the|our|a) \w+(?: is|['\u2019]s)? (?:now )?(?:calling|ringing|phoning|dialling)\b"
    r"|\bon hold\b|^\W*(?:(?:ok(?:ay)?|yes|i['\u2019]?m)\W+)*(?:doing (?:it|that|so)|on it|"
    r"will do)(?: now)?\W*$",
    re.IGNORECASE,
)
#: "The ambulance is coming", "they are sending someone", "help on its way".
_COMES = re.compile(
    rf"\b(?:{_LINES}|help|they|someone|somebody)\b"
    r"(?:['\u2019](?:s|re)| is| are)?[^.?!]{0,12}"
    r"\b(?:coming|on (?:its|the|their|his|her) way|sending|been called|be here|will come|"
    r"(?:\d+|a few|couple of) min\w*)\b",
    re.IGNORECASE,
)
#: "Going to hospital", "husband is driving me to A&E", "they took her to hospital".
_IS_GOING = re.compile(
    r"\b(?:going|go|on (?:my|our|the|her|his|way|their) ?(?:way)?|heading|headed|driv(?:ing|es)|"
    r"drove|taking|takes?|took|taken|rushing|off|bringing|brought|walking|running|leaving|"
    r"bring|brings|drive|take me|"
    r"getting (?:a )?(?:taxi|cab|lift|ride))\b"
    rf"[^.?!]{{0,25}}\b{_HOSPITAL}\b"
    r"|\b(?:we are|we['\u2019]?re|am|i['\u2019]?m) (?:now |already )?in the (?:car|taxi|cab)\b",
    re.IGNORECASE,
)
#: "The medics are here", "a nurse is looking at me", "I'm in hospital".
_IS_HERE = re.compile(
    rf"\b{_CREW}\b(?:['\u2019](?:s|re)| is| are| r| has| have| just)*[^.?!]{{0,10}}"
    r"\b(?:here|with (?:me|us|her|him|my \w+)|arrived|came|come now|looking (?:at|after)|"
    r"checking|checks|treating|seeing|helping|examining|giv(?:es|ing)|gave|got here|saw|seen|been|"
    r"checked|looked|took over|taken over|got (?:me|her|him|us))\b"
    r"|\b(?:999|112|911|111) (?:are|is|r|people are|crew are) (?:here|with (?:me|us|her|him))\b"
    r"|\b(?:they|help)(?:['\u2019](?:s|re)| is| are| r| have| has)? (?:now |just |all )*"
    r"(?:here|arrived|with (?:me|us|her|him))\b"
    rf"|\b(?:in|at) (?:the |an? )?(?:ambulance|{_HOSPITAL})\b(?! (?:closed|shut|open))"
    rf"|\b(?:being|getting|am|is|was) (?:seen|checked|treated|looked (?:at|after))\b"
    rf"|\bwith (?:the |a )?{_CREW}\b"
    r"|\b(?:gave|given|giving) (?:me|her|him|us)\b[^.?!]{0,20}"
    r"\b(?:adrenalin\w*|epi-?pen|oxygen|steroids?|injection|drip|medicine|something|smth)\b",
    re.IGNORECASE,
)
#: Those who have taken over: a crew, a doctor, a hospital. A medicine that somebody gave is less.
_IN_CARE = re.compile(
    rf"\b{_CREW}\b(?:['\u2019](?:s|re|ve)| is| are| r| has| have| just| all)*[^.?!]{{0,10}}"
    r"\b(?:(?:here|arrived|came|been)\b(?! to (?:mind|see))|with (?:me|us|her|him|my \w+)|looking "
    r"after|treating|saw|seen|checked|looked (?:at|after)|took over|taken over|got (?:me|her|him|"
    r"us))"
    r"|\b(?:999|112|911|111) (?:are|is|r|people are|crew are) (?:here|with (?:me|us|her|him))\b"
    r"|\bthey(?:['\u2019]?(?:re|ve)| are| r| have)? (?:now |just |all |got )*(?:here|arrived|"
    r"with (?:me|us|her|him)|(?:her|him|me|us) (?:on|in))\b"
    rf"|\b(?:in|at) (?:the |an? )?(?:ambulance|hospital|hosp|a ?(?:&|and|n) ?e|casualty|e\.?r\.?|"
    r"emergency (?:room|dep\w*))\b(?! (?:closed|shut|open))"
    rf"|\bwith (?:the |a |an )?(?:ambulance(?: crew| people)?|paramedics?|medics?|crew|doctors?)\b"
    r"|\b(?:being|getting|was|were) (?:seen|treated|looked after) (?:by|at|to)\b",
    re.IGNORECASE,
)
#: A neighbour who is a nurse has not taken over.
_BY_TRADE = re.compile(
    r"\b(?:is|['\u2019]s|was|used to be|retired|trained|a friend|neighbou?r|being) (?:a |an )?"
    r"(?:retired |trained )?(?:nurse|doctor|paramedic|first aider)\b[^.?!]*",
    re.IGNORECASE,
)
#: It is not over where they are, and no reason to stop watching.
_NOT_OVER = re.compile(
    r"\b(?:worse|still|went|gone|left|leaving|but|stopped|again|not sure)\b|\bon (?:their|"
    r"its) way\b",
    re.IGNORECASE,
)
#: What makes it no report: "no help comes", "should I call?", "I can't call".
_NO_HELP = re.compile(
    r"\b(?:no|not|nobody|none|never|cannot|cant|wont|dont|didnt|isnt|arent|should|shall|unless|"
    r"until|if|when will|how long|too scared|afraid)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)
#: Words with "not" that take nothing back: "not alone", "they said not to move".
_HARMLESS_NOT = re.compile(
    r"\bnot alone\b|(?:(?<=said )|(?<=say )|(?<=me )|(?<=us ))not(?= to\b)"
    r"|\b(?:no problem|no worries)\b",
    re.IGNORECASE,
)
#: "The clinic called me", "I was going to call the clinic": no help for an emergency.
_OF_THE_CLINIC = re.compile(
    r"\b(?:clinic|office|reception|your (?:staff|team|place))\b", re.IGNORECASE
)


def help_under_way(message: UnderstoodMessage) -> Help | None:
    """Return how far help is by what a message says; "no help comes" is none.

    The furthest counts: "I called and they are here" means that they are here.
    """
    text = _HARMLESS_NOT.sub(" ", message.text[:MAX_CHARACTERS])
    if message.is_payload or _NO_HELP.search(text) or _OF_THE_CLINIC.search(text):
        return None
    if _IS_HERE.search(text):
        return Help.HERE
    if _IS_GOING.search(text):
        return Help.GOING
    return Help.CALLED if _IS_CALLED.search(text) or _COMES.search(text) else None


def is_in_care(message: UnderstoodMessage) -> bool:
    """Tell whether professionals have taken over: a crew, a doctor or a hospital looks after them.

    A plain word of it ends the wait for "I am safe": whom to call has been answered by then. "The
    ambulance went, and she is worse" is none.
    """
    text = _BY_TRADE.sub(" ", _HARMLESS_NOT.sub(" ", message.text[:MAX_CHARACTERS]))
    if message.is_payload or _NO_HELP.search(text) or _OF_THE_CLINIC.search(text):
        return False
    return bool(_IN_CARE.search(text)) and not _NOT_OVER.search(text)
