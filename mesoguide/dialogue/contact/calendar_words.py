"""Words of time: days, months, numbers, how they are shortened and mistyped."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mesoguide.nlp.lexicon import load_lexicon, word_set

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

#: Patterns without groups, for messages in small letters.
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|"
    r"fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ORDINAL = r"(?:[0-3]?\d ?(?:st|nd|rd|th))"


def _table(text: str) -> dict[str, str]:
    """Return what each word after a colon stands for: the word before it."""
    rows = (line.split(":") for line in text.strip().splitlines())
    return {slip: word.strip() for word, slips in rows for slip in slips.split()}


NUMBERS = {
    **{"a": 1.0, "an": 1.0, "another": 1.0, "half": 0.5},
    **{"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0},
    **{"eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "thirteen": 13.0},
    **{"fourteen": 14.0, "fifteen": 15.0, "sixteen": 16.0, "eighteen": 18.0, "twenty": 20.0},
    **{"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0},
    # A few days are three here, as the triage of symptoms counts them; several are five.
    **{"couple": 2.0, "few": 3.0, "several": 5.0},
}
_ORDINAL_WORDS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_SLIPS = _table(
    """
    tomorrow: tmrw tmw tmrow tmr tmoro tomoz tomoro 2moro 2moz 2morrow 2mrw tommorrow tommorow
    tomorrow: tomorro tomo
    yesterday: yday ystday ystrday yest yesta yestarday yesterdy
    today: 2day tday tdy todsy todya toady
    tonight: 2nite tonite 2night tnite tonihgt
    week: wk weke
    weeks: wks weks weekz weels
    days: dayz dys dyas
    hour: hr huor
    hours: hrs huors
    minute: min
    minutes: mins
    month: mth mnth
    months: mths mnths mnoths motnhs
    year: yr
    years: yrs
    couple: coupl cple cuple copule coupla
    morning: morn mornin morningg moring mornign
    afternoon: arvo aft afty afternon aftrnoon
    evening: eve eves evng evenin
    weekend: wkend wknd weeknd
    weekends: wkends
    weekday: wkday
    weekdays: wkdays
    before: befor b4 bfore
    after: aftr afer
    between: btwn betwen betwene
    since: sinse sice sence snce
    about: abt abuot bout
    wednesday: wensday wendsday wedensday wednsday weds
    tuesday: tuseday teusday
    thursday: thrusday thursady
    """
)
#: Words long enough that a stranger one or two letters away is a slip for them.
_LONG_WORDS = word_set(
    """
    yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday
    mondays tuesdays wednesdays thursdays fridays saturdays sundays january february august
    september october november december morning mornings afternoon afternoons evening evenings
    weekend weekends weekday weekdays fortnight minutes months couple several lunchtime
    anytime whenever between
    """
)
#: Names that are one letter from a day, and words that the look-up table lacks.
_NO_SLIPS = word_set(
    """
    mondal sundar sundas sundari octavia augusta augusto augustine fridah evelin
    whatever whoever wherever however whichever fortnightly weekdays
    """
)
_TWO_SLIPS_FROM_LENGTH = 8
_WORD = re.compile(r"\b(?:2(?:moro|moz|morrow|mrw|day|nite|night)|b4)\b|[a-z][a-z']*")


def mend_time_words(text: str) -> str:
    """Return the text in small letters with shortened and mistyped words of time written out."""
    return _WORD.sub(lambda match: _mended(match[0]), text.lower())


def weekday_number(word: str) -> int:
    """Return 0 for a word that begins as Monday does, up to 6 for Sunday."""
    return next(n for n, name in enumerate(WEEKDAY_NAMES) if name[:3] == word[:3].lower())


def month_number(word: str) -> int:
    """Return 1 for a word that begins as January does, up to 12 for December."""
    return next(n for n, name in enumerate(MONTH_NAMES, 1) if name[:3] == word[:3].lower())


def ordinal_number(word: str) -> int | None:
    """Return the day of the month that "3rd", "third" or "3" names."""
    if digits := re.match(r"\d{1,2}", word):
        return int(digits[0])
    if word.startswith(("twenty-", "twenty ")):
        ones = ordinal_number(word[7:])
        return 20 + ones if ones and ones < 10 else None
    if word in _ORDINAL_WORDS:
        return _ORDINAL_WORDS.index(word) + 1
    return {"thirtieth": 30, "thirty-first": 31, "thirty first": 31}.get(word)


@lru_cache(maxsize=5_000)
def _mended(word: str) -> str:
    if word in _SLIPS:
        return _SLIPS[word]
    if len(word) < 5 or not word.isalpha() or word in _LONG_WORDS or word in _NO_SLIPS:
        return word
    if load_lexicon().is_known(word):
        return word
    allowed = 2 if len(word) >= _TWO_SLIPS_FROM_LENGTH else 1
    same_start = [long for long in _LONG_WORDS if long[0] == word[0]]
    found = process.extractOne(word, same_start, scorer=OSA.distance, score_cutoff=allowed)
    return str(found[0]) if found else word
