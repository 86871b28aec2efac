"""When the clinic is open, and what may be promised for a call back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from mesoguide.content.clinic_facts import WEEKDAYS, ClinicFacts, load_clinic_facts
from mesoguide.exceptions import ContentError

#: Open time that must be left today for a call to be promised today.
TIME_FOR_A_CALL = timedelta(hours=1)
#: How far ahead an opening is looked for; a clinic closed for longer promises no day.
MOST_DAYS_AHEAD = 60

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MINUTES_A_DAY = 24 * 60


class PromiseKind(str, Enum):
    """When a call is promised for."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    WHEN_OPEN = "when_open"


@dataclass(frozen=True)
class CallPromise:
    """When somebody will call back.

    Attributes:
        kind: today, tomorrow, a later day, or only that it will be when the clinic is open again.
        day: the day; None when no opening is known.
        before: the time by which they call, "18:00"; None when ``after`` is set.
        after: the time from which they call, "09:00".
    """

    kind: PromiseKind
    day: date | None = None
    before: str | None = None
    after: str | None = None

    def phrase(self) -> str:
        """Return "today, before 18:00" or "on Monday 23 November, after 09:00"."""
        if self.day is None:
            return "as soon as we are open again"
        limit = f"before {self.before}" if self.before else f"after {self.after}"
        return f"{self._day_in_words(self.day)}, {limit}"

    def _day_in_words(self, day: date) -> str:
        if self.kind is PromiseKind.LATER:
            weekday = WEEKDAYS[day.weekday()].capitalize()
            return f"on {weekday} {day.day} {_MONTHS[day.month - 1]}"
        return str(self.kind.value)


@dataclass(frozen=True)
class OpeningHours:
    """The clinic's week with its closed days.

    Attributes:
        zone: the zone of all times.
        week: for Monday to Sunday, stretches of open time in minutes since midnight.
        closed_dates: days without their weekday's hours.
    """

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    closed_dates: frozenset[date] = frozenset()

    @classmethod
    def of(cls, facts: ClinicFacts) -> OpeningHours:
        """Take the hours from the clinic's facts.

        Raises:
            ContentError: if a day's hours overlap or end before they begin; names the day.
        """
        week = tuple(_minutes(day, facts.opening_hours[day]) for day in WEEKDAYS)
        return cls(ZoneInfo(facts.time_zone), week, facts.closed_dates)

    def is_open(self, now: datetime) -> bool:
        """Tell whether the clinic is open at a time that knows its zone."""
        return any(opens <= now < closes for opens, closes in self._stretches(self._day_of(now)))

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when the clinic next opens, in its own zone; None if not within 60 days."""
        openings = (opens for opens, _ in self._stretches_from(now) if opens > now)
        return next((opens.astimezone(self.zone) for opens in openings), None)

    def promise(self, now: datetime) -> CallPromise:
        """Return what may be promised to somebody who asks for a call now."""
        today = self._day_of(now)
        left = [(opens, closes) for opens, closes in self._stretches(today) if closes > now]
        if self.is_open(now) and _open_time(left, now) >= TIME_FOR_A_CALL:
            closing = self._clock(left[-1][1])
            before = "midnight" if closing == "00:00" else closing
            return CallPromise(PromiseKind.TODAY, today, before=before)
        for opens, _ in self._stretches_from(now):
            day = self._day_of(opens)
            of_day = self._stretches(day)
            if opens > now and _open_time(of_day, opens) >= TIME_FOR_A_CALL:
                return CallPromise(_kind(day, today), day, after=self._clock(opens))
        return CallPromise(PromiseKind.WHEN_OPEN)

    def _stretches_from(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = self._day_of(now)
        for ahead in range(MOST_DAYS_AHEAD + 1):
            yield from self._stretches(first + timedelta(days=ahead))

    def _stretches(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the open stretches of a day as moments in UTC.

        In UTC, because two times of one zone are compared by their clocks, which repeat an hour
        when summer time ends.
        """
        if day in self.closed_dates:
            return []
        return [
            (self._moment(day, opens), self._moment(day, closes))
            for opens, closes in self.week[day.weekday()]
        ]

    def _moment(self, day: date, minutes: int) -> datetime:
        day += timedelta(days=minutes // _MINUTES_A_DAY)
        hour, minute = divmod(minutes % _MINUTES_A_DAY, 60)
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        return local.astimezone(timezone.utc)

    def _day_of(self, moment: datetime) -> date:
        if moment.tzinfo is None:
            raise ValueError("give a time with its zone, such as datetime.now(hours.zone)")
        return moment.astimezone(self.zone).date()

    def _clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"


def load_opening_hours(path: Path) -> OpeningHours:
    """Read the opening hours from the clinic's facts.

    Raises:
        ContentError: if the file is missing or broken, or the hours of a day make no sense.
    """
    return OpeningHours.of(load_clinic_facts(path))


def _minutes(day: str, hours: tuple[tuple[str, str], ...]) -> tuple[tuple[int, int], ...]:
    """Return a day's hours in minutes since midnight."""
    stretches = tuple((_since_midnight(opens), _since_midnight(closes)) for opens, closes in hours)
    in_order = all(first[1] <= second[0] for first, second in pairwise(stretches))
    if not in_order or any(not opens < closes <= _MINUTES_A_DAY for opens, closes in stretches):
        raise ContentError(
            f"opening_hours.{day}: write the earlier hours first, each with its end after its "
            "beginning and at 24:00 at the latest."
        )
    return stretches


def _since_midnight(time: str) -> int:
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def _open_time(stretches: list[tuple[datetime, datetime]], start: datetime) -> timedelta:
    """Return how long the clinic is open from a moment on."""
    lengths = (closes - max(opens, start) for opens, closes in stretches if closes > start)
    return sum(lengths, timedelta())


def _kind(day: date, today: date) -> PromiseKind:
    if day == today:
        return PromiseKind.TODAY
    return PromiseKind.TOMORROW if day == today + timedelta(days=1) else PromiseKind.LATER
