"""The clinic's facts, from ``content/clinic.yml``: name, contact, hours, emergency numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

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
class ClinicFacts:
    """What replies may say about this clinic.

    Attributes:
        opening_hours: for each weekday, pairs of opening and closing time ("09:00", "18:00").
    """

    name: str
    phone: str
    email: str
    address: str
    emergency_number: str
    crisis_line: CrisisLine
    opening_hours: dict[str, tuple[tuple[str, str], ...]]

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
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(
            f"{path}: {error} is missing or not as its comment describes; see the comments there."
        ) from error


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


def _hours(hours: dict[str, Any], day: str) -> tuple[tuple[str, str], ...]:
    """Read one day; without its quotes, YAML takes 18:00 for a number."""
    try:
        pairs = tuple((start, end) for start, end in hours[day])
    except (TypeError, ValueError) as error:
        raise ValueError(f"opening_hours.{day}") from error
    if not all(isinstance(time, str) and _TIME.fullmatch(time) for pair in pairs for time in pair):
        raise ValueError(f"opening_hours.{day}")
    return pairs


def _crisis_line(lines: Any) -> CrisisLine:
    """Pick the first line that is called, not texted."""
    if not isinstance(lines, list):
        raise ValueError("crisis_lines")
    for line in lines:
        if line["how"] == "call":
            return CrisisLine(name=_text(line, "name"), number=_text(line, "number"))
    raise ValueError("crisis_lines with how: call")
