"""The clinic's facts, from ``content/clinic.yml``: name, contact, hours, emergency numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

_TIME = re.compile(r"([01]\d|2[0-4]):[0-5]\d")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class CrisisLine:
    """A line for people in despair: its name and number."""

    name: str
    number: str


@dataclass(frozen=True)
class UrgentAdvice:
    """Who gives advice when it is urgent and no ambulance is needed."""

    name: str
    number: str


@dataclass(frozen=True)
class ClinicFacts:
    """What replies may say about this clinic.

    Attributes:
        opening_hours: for each weekday, pairs of opening and closing time ("09:00", "18:00").
        retention_days: how long a conversation is kept after its last message.
        time_zone: IANA name of the zone of all these times, "Europe/London".
        closed_dates: days without the opening hours of their weekday.
        phone_region: where phone numbers without a country code are from, "GB".
    """

    name: str
    phone: str
    email: str
    address: str
    emergency_number: str
    crisis_line: CrisisLine
    opening_hours: dict[str, tuple[tuple[str, str], ...]]
    website: str
    urgent_advice: UrgentAdvice
    retention_days: int
    time_zone: str
    closed_dates: frozenset[date]
    phone_region: str

    def placeholders(self) -> dict[str, str]:
        """Return the values that replies name in braces."""
        return {
            "clinic_name": self.name,
            "clinic_phone": self.phone,
            "clinic_email": self.email,
            "clinic_address": self.address,
            "opening_hours": describe_hours(self.opening_hours),
            "emergency_number": self.emergency_number,
            "crisis_line": self.crisis_line.name,
            "crisis_number": self.crisis_line.number,
            "clinic_website": self.website,
            "urgent_advice": f"{self.urgent_advice.name} on {self.urgent_advice.number}",
            "retention_days": str(self.retention_days),
        }


@lru_cache(maxsize=4)
def load_clinic_facts(path: Path) -> ClinicFacts:
    """Read the clinic's facts.

    Raises:
        ContentError: if the file is missing, is not YAML, or lacks a fact; names the key.
    """
    data = read_yaml(path)
    try:
        return ClinicFacts(
            name=_text(data, "name"),
            phone=_text(data, "phone"),
            email=_text(data, "email"),
            address=_text(data, "address"),
            emergency_number=_text(data, "emergency_number"),
            crisis_line=_crisis_line(data["crisis_lines"]),
            opening_hours={day: _hours(data["opening_hours"], day) for day in WEEKDAYS},
            website=_text(data, "website"),
            urgent_advice=UrgentAdvice(
                name=_text(data["urgent_advice"], "name"),
                number=_text(data["urgent_advice"], "number"),
            ),
            retention_days=_whole_number(data, "retention_days"),
            time_zone=_time_zone(data),
            closed_dates=_closed_dates(data["closed_dates"]),
            phone_region=_phone_region(_text(data, "phone")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(
            f"{path}: {error} is missing or not as its comment describes; see the comments there."
        ) from error


def phone_region(path: Path) -> str:
    """Return the country of the clinic's own phone number, as "GB"."""
    return load_clinic_facts(path).phone_region


def describe_hours(hours: dict[str, tuple[tuple[str, str], ...]]) -> str:
    """Put the opening hours in words, days with the same hours together."""
    groups: list[tuple[list[str], tuple[tuple[str, str], ...]]] = []
    for day in WEEKDAYS:
        if groups and groups[-1][1] == hours[day]:
            groups[-1][0].append(day)
        else:
            groups.append(([day], hours[day]))
    return ", ".join(f"{_days(days)} {_times(times)}" for days, times in groups)


def _days(days: list[str]) -> str:
    first, last = days[0].capitalize(), days[-1].capitalize()
    return first if first == last else f"{first} to {last}"


def _times(times: tuple[tuple[str, str], ...]) -> str:
    return " and ".join(f"{start} to {end}" for start, end in times) or "closed"


def _text(data: dict[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(key)
    return value.strip()


def _whole_number(data: dict[str, Any], key: str) -> int:
    value = data[key]
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(key)
    return value


def _hours(hours: dict[str, Any], day: str) -> tuple[tuple[str, str], ...]:
    """Read one day; without its quotes, YAML takes 18:00 for a number."""
    try:
        pairs = tuple((start, end) for start, end in hours[day])
    except (TypeError, ValueError) as error:
        raise ValueError(f"opening_hours.{day}") from error
    if not all(isinstance(time, str) and _TIME.fullmatch(time) for pair in pairs for time in pair):
        raise ValueError(f"opening_hours.{day}")
    return pairs


def _time_zone(data: dict[str, Any]) -> str:
    name = _text(data, "time_zone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("time_zone") from error
    return name


def _closed_dates(entries: Any) -> frozenset[date]:
    """Read the days; without quotes, YAML makes a date of one by itself."""
    try:
        return frozenset(date.fromisoformat(str(entry["date"])) for entry in entries)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("closed_dates") from error


def _phone_region(phone: str) -> str:
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException as error:
        raise ValueError("phone with its country code, as +44,") from error
    region = phonenumbers.region_code_for_number(number)
    return str(region or phonenumbers.region_code_for_country_code(number.country_code or 0))


def _crisis_line(lines: Any) -> CrisisLine:
    """Pick the first line that is called, not texted."""
    if not isinstance(lines, list):
        raise ValueError("crisis_lines")
    for line in lines:
        if line["how"] == "call":
            return CrisisLine(name=_text(line, "name"), number=_text(line, "number"))
    raise ValueError("crisis_lines with how: call")
