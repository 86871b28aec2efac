"""The next visit as staff type it: a day, or a day and a time on the clinic's clock."""

from __future__ import annotations

from datetime import datetime, tzinfo

from mesoguide.clinic.patient_plan_desk import NextVisit
from mesoguide.exceptions import PatientPlanRefused

_DAY = "%Y-%m-%d"
_DAY_AND_TIME = "%Y-%m-%d %H:%M"


def read_next_visit(typed: str, zone: tzinfo) -> NextVisit | None:
    """Reads "2026-12-03" or "2026-12-03 14:30"; None for an empty text.

    Args:
        typed: What staff typed.
        zone: The zone that the clinic's clocks show.

    Raises:
        PatientPlanRefused: It is neither, or a time that the clock skips or shows twice.
    """
    text = " ".join(typed.replace("T", " ").split())
    if not text:
        return None
    day = _read(text, _DAY)
    if day is not None:
        return NextVisit(on=day.date())
    moment = _read(text, _DAY_AND_TIME)
    if moment is None:
        raise PatientPlanRefused(
            f"{text[:40]!r} is no day: give one like 2026-12-03, or '2026-12-03 14:30'"
        )
    local = moment.replace(tzinfo=zone)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise PatientPlanRefused(
            f"on {text} the clocks change: give the day alone, or a time before or after"
        )
    return NextVisit(on=moment.date(), at=local)


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None
