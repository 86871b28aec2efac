"""The words that a wish for a time is made of: "tomorrow", "after 5pm", "not", "any time"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mesoguide.dialogue.contact.calendar_words import MONTH, ORDINAL, WEEKDAY_NAMES
from mesoguide.nlp.lexicon import word_set

_COUNT = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|half an?|"
    r"(?:a )?couple(?: of)?|(?:a )?few|several)"
)
_HOUR_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HOUR = rf"(?:[01]?\d|2[0-4]|{_HOUR_WORDS})"
_DAY = (
    rf"(?:{'|'.join(WEEKDAY_NAMES)})(?:'?s)?|mons?|tue(?:s)?|thur?s?|fris?"
    r"|(?<!the )(?<!in )(?<!after )(?<!of )(?<!i )(?<!to )(?<!be )(?:weds?|sats?|suns?)"
    r"(?! (?:exposure|cream|screen|block|beds?|bath\w*|damage|tan|spots?|burn\w*|light|down|"
    r"in the|up|here|there|protection|lotion|holiday))"
)
_PART_OF_DAY = (
    r"(?:mid[- ]?|early[- ]|late[- ])?(?:mornings?|afternoons?|evenings?|nights?)|"
    r"(?:lunch|tea|dinner|breakfast|day|night)[- ]?times?|lunch (?:break|hour)|at lunch|midday|"
    r"noon|(?<!i )am(?! i\b)|pm|first thing|last thing|during the day|"
    r"end of (?:the )?(?:day|week|month)|"
    r"(?:start|beginning|middle) of (?:the )?(?:week|month)"
)
_CLOCK = (
    rf"(?:half|quarter|five|ten|twenty|5|10|20|25) (?:past|to|till) {_HOUR}|"
    rf"half {_HOUR}(?! an?\b)(?!\d)|{_HOUR}(?:[:.h][0-5]\d)? ?(?:[ap]m|o'? ?clock|(?<=\d)ish|ish|"
    rf"hrs)(?: ?ish)?|"
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)|(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|hours)"
)
_DATE = (
    rf"(?:the )?{ORDINAL}(?: of)?(?: {MONTH}(?!\w))?|{MONTH} (?:the )?(?:{ORDINAL}|[0-3]?\d)|"
    rf"[0-3]?\d(?: of)? {MONTH}(?!\w)|[0-3]?\d/[01]?\d(?:/(?:20)?\d\d)?|(?:in|early|late|"
    rf"mid) {MONTH}"
)
_NEAR = (
    rf"in (?:about |around |like )?(?:half an hour|{_COUNT} (?:hour|minute)s?(?: time)?)|"
    r"(?:with)?in the (?:next )?(?:hour|day|week|new year)|next month|"
    rf"(?:with)?in the next {_COUNT} (?:hour|day|week|minute)s?|the next {_COUNT} days|"
    r"as soon as (?:possible|poss|you can|you are able|is convenient)|a\.?s\.?a\.?p\b|"
    r"day after tomorrow|tomorrow|(?:some ?time )?(?:this|next|the following) week|"
    r"the week after(?: next)?|(?:most|any) days?|(?:the |this |next )?weekends?|week ?days?|"
    r"(?:working|business|week) days?"
)
#: Times that are said in passing as often as they are meant.
_IN_PASSING = (
    r"(?:straight|right) ?away|immediately|right now|just now|now|(?:very )?soon|"
    r"later(?: on)?(?: today)?|today|tonight|(?:after|before) (?:that|then)|"
    r"(?:all|every|each) (?:day|morning|afternoon|evening|night)s?|(?:once|when) finished|nights?"
)
_EVENT = (
    r"not (?:too|very|so) (?:early|late|soon)(?: on)?"
    r"(?: in the (?:day|morning|afternoon|evening))?|"
    r"as (?:early|late|soon) as (?:you can|you like)|"
    r"the (?:earlier|later|sooner) the better|"
    r"(?:after|before|during|outside|in|within|out of|not) (?:normal )?(?:working|office|business|"
    r"school|clinic|opening) hours|working hours|office hours|school hours|"
    r"(?:after|before|once|when|until|till|around|during) (?:i(?:'m| am|'ve|"
    r" have)? )?(?:finish(?:ed)?(?: work| my shift| school)?|work|school|the (?:school|"
    r"nursery) run|lunch|tea|dinner|"
    r"breakfast|my (?:shift|lunch|break)|home(?: from work)?|get (?:home|in|back)(?: from work)?)|"
    r"(?:after|before|around|over|at|until|till|straight after|soon after|just after) (?:the )?"
    r"(?:christmas|xmas|x-mas|easter|new year(?:'?s)?|half[- ]term|bank holiday|school holidays|"
    r"summer holidays|summer|holidays|ramadan|eid|diwali|hanukkah)|"
    r"on my (?:days? off|lunch|break|lunch break)|my days? off|when the (?:kids|"
    r"children) are at school"
)
_ANY = (
    r"any ?time(?: of (?:the )?day)?|whenever(?: (?:suits|you (?:like|can|want|are free)|"
    r"is (?:best|good|convenient|easiest)))?(?: you)?|no preference|at your convenience|"
    r"(?:i )?(?:don'?t|do not) mind(?: when| what time| at all|(?=\W*$|[,.]))|"
    r"(?:any|most) (?:morning|afternoon|evening|night)s?|flexible|24/7"
)
_GREETING = (
    r"(?:have a |had a )?(?:good|nice|lovely|great) (?:day|morning|afternoon|evening|weekend|night)"
    r"|^(?:morning|afternoon|evening)(?=[,!.] ?\w|"
    r" (?:all|everyone|team|there|guys|can|could|i\b(?! (?:think|guess|suppose|reckon|prefer|"
    r"would))|i'|please \w|hi|my|just|is|would|hope))"
)
_COUNTED = (
    r"(?:night|late|early|day|evening)[- ]shifts?|"
    rf"{_COUNT}(?: ?(?:-|to|or|and) ?{_COUNT})?(?: more| or more)?(?:(?<=\d)| |-)(?:sessions?|"
    rf"visits?|weeks?|days?|"
    r"hours?|minutes?|months?|years?|times?|treatments?|injections?|appointments?|ml|mg|kids?|children|"
    r"child|people|persons?|areas?|vials?|jabs?|shots?|doses?|pounds?|stone|kg|percent|%|out of|"
    r"of the|of them|seconds?|courses?|rounds?|nights?)(?!\w)"
    r"|(?:first|second|third|last|next|every|each|this|that|same) time(?!\w)|the (?:last|past) \w+"
    rf"|(?:last|past) (?:{_DAY}|{_PART_OF_DAY}|weekend)|(?:new|next|this|that|other|old) one(?!\w)"
)
_LINK = (
    r"after|before|between|from|until|till?|by|around|about|at|on|in|the|to|and|or|but|not|no|except"
    r"(?: for)?|apart from|only|either|also|preferably|ideally|usually|mostly|early|earlier|late|"
    r"later than|mid|onwards?|during|of|this|next|any|every|each|most|all|if not|maybe|perhaps|"
    r"then|some ?time|past|both|anything|of day|unless|any other"
)
_SIGN = r"[-/,&+]"

_TOKEN = re.compile(
    "|".join(
        rf"(?P<{kind}>(?<![\w']){pattern})"
        for kind, pattern in (
            ("greeting", rf"(?:{_GREETING})(?!\w)"),
            ("in_passing", rf"(?:{_IN_PASSING})(?!\w)"),
            ("event", rf"(?:{_EVENT}|{_NEAR}|{_ANY})(?!\w)"),
            ("counted", rf"(?:{_COUNTED})"),
            ("clock", rf"(?:{_CLOCK})(?!\w)"),
            ("date", rf"(?:{_DATE})(?!\w)"),
            ("day", rf"(?:{_DAY}|{_PART_OF_DAY})(?!\w)"),
            ("number", rf"(?:{_HOUR}|(?:[01]\d|2[0-3])(?:00|15|30|45))(?![\w%])(?!\.\d)"),
            ("link", rf"(?:{_LINK})(?!\w)"),
        )
    )
    + rf"|(?P<sign>{_SIGN})|(?P<other>[^\s,/&+-]+)"
)
_TIMES = ("in_passing", "event", "clock", "date", "day")
#: Words before a bare number that make a time of it.
_BEFORE_NUMBER = word_set("after before between from until till til by at around about past")
_JOINS_NUMBERS = word_set("and or to till til until - /")


@dataclass(frozen=True)
class TimeToken:
    """A word or set phrase, and whether it tells a time."""

    text: str
    kind: str
    start: int
    end: int

    @property
    def is_time(self) -> bool:
        """Whether it tells a time by itself."""
        return self.kind in _TIMES

    @property
    def is_outside(self) -> bool:
        """Whether it cannot be part of a phrase of time."""
        return self.kind in ("other", "greeting", "counted")


@dataclass(frozen=True)
class TimePhrase:
    """Neighbouring words that tell a time together."""

    tokens: tuple[TimeToken, ...]

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end

    @property
    def has_time(self) -> bool:
        """Whether more than bare numbers tell the time."""
        return any(token.is_time for token in self.tokens)

    @property
    def is_in_passing(self) -> bool:
        """Whether every time in it is one that is often said in passing: "now"."""
        return self.has_time and all(t.kind == "in_passing" for t in self.tokens if t.is_time)

    @property
    def is_guess(self) -> bool:
        """Whether nothing but a bare number stands there."""
        return len(self.tokens) == 1 and self.tokens[0].kind == "number"


def time_tokens(sentence: str) -> list[TimeToken]:
    """Split a sentence in small letters into words and set phrases of time."""
    return [
        TimeToken(match[0], str(match.lastgroup), match.start(), match.end())
        for match in _TOKEN.finditer(sentence)
    ]


def time_phrases(tokens: list[TimeToken]) -> Iterator[TimePhrase]:
    """Yield the stretches of words that tell a time, without loose ends."""
    stretch: list[TimeToken] = []
    for token in [*tokens, TimeToken("", "other", 0, 0)]:
        if not token.is_outside:
            stretch.append(token)
            continue
        kept = _without_loose_ends(_without_loose_numbers(stretch))
        if kept:
            yield TimePhrase(tuple(kept))
        stretch = []


def _without_loose_numbers(stretch: list[TimeToken]) -> list[TimeToken]:
    """Drop the bare numbers that no word makes a time, unless there is a time beside them."""
    if any(token.is_time for token in stretch):
        return stretch
    numbers = [index for index, token in enumerate(stretch) if token.kind == "number"]
    if not numbers:
        return []
    first = numbers[0]
    before = stretch[first - 1].text if first else ""
    is_span = len(numbers) > 1 and stretch[first + 1].text in _JOINS_NUMBERS
    if before in _BEFORE_NUMBER or is_span or len(stretch) == 1:
        return stretch
    return []


_KEPT_FIRST = word_set(
    """
    after before between from until till til by around at on in to not no except only early earlier
    late mid during next this any every each most all preferably ideally usually mostly past either
    """
) | {"some time", "sometime", "apart from", "except for", "later than"}
_KEPT_LAST = frozenset({"onwards", "onward", "only", "earlier"})


def _without_loose_ends(stretch: list[TimeToken]) -> list[TimeToken]:
    kept = list(stretch)
    while kept and kept[-1].kind in ("link", "sign") and kept[-1].text not in _KEPT_LAST:
        kept.pop()
    while kept and kept[0].kind in ("link", "sign") and not _may_begin(kept):
        kept.pop(0)
    return kept


def _may_begin(stretch: list[TimeToken]) -> bool:
    first, second = stretch[0].text, stretch[1] if len(stretch) > 1 else None
    if first == "about":
        return second is not None and second.kind in ("clock", "number")
    return first in _KEPT_FIRST
