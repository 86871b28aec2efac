"""Dates of birth, day first as in the United Kingdom, and PINs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mesoguide.dialogue.contact.calendar_words import (
    MONTH,
    ORDINAL,
    mend_time_words,
    month_number,
    ordinal_number,
)
from mesoguide.dialogue.context.corrections import choose
from mesoguide.dialogue.typed_text import tidy

#: Nobody alive is older (the oldest person on record reached 122).
OLDEST_YEARS = 120

_ORDINAL_WORD = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_DAY = rf"(?P<day>{ORDINAL}|[0-3]?\d|{_ORDINAL_WORD})"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d|'?\d\d)"
_JOINT = r"[ ,./\\-]{0,3}"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:the )?{_DAY}{_JOINT}(?:of )?(?P<month>{MONTH})[a-z]*{_JOINT}(?:in )?"
        rf"{_YEAR}(?!\w)",
        rf"(?<!\w)(?P<month>{MONTH}){_JOINT}(?:the )?{_DAY}[ ,./\\-]{{1,3}}(?:in )?{_YEAR}(?!\w)",
        rf"(?<!\w)(?P<year>(?:19|20)\d\d){_JOINT}(?P<month>{MONTH}){_JOINT}{_DAY}(?!\w)",
        r"(?<![\w./-])(?P<year>(?:19|20)\d\d) ?[-./ ] ?(?P<second>[01]?\d) ?[-./ ] ?"
        r"(?P<first>[0-3]?\d)(?!\w)",
        r"(?<![\w./-])(?P<first>[0-3]?\d) ?[-./\\,: ] ?(?P<second>[0-3]?\d) ?[-./\\,: ] ?"
        rf"{_YEAR}(?![\w]|[./-]\d)",
        r"(?<![\w./-])(?P<first>[0-3]\d)(?P<second>[01]\d)(?P<year>(?:19|20)\d\d)(?!\w)",
    )
)
#: Six digits are more often a PIN, so they need a word that says what they are.
_SIX_DIGITS = re.compile(r"(?<!\d)(?P<first>[0-3]\d)(?P<second>[01]\d)(?P<year>\d\d)(?!\d)")
_BIRTH = re.compile(r"\b(born|birth\w*|dob|d\.o\.b|bday|b-day)\b")

_PIN = re.compile(r"(?<![\d./:+,-])(?<!\d )\d(?:[ -]?\d){3,7}(?![\d/:])(?![.,-]\d)(?! \d)")
_PIN_CUE = re.compile(r"\b(pin|code|passcode|number)\b[^\d]{0,20}$", re.IGNORECASE)
#: Money, and the year of a date.
_NO_PIN_BEFORE = re.compile(rf"[\u00a3$\u20ac] ?$|\b{MONTH}[a-z]*[ ,.]*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Born:
    day: date
    start: int
    end: int


@dataclass(frozen=True)
class _Pin:
    digits: str
    start: int
    end: int


def find_date_of_birth(text: str, today: date) -> date | None:
    """Return the date of birth that a message gives; None for a future one or an age over 120."""
    lower = mend_time_words(tidy(text))
    found = _dates(lower, today.date() if isinstance(today, datetime) else today)
    chosen = choose(lower, sorted(found, key=lambda born: born.start))
    return chosen.day if chosen else None


def find_pin(text: str) -> str | None:
    """Return the 4 to 8 digits of a PIN, without blanks; None when there are none or too many."""
    even = tidy(text)
    found = [
        _Pin(re.sub(r"\D", "", match[0]), match.start(), match.end())
        for match in _PIN.finditer(even)
        if not _NO_PIN_BEFORE.search(even[: match.start()])
    ]
    announced = [pin for pin in found if _PIN_CUE.search(even[: pin.start])]
    chosen = choose(even, announced or found)
    return chosen.digits if chosen else None


def _dates(text: str, today: date) -> list[_Born]:
    forms = (*_FORMS, _SIX_DIGITS) if _BIRTH.search(text) else _FORMS
    found: list[_Born] = []
    for form in forms:
        for match in form.finditer(text):
            is_read = any(born.start < match.end() and match.start() < born.end for born in found)
            if not is_read and (day := _date_of(match, today)):
                found.append(_Born(day, match.start(), match.end()))
    return found


def _date_of(match: re.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    if "month" in parts:
        pairs = [(ordinal_number(parts["day"]) or 0, month_number(parts["month"]))]
    else:
        first, second = int(parts["first"]), int(parts["second"])
        # Day first; month first only where nothing else makes a date: 05/13/1980.
        pairs = [(first, second), (second, first)]
    for year in _years(parts["year"], today):
        for day, month in pairs:
            born = _valid(year, month, day)
            if born and born <= today and _age(born, today) <= OLDEST_YEARS:
                return born
    return None


def _years(digits: str, today: date) -> Iterator[int]:
    """Yield the years that the digits may mean: of two digits, the latest first."""
    digits = digits.lstrip("'")
    if len(digits) == 4:
        yield int(digits)
        return
    century = today.year // 100 * 100
    yield from (century + int(digits), century - 100 + int(digits))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
