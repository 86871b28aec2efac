"""Numbers and lists in words: "3 to 4", "4 to 8 weeks", "arms, legs and thighs"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mesoguide.clinic.values import IntRange

DAYS_A_WEEK = 7
DAYS_A_MONTH = 30
#: 30 and 31, 60 and 61 ... are whole months to a patient.
MONTH_TOLERANCE_DAYS = 1
#: Share of a span that may be lost in rounding it to weeks.
WEEK_TOLERANCE = 0.1


def day_range(low: int, high: int) -> str:
    """Return a span of days in the largest unit that fits: "3 to 4 weeks", "3 to 6 months"."""
    if _is_months(low) and _is_months(high):
        return _with_unit(round(low / DAYS_A_MONTH), round(high / DAYS_A_MONTH), "month")
    if _is_weeks(low) and _is_weeks(high):
        return _with_unit(round(low / DAYS_A_WEEK), round(high / DAYS_A_WEEK), "week")
    return _with_unit(low, high, "day")


def day_and_time(day: date, moment: datetime | None) -> str:
    """Return "Thursday 3 December 2026", with "at 14:30" when the time is known."""
    words = f"{day:%A} {day.day} {day:%B %Y}"
    return f"{words} at {moment:%H:%M}" if moment else words


def counted(number: str, thing: str) -> str:
    """Return "1 visit" or "3 visits"."""
    return f"{number} {thing}{'' if number == '1' else 's'}"


def listing(items: Sequence[str]) -> str:
    """Return "arms, legs and thighs"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def lines(items: Sequence[str]) -> str:
    """Return one item a line, each after a dash."""
    return "\n".join(f"- {item}" for item in items)


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _is_months(days: int) -> bool:
    months = round(days / DAYS_A_MONTH)
    return months >= 1 and abs(days - months * DAYS_A_MONTH) <= MONTH_TOLERANCE_DAYS * months


def _is_weeks(days: int) -> bool:
    """Tell whether weeks say it truly: 30 days are 4 weeks to a patient, 10 days are not 1."""
    weeks = round(days / DAYS_A_WEEK)
    return weeks >= 1 and abs(days - weeks * DAYS_A_WEEK) <= days * WEEK_TOLERANCE


def _with_unit(low: int, high: int, unit: str) -> str:
    plural = "" if high == 1 else "s"
    return f"{IntRange(low, high)} {unit}{plural}"
