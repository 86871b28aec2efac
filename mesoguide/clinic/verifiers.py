"""What a patient proves themselves with: a date of birth in any usual form, or a PIN."""

from __future__ import annotations

import re
from datetime import date

from mesoguide.clinic.conversation_values import VerifierKind

SHORTEST_PIN, LONGEST_PIN = 4, 8

_LONGEST_TYPED = 64
_OLDEST = 120
_YOUNGEST = 16
"""Years; a year of two digits is the latest in which somebody of that age was born."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_BETWEEN = r"[\s/.,\-\u2010-\u2015\u2212]+"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY = r"(?P<day>\d{1,2})"
_MONTH_NAME = r"(?P<name>[a-z]{3,9})\.?"
_TH = r"(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<year>\d{{4}}){_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}{_DAY}",
        rf"{_DAY}{_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}{_YEAR}",
        rf"{_DAY}{_TH}[\s/.\-]*(?:of\s+)?{_MONTH_NAME}[\s/.,\-]*{_YEAR}",
        rf"{_MONTH_NAME}[\s/.\-]*{_DAY}{_TH}{_BETWEEN}{_YEAR}",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_PIN = re.compile(rf"\d{{{SHORTEST_PIN},{LONGEST_PIN}}}", re.ASCII)


def compared_verifier(
    typed: str, kind: VerifierKind | None = None, *, today: date | None = None
) -> str | None:
    """Brings a verifier into the form that is compared: an ISO date, or a PIN's digits.

    Args:
        typed: What the person typed, such as "3 May 1980", "03/05/1980" or "1980-05-03"; the day
            comes before the month, as in the United Kingdom.
        kind: What it has to be; unless given, bare digits are a PIN and all else is a date.
        today: The day on which it was typed.

    Returns:
        None when it is no date on which a living person was born, or no PIN.
    """
    text = " ".join(typed.casefold().split())
    if len(text) > _LONGEST_TYPED:
        return None
    digits = re.sub(r"[\s\-]", "", text)
    is_pin = _PIN.fullmatch(digits) is not None
    if kind is VerifierKind.PIN or (kind is None and is_pin and digits == text):
        return digits if is_pin else None
    born = _date_of_birth(text, today or date.today())
    return None if born is None else born.isoformat()


def _date_of_birth(text: str, today: date) -> date | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        born = None if found is None else _date(found.groupdict(), today)
        if born is not None:
            return born
    return None


def _date(parts: dict[str, str | None], today: date) -> date | None:
    month = _month(parts)
    year = _year(parts["year"] or "", today)
    try:
        born = date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None
    return born if born <= today and today.year - born.year <= _OLDEST else None


def _month(parts: dict[str, str | None]) -> int:
    """The month's number; 0 when there is none of that name."""
    name = parts.get("name")
    if name is None:
        return int(parts.get("month") or 0)
    fits = [n for n, full in enumerate(_MONTHS, 1) if full.startswith(name)]
    return fits[0] if len(fits) == 1 else 0


def _year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year - _YOUNGEST else 1900 + year
