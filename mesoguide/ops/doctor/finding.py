"""What one look found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mesoguide.ops.settings import Settings


class Level(str, Enum):
    """How bad it is: a problem keeps MesoGuide from its work or endangers data."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor.

    Attributes:
        check: what was looked at, in a word or two.
        says: what was found, one sentence.
        mend: how to mend it, one sentence; empty when all is well.
    """

    check: str
    level: Level
    says: str
    mend: str = ""


@dataclass(frozen=True)
class Installation:
    """The installation that the doctor looks at.

    Attributes:
        now: the present moment, with a zone.
    """

    settings: Settings
    now: datetime


def ok(check: str, says: str) -> Finding:
    """Return that all is well."""
    return Finding(check, Level.OK, says)


def warning(check: str, says: str, mend: str) -> Finding:
    """Return that something could be better."""
    return Finding(check, Level.WARNING, says, mend)


def problem(check: str, says: str, mend: str) -> Finding:
    """Return that something is wrong."""
    return Finding(check, Level.PROBLEM, says, mend)


Findings = Iterable[Finding]
