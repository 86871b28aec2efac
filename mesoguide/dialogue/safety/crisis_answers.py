"""Reads whether somebody in a crisis has company, or says that they mean no harm."""

from __future__ import annotations

import re

from mesoguide.dialogue.understood_message import UnderstoodMessage

#: Longer messages are cut before the search.
MAX_CHARACTERS = 1_000
#: "I won't do anything silly, I promise": not yet a word about being safe.
_PROMISES = re.compile(
    r"\b(?:won['\u2019]?t|will not|not going to|not gonna|wouldn['\u2019]?t) (?:\w+ )?do "
    r"(?:anything|something|it)\b|\bpromise\b",
    re.IGNORECASE,
)
#: "My sister is here with me."
_COMPANY = re.compile(
    r"\b(?:is|are|s?hes|['\u2019]s|['\u2019]re|sits|stays|staying) (?:\w+ )?with me\b"
    r"|\b(?:talking|speaking) (?:to|with) my\b|\b(?:came|come|coming) over\b"
    r"|\b(?:i am|i['\u2019]?m) (?:here |now )?with my\b|\bnot alone\b",
    re.IGNORECASE,
)
_SOMEBODY_COMES = re.compile(
    r"\bmy \w+(?:['\u2019]s| is| are)? (?:here|coming|on (?:his|her|the|their) way)\b",
    re.IGNORECASE,
)
#: "I'm not going to hurt myself", "I didn't mean it like that".
_DENIES_HARM = re.compile(
    r"(?:\b(?:not|never|no)|n['\u2019]t|\bdont)\b[^.?!,;]{0,25}"
    r"\b(?:hurt|harm|kill|suicid\w*|die|dying|end it|top myself)"
    r"|\b(?:did|do)(?: not|n['\u2019]?t) (?:mean|say) (?:it|that)\b"
    r"|\b(?:mean|meant|talking about|speaking of)\b[^.?!]{0,20}\b(?:treatments?|course|sessions?|"
    r"visits?|appointments?|plan|contract|hair|skin|diet)\b"
    r"|\bnot (?:of )?(?:my|her|his) life\b|\bnot like that\b|\b(?:wrong|bad|poor) (?:word|choice)"
    r"|\bfigure of speech\b|\bjust an? (?:expression|saying)\b|\bmisunderst(?:and|ood)",
    re.IGNORECASE,
)


def promises(text: str) -> bool:
    """Tell whether somebody promises not to do anything; no all-clear by itself."""
    return bool(_PROMISES.search(text))


def is_accompanied(text: str) -> bool:
    """Tell whether a text says that somebody is with the person."""
    return bool(_COMPANY.search(text))


def denies_death(text: str) -> bool:
    """Tell whether a text denies the wish to die or to harm, or takes the words back."""
    return bool(_DENIES_HARM.search(text))


def has_company(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that a person is with them, on the way, or talking to them."""
    text = message.text[:MAX_CHARACTERS]
    return not message.is_payload and bool(_COMPANY.search(text) or _SOMEBODY_COMES.search(text))


def denies_harm(message: UnderstoodMessage) -> bool:
    """Tell whether somebody says that they do not mean to harm themselves.

    It is no all-clear, since people say so who do; but to be told again to call for help is no
    answer to it. Words that are a red flag by themselves outweigh it.
    """
    text = message.text[:MAX_CHARACTERS]
    return not message.sign and bool(_DENIES_HARM.search(text) or _PROMISES.search(text))
