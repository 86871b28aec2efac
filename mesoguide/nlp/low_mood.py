"""Tells low mood and fear of something everyday from a crisis: "fed up with my hair".

The classifier has learnt despair from people who wrote about their hair and their looks, and hears
it in "stupid robot, I am tired of all this" too. A message is low mood only if it says what it is
about, something of everyday, and holds no word of despair; in doubt it is a crisis. It is answered
with warmth, a person and a helpline, and the chat goes on.
"""

from __future__ import annotations

import re

#: Longer messages tell more than a mood.
MAX_CHARACTERS = 160

#: How people name a low mood that has a cause.
_LOW = re.compile(
    r"\b(?:fed up|cheesed off|(?:feel|feeling|felt|get|gets|getting) (?:\w+ ){0,3}(?:down|low|blue|"
    r"rotten|awful|ugly|old|unattractive)\b|(?:sick|tired|weary|sad|miserable|upset|depressed|"
    r"gutted|devastated|ashamed|embarrassed|insecure|self[- ]?conscious|unhappy|frustrated|"
    r"stressed|exhausted|knackered|lonely)\b|"
    r"cry(?:ing)?|cried|tears|hate|had enough of|at the end of my (?:rope|tether)|"
    r"in a (?:bad )?mood|bad day|give up (?:on|with)|had it with|hurts my feelings|"
    r"los(?:t|ing) (?:all )?(?:my |all )?(?:confidence|patience)|no confidence|confidence is)",
    re.IGNORECASE,
)
#: How people name fear of what is to come.
_AFRAID = re.compile(
    r"\b(?:scared|afraid|frightened|terrified|petrified|nervous\w*|anxious|phobi\w+|coward|"
    r"worried|worry|dread\w*|scares?|terrifies|squeamish|fear|freaks? (?:me|her|him) out|"
    r"panicky|wimp|chicken)\b",
    re.IGNORECASE,
)
#: What the fear is of that is everyday for this clinic.
_NEEDLES = re.compile(
    r"\b(?:needles?|pricks?|injections?|jabs?|shots?|syringes?|blood tests?|pain|hurt\w*|"
    r"appointment|treatment|first (?:time|visit|go))\b",
    re.IGNORECASE,
)
#: What a low mood is about that is everyday here.
_EVERYDAY = re.compile(
    r"\b(?:hair\w*|bald\w*|receding|comb|brush|wrinkl\w+|lines?|face|skin|chin|jowls?|neck|"
    r"bell(?:y|ies)|tummy|fat|flab\w*|cellulite|thighs?|legs?|arms?|bum|bingo wings?|eye ?bags?|"
    r"looks?|looking|mirror|weight|spots?|scars?|photos?|friends|old|age|ageing|aging|wedding|"
    r"robot|bot|chat\w*|machine|computer|website|app|forms?|questions?|answers?|typing|phone|"
    r"waiting|queue|hold music|reception|clinic|staff|results?|money|price\w*|cost\w*|paid|bill|"
    r"work|shaving|needles?|injections?|jabs?|treatments?|retired|day)\b",
    re.IGNORECASE,
)
#: Any of these, and the doubt goes to the person: it is no low mood only.
_DESPAIR = re.compile(
    r"\b(?:hopeless|worthless|pointless|useless person|no (?:point|hope|way out|future|one|reason)|"
    r"what(?:['\u2019]?s| is) the point|see (?:the|any|no) point|point (?:in|of)|"
    r"(?:can(?:no|['\u2019]?)t|cannot|could ?n['\u2019]?t|cnt|unable to|"
    r"don['\u2019]?t know how to) "
    r"(?:\w+ )?(?:go|cope|take|do (?:this|it)|carry|live|face|bear|stand|keep|stop|any ?more|"
    r"breathe|leave)|(?:do|does|did) ?n['\u2019]?o?t (?:\w+ )?(?:want|wanna|care|matter|see)|"
    r"any ?more|any longer|going on|go on|carry on|keep going|life|live|lives|living|alive|"
    r"exist\w*|"
    r"born|die|dies|died|dead|dying|death|kill\w*|suicid\w*|hurt(?:ing)? myself|harm\w*|cuts?|"
    r"cutting|overdos\w*|pills?|tablets?|rope(?! with)|bridge|jump|end (?:it|this|things|my)|"
    r"ending|done with (?:it|everything)|better off|burden|disappear\w*|vanish|gone (?:for good|"
    r"soon)|if i (?:was|were) gone|alone|lonely|nobody|no ?body|everyone|everybody|everything|"
    r"goodbye|good bye|farewell|sleep|wake up|wake|forever|empty|numb|dark(?:ness)?|lost|trapped|"
    r"give up|giving up|given up|hate myself|hate (?:my )?(?:self|body|face)|disgust\w*|monster|"
    r"hate me|punch\w*|slap\w*|scratch\w*|burn\w*|bleed\w*|blade|razor|knife|weapon|a note|notes?|"
    r"letters?|calms|made up my mind|look after|picture myself|deserve\w*|pray|lord|god|ready|"
    r"weeks|months|day and night|every (?:day|night|morning)|freak|tonight|world|desperate|"
    r"despair\w*|breakdown|breaking|broken|ruined|destroyed|"
    r"too much|enough is enough|had enough(?! of)|falling apart|crisis|depression|"
    r"who(?: would| will)? care|nothing (?:left|matters|helps|works)|want (?:it|this|out)|"
    r"to (?:stop|end))\b",
    re.IGNORECASE,
)
#: Words of despair that say nothing of it beside what follows them.
_HARMLESS = re.compile(
    r"\blonely since\b|\bgive up (?:on|with) (?:this|the|your|that) (?:\w+ )?(?:chat\w*|bot|robot|"
    r"website|form|app|phone|page)\b|\blife is too short\b|\bnobody (?:answers|replies|rings|"
    r"picks up|told)\b|\beveryone else\b|\bdark (?:circles?|spots?|patch\w*|marks?)\b",
    re.IGNORECASE,
)
#: Who jokes wants no consolation.
_JOKES = re.compile(r"\b(?:l+o+l+\w*|(?:ha){2,}h?|lmao|rofl|jk)\b", re.IGNORECASE)


def is_everyday_mood(text: str) -> bool:
    """Tell whether a message names a low mood or fear with an everyday cause, and no despair."""
    return is_low_mood(text) or is_afraid_of_treatment(text)


def is_low_mood(text: str) -> bool:
    """Tell whether a message names a low mood about something everyday, and no despair."""
    return bool(_LOW.search(text) and _is_of(text, _EVERYDAY)) and not _JOKES.search(text)


def is_afraid_of_treatment(text: str) -> bool:
    """Tell whether a message names fear of the treatment, and no despair."""
    return bool(_AFRAID.search(text)) and _is_of(text, _NEEDLES)


def _is_of(text: str, cause: re.Pattern[str]) -> bool:
    if len(text) > MAX_CHARACTERS or _DESPAIR.search(_HARMLESS.sub(" ", text)):
        return False
    return bool(cause.search(text))
