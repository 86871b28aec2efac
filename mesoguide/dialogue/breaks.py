"""Recognises who goes away for a moment, and who comes back: "brb", "ok im back"."""

from __future__ import annotations

import re

#: Longer messages say more than this.
MAX_CHARACTERS = 100

_LEAD = r"^\W*(?:(?:ok|okay|sorry|oh|hang on|hi|hey|hello|and|so|right|well|just|pls|please)\W+)*"
_AWAY = re.compile(
    _LEAD + r"(?:brb|b r b|bbl|afk|gtg|be right back|(?:i['\u2019]?ll |ill |will )?be back "
    r"(?:soon|later|in a \w+|in \w+ min\w*)|back in a (?:sec\w*|min\w*|moment|bit|while)|"
    r"(?:one|1|a|wait a|just a|gimme a|give me a|hold on a|hang on a|half a) "
    r"(?:sec\w*|min\w*|mo|moment|tick)|hold on|hang on|"
    r"(?:some(?:one|body)|the door|my phone)(?:['\u2019]?s| is)? (?:at the door|ringing)|"
    r"(?:the )?(?:door|phone)(?: ?bell)?(?: is|['\u2019]s)? (?:ringing|rang))"
    r"(?:\W+(?:pls|please|ok|sorry|phone|door|kids?|someone|at the door|i need to go|need to go))*"
    r"\W*$",
    re.IGNORECASE,
)
_ENDS_AWAY = re.compile(
    r"\bbrb\W*$|^\W*(?:\w+\W+)?(?:brb|bbl)(?:\W+[a-z']+){1,4}\W*$", re.IGNORECASE
)
_BACK = re.compile(
    r"(?:^|\W)(?:(?:i['\u2019]?m|im|i am|we['\u2019]?re|we are|now|ok|okay|right|so|and) )*"
    r"(?:back(?: again| now| here)?|(?:here|hi|hello) again|(?:i['\u2019]?m|i am) here(?: now)?)"
    r"(?:\W+(?:sorry|again|now|where (?:were|was) (?:we|i)|what (?:were|was) (?:we|i) saying|"
    r"sorry about that|thanks|hello|hi|still there))*\W*$",
    re.IGNORECASE,
)
_WHERE_WERE_WE = re.compile(r"\bwhere (?:were|was) (?:we|i)\b", re.IGNORECASE)
#: "It came back" is about something else: so many words at most say no more than "back".
_MOST_WORDS = 10
_MORE_THAN_BACK = re.compile(
    r"\b(?:phone me|me back|us back|text|my|the|her|his|your|come|came|comes|coming|grow\w*|go|"
    r"get|call|ring|it|hair|pain|lower|"
    r"upper|get)\b(?!\W+(?:back now|again now)?\W*$)",
    re.IGNORECASE,
)


_LEAVES = re.compile(
    r"^\W*(?:(?:ok|okay|right|well|so|ta|thanks|thank you|thx|cheers|sorry|that'?s (?:all|it)|"
    r"nice one|great|good|lol|just|then|anyway|i|i'?m|im|am|i'?ve|ive)\W+)*"
    r"(?:gone|bye(?: bye)?|goodbye|off(?: now| out)?|(?:got to|gotta|have to|need to|must) "
    r"(?:go|run|dash|fly)|see (?:you|ya)|cya|laters|cheerio|ta ta|ttyl|leaving(?: now)?)"
    r"(?:\W+(?:now|then|all|love|mate|thanks|thank you|ta|bye|sorry|x+))*\W*$",
    re.IGNORECASE,
)


def leaves(text: str) -> bool:
    """Tell whether somebody says no more than that they leave: "ta. gone", "got to run"."""
    return len(text) <= MAX_CHARACTERS and bool(_LEAVES.match(text))


def goes_away(text: str) -> bool:
    """Tell whether somebody says no more than that they are away for a moment."""
    if len(text) > MAX_CHARACTERS:
        return False
    return bool(_AWAY.match(text) or _ENDS_AWAY.search(text))


def comes_back(text: str) -> bool:
    """Tell whether somebody says no more than that they are back, or asks where things stood."""
    if len(text) > MAX_CHARACTERS or len(text.split()) > _MOST_WORDS:
        return False
    if _WHERE_WERE_WE.search(text):
        return True
    return bool(_BACK.search(text)) and not _MORE_THAN_BACK.search(text)
