"""How long ago something began: "since yesterday", "3 days ago", "after my session on Friday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mesoguide.dialogue.contact.calendar_words import (
    MONTH,
    NUMBERS,
    ORDINAL,
    WEEKDAY,
    WEEKDAY_NAMES,
    mend_time_words,
    month_number,
    ordinal_number,
    weekday_number,
)
from mesoguide.dialogue.typed_text import tidy

_DAYS_IN = {
    **{"s": 1 / 86_400, "second": 1 / 86_400, "sec": 1 / 86_400, "minute": 1 / 1_440},
    **{"h": 1 / 24, "hour": 1 / 24, "d": 1.0, "day": 1.0, "night": 1.0},
    **{"w": 7.0, "week": 7.0, "fortnight": 14.0, "month": 30.0, "year": 365.0},
}
_UNIT = r"(?P<unit>(?:second|sec|minute|hour|day|night|week|fortnight|month|year)s?|[dhw]\b)"
_NUMBER = (
    r"(?:(?:\d{1,3}(?:\.\d{1,2})?|one|two|three|four|five|six) (?:1/2|and a half)|"
    r"\d{1,3}(?:\.\d{1,2})?|1/2|half(?: an?)?|(?:a |the )?(?:good )?(?:couple|few|several)(?: of)?|"
    + "|".join(sorted((w for w in NUMBERS if w not in ("couple", "few", "half")), key=len)[::-1])
    + ")"
)
_SPAN = re.compile(
    rf"(?<![\w./])(?P<low>{_NUMBER})(?: ?(?:-|to|or|/|maybe) ?(?P<high>{_NUMBER}))? ?-?"
    rf"(?:(?:good|whole|full|solid|long|bad) )?{_UNIT}(?!\w)"
    r"(?P<more> or two| or three| and a half| and a bit| plus)?"
)
#: Words around a stretch of time that say that it is not how long something has gone on.
_NOT_BEFORE = re.compile(
    r"\b(in|next|every|each|per|until|till|by|first|takes?|wait|coming|not|aged?|within|after|"
    r"for the next|up to|times|once|twice|every other)( (about|around|for|the|just|another))? ?$"
)
_LOOKS_BACK = re.compile(r"\b(last|past) ?$")
_NOT_AFTER = re.compile(
    r"^'?s? ?(after|before(?!\W*$|[.,;!?])|later|apart|to go|away|per\b|a (day|week|month|year)|"
    r"each|from now|"
    r"time\b|of age|old enough|pregnant|along|gone\b|between|long|course|break|holiday|until|till)"
)
_AGE_AFTER = re.compile(r"^[ -]?(old|yo|of age)\b")
#: "a day" is a duration only in such company; "two tablets a day" is none.
_ARTICLE_BEFORE = re.compile(
    r"(^|[,.;:!?\n|(-]|\b(for|about|around|roughly|approx|approximately|nearly|almost|over|under|"
    r"than|since|been|past|last|maybe|probably|like|only|just|least|less|most|say|or|had|it|there|"
    r"now|"
    r"yes|yeah|yep|no|is|was|it's|its|got|started|happened|did|er|erm|um|umm|well|think|guess|be|"
    r"quite|perhaps|nearer|more|took|ok|so|hi|began|begun|bout|ish|all of)) ?$"
)
_ARTICLE_AFTER = re.compile(r"^ ?(ago|now|or so|or two|and a|back|already|maybe|i think|ish)\b")
_MORE_THAN = re.compile(r"\b(over|more than|longer than|at least|well over|upwards of)( about)? ?$")

#: Stretches and moments that need no reckoning, in days; the first that matches a place counts.
_FIXED = (
    (r"(the )?day before (yesterday|last)", 2.0),
    (r"(the )?night before last", 1.5),
    (r"(last night|yesterday (evening|night|late)|overnight|(in|during|through) the night)", 0.5),
    (r"yesterday", 1.0),
    (r"(when|since|as) i (woke|got)( up)?|woke up (with|to|this|like)", 0.3),
    (r"(earlier |some ?time )?this week", 3.0),
    (r"(early |earlier |first thing )?this morning", 0.3),
    (r"(early |earlier )?this afternoon|lunch ?time today", 0.15),
    (r"(early |earlier )?(this evening|tonight)", 0.1),
    (r"(?<!not )(earlier( on)?|today|all day|all night)", 0.3),
    (r"(just|only|right) now|(a )?(moments?|second|sec) ago|just (this|then)", 0.0),
    (
        r"(only |has |have |it'?s |'ve )?just (started|begun|began|appeared|happened|noticed|"
        r"come up)",
        0.0,
    ),
    (r"(straight|right) ?away|immediately|instantly|this (minute|second|very minute)", 0.0),
    (r"(the )?other day", 3.0),
    (r"(all|the whole) week", 6.0),
    (r"(the )?week before last", 14.0),
    (r"(the )?month before last", 60.0),
    (r"(last|past) week|week (or so )?ago", 7.0),
    (r"(last|past) fortnight|(a )?fortnight( ago)?", 14.0),
    (r"(last|past) month|month (or so )?ago", 30.0),
    (r"(last|past) year|year (or so )?ago", 365.0),
    (r"last (summer|winter|spring|autumn)", 180.0),
    (
        r"(for |in |been )(ages|yonks|a long( long)? time|a very long time|forever)|ages( ago)?",
        90.0,
    ),
    (r"(for |been )(many )?years|(many )?years (ago|now)", 730.0),
    (r"(for |been )(many )?months|(many )?months (ago|now)", 60.0),
    (r"(for |been )(many )?weeks|weeks (ago|now)", 14.0),
    (r"(for |been )(many )?days|days (ago|now)", 3.0),
    (r"(for |been )(many )?hours|hours (ago|now)", 0.2),
    (r"always had|all my life|since (birth|childhood|i was (a|born)|my (teens|twenties))", 3_650.0),
    (r"since (about |around )?\d{1,2}([:.]\d\d)? ?([ap]\.?m\b|o'?clock)", 0.3),
)
_FIXED_PATTERNS = tuple((re.compile(pattern), days) for pattern, days in _FIXED)
_ANY_FIXED = re.compile(rf"(?<!\w)(?:{'|'.join(pattern for pattern, _ in _FIXED)})(?!\w)")

_DAY_NAMED = re.compile(
    rf"(?:(?:\b(?:since|on|last|this|from|was|after|early|late|it'?s?|past|or|started|began|"
    rf"noticed|"
    rf"happened|appeared|up|me|about|maybe) |^|[,.;\n] ?)(?P<short>{WEEKDAY})(?!\w)"
    rf"|(?<!\w)(?P<full>{'|'.join(WEEKDAY_NAMES)})(?!\w))"
    r"(?P<earlier> before last| last week| of last week| the week before)?"
)
_FUTURE_DAY = re.compile(r"\b(next|by|until|till|every|this coming|for|before|not) (on )?$")
_DATE = re.compile(
    rf"(?:(?P<d1>{ORDINAL}|[0-3]?\d)(?: of)? (?P<m1>{MONTH})|(?P<m2>{MONTH}) (?:the )?"
    rf"(?P<d2>{ORDINAL}|[0-3]?\d)(?!\d)|\bthe (?P<d3>{ORDINAL})|\b(?:since|on|"
    rf"from) (?P<d4>{ORDINAL})"
    r"|(?:^|\b(?:since|on|from|the) )(?P<d5>[0-3]?\d)[./-](?P<m5>[01]?\d))(?:[,./ -]*"
    r"(?P<year>20\d\d))?(?![\w/])(?! (?:session|treatment|visit|time|one|injection|appointment|"
    r"lot))"
)
_SINCE_MONTH = re.compile(
    rf"\b(?:since|in|from|back in|during|around|last) (?:about )?({MONTH})(?!\w)"
)
_SINCE_YEAR = re.compile(r"\b(?:since|in|from) ((?:19|20)\d\d)(?!\d)")
_FEAST = re.compile(r"\b(christmas|xmas|boxing day|new year)")
_WEEKEND = re.compile(r"(?<!next )\b(?:the|at|over|last|since|this past) weekend")
_DAY_COUNT = re.compile(
    r"\b(?:day (?P<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh) day)(?!\w)"
)

_CLAUSE_END = re.compile(r"[,.;!?\n]|\b(?:and|but|then|so|now|which|it)\b")
#: What was done to the person, not what they complain of.
_TREATMENT = re.compile(
    r"\b(session|treatment|injections?|injected|jabs?|shots?|appointment|visit|meso\w*|"
    r"had it done)\b"
)


@dataclass(frozen=True)
class _Moment:
    days: float
    start: int


def days_since(text: str, today: date) -> float | None:
    """Return how many days ago something began, None when the message does not say.

    Of several stretches the longest counts, since a longer lasting symptom is the more urgent one;
    the day of a treatment counts only when nothing else is said.
    """
    today = today.date() if isinstance(today, datetime) else today
    lower = mend_time_words(tidy(text))
    moments = []
    unread = lower
    for pattern, find in _FINDERS:
        moments += [m for m in find(unread, today) if m.days >= 0]
        unread = pattern.sub(lambda match: "|" * len(match[0]), unread)
    of_symptom = [m for m in moments if not _is_treatment(lower, m.start)]
    return max((m.days for m in of_symptom or moments), default=None)


def _is_treatment(text: str, start: int) -> bool:
    clause = _CLAUSE_END.split(text[max(0, start - 80) : start])[-1]
    return bool(_TREATMENT.search(clause))


def _spans(text: str, today: date) -> Iterator[_Moment]:
    for match in _SPAN.finditer(text):
        before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() :][:20]
        if _is_stretch(match, before, after):
            extra = min(1.0, _unit(match)) if _MORE_THAN.search(before) else 0.0
            yield _Moment(_length(match) + extra, match.start())


def _is_stretch(match: re.Match[str], before: str, after: str) -> bool:
    if not _LOOKS_BACK.search(before) and _NOT_BEFORE.search(before):
        return False
    is_age = match["unit"].startswith("year") and _AGE_AFTER.match(after)
    if is_age or _NOT_AFTER.match(after):
        return False
    is_article = match["low"] in ("a", "an") and not match["more"]
    return not is_article or bool(_ARTICLE_BEFORE.search(before) or _ARTICLE_AFTER.match(after))


def _length(match: re.Match[str]) -> float:
    amount = _amount(match["high"] or match["low"])
    more = (match["more"] or "").strip()
    amount = {"or two": 2.0, "or three": 3.0, "and a half": amount + 0.5}.get(more, amount)
    return amount * _unit(match)


def _unit(match: re.Match[str]) -> float:
    unit = match["unit"]
    return _DAYS_IN[unit if unit in _DAYS_IN else unit.rstrip("s")]


def _amount(words: str) -> float:
    half = 0.5 if words.endswith((" 1/2", " and a half")) else 0.0
    if words == "1/2":
        return 0.5
    if number := re.match(r"\d+(?:\.\d+)?", words):
        return float(number[0]) + half
    counting = [NUMBERS[word] for word in words.split() if word in NUMBERS and word != "a"]
    return (counting[0] if counting else 1.0) + half


def _fixed(text: str, today: date) -> Iterator[_Moment]:
    for match in _ANY_FIXED.finditer(text):
        if not re.search(r"\b(not|before) $", text[: match.start()]):
            days = next(days for pattern, days in _FIXED_PATTERNS if pattern.fullmatch(match[0]))
            yield _Moment(days, match.start())


def _weekdays(text: str, today: date) -> Iterator[_Moment]:
    for match in _DAY_NAMED.finditer(text):
        name = "full" if match["full"] else "short"
        if _FUTURE_DAY.search(text[: match.start(name)]):
            continue
        ago = (today.weekday() - weekday_number(match[name])) % 7 or 7
        earlier = match["earlier"] or ""
        is_week_before = "before" in earlier or (earlier and ago <= today.weekday())
        yield _Moment(float(ago + 7 if is_week_before else ago), match.start(name))


def _dates(text: str, today: date) -> Iterator[_Moment]:
    for match in _DATE.finditer(text):
        day = ordinal_number(next(filter(None, match.group("d1", "d2", "d3", "d4", "d5"))))
        month = match["m1"] or match["m2"]
        number = month_number(month) if month else int(match["m5"]) if match["m5"] else None
        began = _latest(day or 0, number, int(match["year"]) if match["year"] else None, today)
        if began:
            yield _Moment(float((today - began).days), match.start())


def _latest(day: int, month: int | None, year: int | None, today: date) -> date | None:
    """Return the last such day that is not in the future."""
    years = [year] if year else [today.year, today.year - 1]
    months = [month] if month else [*range(12, 0, -1)]
    for candidate_year in years:
        for candidate_month in months:
            try:
                candidate = date(candidate_year, candidate_month, day)
            except ValueError:
                continue
            if candidate <= today:
                return candidate
    return None


def _months(text: str, today: date) -> Iterator[_Moment]:
    for match in _SINCE_MONTH.finditer(text):
        if began := _latest(1, month_number(match[1]), None, today):
            yield _Moment(float((today - began).days), match.start())


def _years(text: str, today: date) -> Iterator[_Moment]:
    for match in _SINCE_YEAR.finditer(text):
        yield _Moment(float((today - date(int(match[1]), 1, 1)).days), match.start())


def _feasts(text: str, today: date) -> Iterator[_Moment]:
    for match in _FEAST.finditer(text):
        day, month = {"new year": (1, 1), "boxing day": (26, 12)}.get(match[1], (25, 12))
        if began := _latest(day, month, None, today):
            yield _Moment(float((today - began).days), match.start())


def _weekends(text: str, today: date) -> Iterator[_Moment]:
    saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7)
    for match in _WEEKEND.finditer(text):
        yield _Moment(float((today - saturday).days), match.start())


def _day_counts(text: str, today: date) -> Iterator[_Moment]:
    for match in _DAY_COUNT.finditer(text):
        count = match["count"] or match["ordinal"]
        days = NUMBERS.get(count) or ordinal_number(count)
        if days:
            yield _Moment(float(days), match.start())


#: Each reads what those before it have left.
_FINDERS: tuple[tuple[re.Pattern[str], Callable[[str, date], Iterator[_Moment]]], ...] = (
    (_SPAN, _spans),
    (_DATE, _dates),
    (_DAY_NAMED, _weekdays),
    (_ANY_FIXED, _fixed),
    (_SINCE_MONTH, _months),
    (_SINCE_YEAR, _years),
    (_FEAST, _feasts),
    (_WEEKEND, _weekends),
    (_DAY_COUNT, _day_counts),
)
