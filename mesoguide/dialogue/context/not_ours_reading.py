"""Recognises questions about what is not ours: Botox prices, a dog's bald patch, varicose veins.

Their other words are ours ("how much", "bald patch"), so the classifier answers with the price or
the hair. A thing that is only told of ("I have eczema, may I have the shots?") is not asked about,
and a comparison with another treatment has its own answers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mesoguide.content.not_ours import NotOurs
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks

OUT_OF_SCOPE = "out_of_scope"
#: Longer messages say more than one thing.
LONGEST = 160
#: Other treatments whose names stand for many things: a cream may be the numbing cream.
_ANY = frozenset({"topical", "surgery"})
#: Intents that a question about a thing that is not ours is never taken away from.
_KEPT = frozenset(
    {
        *("ask_comparison", "ask_ingredients", "ask_hair_medication", "ask_definition"),
        *("ask_medical_advice", "request_human", "request_data_deletion", "check_my_plan"),
        *("ask_privacy", "ask_bot_identity", "ask_regulation", "compare_plans", "ask_sources"),
        *("ask_anaesthesia", "ask_eligibility", "ask_origin", "report_symptom"),
    }
)
#: Intents that may be right although another treatment is named: "I had Botox last week".
_MAY_TELL = frozenset({"ask_combination", "inform", FALLBACK_INTENT, OUT_OF_SCOPE})
#: The shots are compared with it, or it comes before, after or with them.
_BESIDE_OURS = re.compile(
    r"\b(?:vs?|versus|or|than|compar\w*|differ\w*|instead|rather|better|like|same|similar|with|"
    r"after|before|since|had|having|already|together|both|plus|between|meso\w*|shots?|this|these|"
    r"it|your treatment|in it|contain\w*|mix)\b",
    re.IGNORECASE,
)
_TREATS = (
    r"(?:treat\w*|help\w*|cure[sd]?|heal[s]?|fix\w*|remov\w*|get(?:ting)? rid|do(?:es|ne)?|"
    r"offer\w*|sort\w*|good (?:for|on|with)|work\w*|us(?:e|ed)|zap\w*|operat\w*|clear\w*|improv\w*|"
    r"(?:some|any)thing (?:for|against)|take (?:off|out|away|for)|give|sell|look at|see to|"
    r"reduc\w*)"
)
_COSTS = (
    r"(?:how (?:much|many|long|often|soon|painful)|price[sd]?|cost\w*|charge\w*|fees?|"
    r"side effects?|risks?|sessions?|what about|how about|and)"
)
_ABOUT_IT = (
    r"(?:hurt\w*|pain\w*|safe|dangerous|permanent|work|last|cost|expensive|legal|worth|any good|"
    r"take|covered|reversible|done|available|possible)"
)
_HAS_IT = re.compile(
    r"\b(?:i|he|she|we|my \w+)(?:['\u2019]?(?:ve|s|m)| have| has| got| had| get| am| is| suffer\w*)"
    r"\b[^.?!]{0,40}[,.;]?[^.?!]{0,20}\b(?:can|may|could|is it|should|will it|would it)\b"
    r"[^.?!]{0,15}\b(?:i|he|she|we|have|safe|ok(?:ay)?|get|worse)\b"
    r"|\b(?:if|(?<!help )(?<!helps )(?<!helping )with|despite|because of|when you have|who have|"
    r"makes?|cause[sd]?|give me|leave|left|"
    r"get(?! rid)|worse)\b",
    re.IGNORECASE,
)
_WHAT_TO_TAKE = r"\b(?:what|which)\b[^.?!]{0,25}\b(?:take|do|use|eat|try|help\w*|good)\b"
#: Animals that are brought, feared or bite, rather than treated.
_ANIMAL_BESIDE = re.compile(
    r"\b(?:bring|walk\w*|guide|assistance|allerg\w*|bit|bites?|bitten|scratch\w*|with me|feed|"
    r"look(?:ing)? after|hot|top|teddy|play\w*|hair on|allowed|leave)\b",
    re.IGNORECASE,
)
#: A party before a wedding.
_NO_ANIMAL = re.compile(r"\b(?:hen|stag)s?[- ]?(?:do|party|night|weekend|day)\b", re.IGNORECASE)
_OTHER_CLINIC = re.compile(
    r"\b(?:other|another|different|rival|cheaper|nearby|nearest|competing)\b[^.?!,]{0,15}"
    r"\b(?:clinics?|places?|salons?|providers?|hospitals?)\b"
    r"|\b(?:clinic|place|salon|one|they)\b[^.?!,]{0,12}\b(?:down the road|next door|across (?:the|"
    r"town)|round the corner|in town|up the road|over the road|near me)\b",
    re.IGNORECASE,
)
_OF_ITS_OFFER = re.compile(
    r"\b(?:how much|prices?|cost\w*|charge\w*|cheap\w*|expensive|better|best|recommend\w*|good|"
    r"rates?|reviews?|which|know of|any)\b",
    re.IGNORECASE,
)


#: A listed treatment that comes before or after the shots is not asked about itself.
_BESIDE = re.compile(
    r"\b(?:after|before|with|had|having|vs|versus|or|than|same day|affect\w*|damage|until|till|"
    r"again|when can)\b",
    re.IGNORECASE,
)


_AND = re.compile(r"^\W*(?:and|or|what about|how about|any)\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def _asked_of(things: str) -> re.Pattern[str]:
    """Return the pattern of a question whether, how or for how much things are treated or done."""
    return re.compile(
        rf"\b{_TREATS}\b[^.?!,;]{{0,25}}\b{things}\b"
        rf"|\b{_COSTS}\b[^.?!,;]{{0,25}}\b{things}\b"
        rf"|\b(?:is|are|does|do|can|will|did)\s+(?:an? |the |my |her |his )?{things}\b"
        rf"[^.?!,;]{{0,15}}\b(?:{_ABOUT_IT}|{_TREATS})\b"
        rf"|\b{things}\b[^.?!,;]{{0,15}}\b(?:done|treated|removed|fixed|sorted|zapped|price|cost)\b"
        rf"|\b{things}\b[^.!]{{0,20}}{_WHAT_TO_TAKE}|{_WHAT_TO_TAKE}[^.?!]{{0,20}}\b{things}\b"
        rf"|\b(?:book|get|have|want)\b[^.?!,;]{{0,12}}\b{things}\b[^.?!,;]{{0,12}}"
        r"\b(?:here|with you|at yours|from you|there)\b",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _named(things: str) -> re.Pattern[str]:
    return re.compile(rf"\b{things}\b", re.IGNORECASE)


def not_ours(message: UnderstoodMessage, lists: NotOurs) -> str | None:
    """Name the group of what a message asks about, where that is nothing of ours.

    Returns:
        "animals", "other_clinics", "treatments" or "illnesses"; none where it is ours, or in doubt.
    """
    text = message.text
    if message.is_payload or message.sign or len(text) > LONGEST or len(message.questions) > 1:
        return None
    if _is_of_animal(text, lists) and message.intent not in ("report_symptom", "request_human"):
        return "animals"
    if _OTHER_CLINIC.search(text) and _OF_ITS_OFFER.search(text):
        return "other_clinics"
    if message.intent in _KEPT and not _is_plain(message, lists):
        return None
    if _asks_of_other_treatment(message):
        return "treatments"
    if message.mentioned("concern") or message.mentioned("medication"):
        return None
    if _is_bare_illness(message, lists):
        return "illnesses"
    return _listed(text, lists)


def _is_bare_illness(message: UnderstoodMessage, lists: NotOurs) -> bool:
    """Tell whether a message is no more than the name of one: "stretch marks?"."""
    if message.entities or message.intent == "ask_eligibility":
        return False
    words = _AND.sub("", message.text).strip(" ?!.")
    return bool(words) and bool(_named(lists.illnesses).fullmatch(words))


def _is_plain(message: UnderstoodMessage, lists: NotOurs) -> bool:
    """Tell whether an illness is to be treated, though it sounds like a bar to the shots."""
    is_bar = message.intent == "ask_eligibility"
    return is_bar and _listed(message.text, lists) is not None and not message.mentioned("concern")


def _is_of_animal(text: str, lists: NotOurs) -> bool:
    plain = _NO_ANIMAL.sub(" ", text)
    return bool(_named(lists.animals).search(plain)) and not _ANIMAL_BESIDE.search(plain)


def _asks_of_other_treatment(message: UnderstoodMessage) -> bool:
    """Tell whether the price, the risks or the like of another treatment are asked, and no more."""
    named = [e for e in message.entities if e.kind == "alternative" and e.value not in _ANY]
    if len(named) != 1 or message.intent in _KEPT or _BESIDE_OURS.search(message.text):
        return False
    words = re.escape(message.text[named[0].start : named[0].end])
    if not _asked_of(rf"{words}(?:s|ing)?").search(message.text):
        return False
    return message.intent not in _MAY_TELL or asks(message.text) or "?" in message.text


def _listed(text: str, lists: NotOurs) -> str | None:
    if _asked_of(lists.treatments).search(text) and not _BESIDE.search(text):
        return "treatments"
    is_told = bool(_HAS_IT.search(text)) and not re.search(_WHAT_TO_TAKE, text, re.IGNORECASE)
    if _asked_of(lists.illnesses).search(text) and not is_told:
        return "illnesses"
    return None
