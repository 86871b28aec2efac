"""When the clinic is open, when it opens next, and what may be promised for a call back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from mesoguide.content.clinic_facts import load_clinic_facts, phone_region
from mesoguide.content.opening_hours import (
    CallPromise,
    OpeningHours,
    PromiseKind,
    load_opening_hours,
)
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.ops.settings import PROJECT_ROOT

FACTS = PROJECT_ROOT / "content" / "clinic.yml"
LONDON = ZoneInfo("Europe/London")

WriteFile = Callable[[str], Path]
Day = tuple[tuple[int, int], ...]

NINE_TO_SIX: Day = ((9 * 60, 18 * 60),)
WITH_LUNCH: Day = ((9 * 60, 12 * 60 + 30), (14 * 60, 18 * 60))
MORNING: Day = ((9 * 60, 13 * 60),)
CLOSED: Day = ()


def make_hours(
    workday: Day = NINE_TO_SIX,
    saturday: Day = MORNING,
    sunday: Day = CLOSED,
    closed: tuple[date, ...] = (),
    zone: ZoneInfo = LONDON,
) -> OpeningHours:
    return OpeningHours(zone, (*(workday,) * 5, saturday, sunday), frozenset(closed))


def at(text: str) -> datetime:
    """Return a London time: "2026-11-20 10:00" is a Friday."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def facts_with(write_file: WriteFile, **changed: object) -> Path:
    return write_file(yaml.safe_dump({**read_yaml(FACTS), **changed}))


# ---- Open or closed


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        pytest.param("2026-11-20 08:59:59", False, id="before opening"),
        pytest.param("2026-11-20 09:00", True, id="at opening"),
        pytest.param("2026-11-20 17:59:59", True, id="before closing"),
        pytest.param("2026-11-20 18:00", False, id="at closing"),
        pytest.param("2026-11-21 12:00", True, id="Saturday"),
        pytest.param("2026-11-22 12:00", False, id="Sunday"),
    ],
)
def test_the_clinic_is_open_in_its_hours(now: str, is_open: bool) -> None:
    assert make_hours().is_open(at(now)) is is_open


def test_the_clinic_is_closed_in_its_lunch_break() -> None:
    hours = make_hours(WITH_LUNCH)
    assert [hours.is_open(at(f"2026-11-20 {t}")) for t in ("12:29", "12:30", "13:59", "14:00")] == [
        *(True, False),
        *(False, True),
    ]


def test_the_clinic_is_closed_on_a_closed_date() -> None:
    hours = make_hours(closed=(date(2026, 12, 25),))
    assert not hours.is_open(at("2026-12-25 10:00"))


def test_a_time_of_another_zone_is_understood() -> None:
    # 08:30 UTC in July is 09:30 in London.
    assert make_hours().is_open(datetime(2026, 7, 20, 8, 30, tzinfo=timezone.utc))
    assert not make_hours().is_open(datetime(2026, 11, 20, 8, 30, tzinfo=timezone.utc))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="with its zone"):
        make_hours().is_open(datetime(2026, 11, 20, 10))


# ---- The next opening


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-11-20 07:00", "2026-11-20 09:00", id="later today"),
        pytest.param("2026-11-20 10:00", "2026-11-21 09:00", id="open now"),
        pytest.param("2026-11-21 14:00", "2026-11-23 09:00", id="over Sunday"),
        pytest.param("2026-12-24 19:00", "2026-12-29 09:00", id="over Christmas"),
    ],
)
def test_the_next_opening_is_found(now: str, opens: str) -> None:
    closed = (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28))
    assert make_hours(closed=closed).next_opening(at(now)) == at(opens)


def test_the_next_opening_may_be_after_lunch() -> None:
    assert make_hours(WITH_LUNCH).next_opening(at("2026-11-20 13:00")) == at("2026-11-20 14:00")


def test_the_next_opening_comes_in_the_zone_of_the_clinic() -> None:
    opens = make_hours().next_opening(datetime(2026, 7, 20, 5, tzinfo=timezone.utc))
    assert opens is not None
    assert f"{opens:%H:%M %z}" == "09:00 +0100"


def test_a_clinic_that_never_opens_has_no_next_opening() -> None:
    assert make_hours(CLOSED, CLOSED, CLOSED).next_opening(at("2026-11-20 10:00")) is None


# ---- What may be promised


@pytest.mark.parametrize(
    ("now", "phrase"),
    [
        pytest.param("2026-11-20 10:00", "today, before 18:00", id="open"),
        pytest.param("2026-11-20 17:00", "today, before 18:00", id="an hour left"),
        pytest.param("2026-11-20 17:01", "tomorrow, after 09:00", id="less than an hour left"),
        pytest.param("2026-11-20 19:00", "tomorrow, after 09:00", id="closed, open tomorrow"),
        pytest.param("2026-11-20 07:00", "today, after 09:00", id="opens later today"),
        pytest.param("2026-11-20 00:30", "today, after 09:00", id="after midnight"),
        pytest.param("2026-11-21 12:30", "on Monday 23 November, after 09:00", id="Saturday noon"),
        pytest.param("2026-11-22 12:00", "tomorrow, after 09:00", id="Sunday"),
        pytest.param("2026-12-24 17:30", "on Tuesday 29 December, after 09:00", id="Christmas Eve"),
        pytest.param("2026-12-31 17:30", "on Saturday 2 January, after 09:00", id="New Year's Eve"),
    ],
)
def test_a_call_is_promised_for_a_time_when_staff_are_there(now: str, phrase: str) -> None:
    closed = (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1))
    assert make_hours(closed=closed).promise(at(now)).phrase() == phrase


@pytest.mark.parametrize(
    ("now", "phrase"),
    [
        pytest.param("2026-11-20 10:00", "today, before 18:00", id="morning"),
        pytest.param("2026-11-20 12:15", "today, before 18:00", id="just before lunch"),
        pytest.param("2026-11-20 13:00", "today, after 14:00", id="in the break"),
        pytest.param("2026-11-20 17:30", "tomorrow, after 09:00", id="late"),
    ],
)
def test_a_lunch_break_is_kept_in_mind(now: str, phrase: str) -> None:
    assert make_hours(WITH_LUNCH).promise(at(now)).phrase() == phrase


def test_a_day_open_for_less_than_an_hour_is_not_promised() -> None:
    hours = make_hours(saturday=((9 * 60, 9 * 60 + 30),))
    assert hours.promise(at("2026-11-20 19:00")).phrase() == "on Monday 23 November, after 09:00"


def test_a_clinic_open_until_midnight_says_so() -> None:
    hours = make_hours(workday=((18 * 60, 24 * 60),))
    assert hours.is_open(at("2026-11-20 23:59"))
    assert hours.promise(at("2026-11-20 20:00")).phrase() == "today, before midnight"


def test_nothing_is_promised_while_no_opening_is_known() -> None:
    promise = make_hours(CLOSED, CLOSED, CLOSED).promise(at("2026-11-20 10:00"))
    assert promise == CallPromise(PromiseKind.WHEN_OPEN)
    assert promise.phrase() == "as soon as we are open again"


def test_a_promise_has_its_parts() -> None:
    promise = make_hours().promise(at("2026-11-21 15:00"))
    assert promise == CallPromise(PromiseKind.LATER, date(2026, 11, 23), after="09:00")


# ---- When the clocks change: 29 March and 25 October 2026


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param("2026-03-28 20:00", "2026-03-29 09:00+01:00", id="spring"),
        pytest.param("2026-10-24 20:00", "2026-10-25 09:00+00:00", id="autumn"),
    ],
)
def test_the_clinic_opens_by_the_clock_when_the_clocks_change(now: str, opens: str) -> None:
    hours = make_hours(sunday=NINE_TO_SIX)
    assert hours.next_opening(at(now)) == datetime.fromisoformat(opens)
    assert hours.promise(at(now)).phrase() == "tomorrow, after 09:00"


def test_the_hour_that_comes_twice_counts_twice() -> None:
    # Open 00:30 to 02:00: at 01:15 summer time, 1 hour 45 minutes are left; an hour later, 45.
    hours = make_hours(sunday=((30, 2 * 60),))
    first = datetime(2026, 10, 25, 0, 15, tzinfo=timezone.utc)
    second = datetime(2026, 10, 25, 1, 15, tzinfo=timezone.utc)
    assert hours.promise(first).phrase() == "today, before 02:00"
    assert hours.promise(second).phrase() == "tomorrow, after 09:00"


def test_the_hour_that_is_left_out_does_not_count() -> None:
    # Open 00:30 to 02:30: at 00:45 only 45 minutes are left, for 01:00 to 02:00 does not exist.
    hours = make_hours(sunday=((30, 2 * 60 + 30),))
    assert hours.promise(at("2026-03-29 00:45")).phrase() == "tomorrow, after 09:00"


# ---- From the clinic's file


def test_the_hours_of_the_clinic_are_read() -> None:
    hours = load_opening_hours(FACTS)
    assert hours.is_open(at("2026-11-20 10:00"))
    assert not hours.is_open(at("2026-12-25 10:00"))
    assert hours.zone == LONDON


@pytest.mark.parametrize(
    "monday",
    [
        pytest.param([["18:00", "09:00"]], id="ends before it begins"),
        pytest.param([["09:00", "09:00"]], id="no time at all"),
        pytest.param([["09:00", "13:00"], ["12:00", "18:00"]], id="overlap"),
        pytest.param([["14:00", "18:00"], ["09:00", "12:00"]], id="later hours first"),
        pytest.param([["09:00", "24:30"]], id="after midnight"),
    ],
)
def test_hours_that_make_no_sense_are_refused(
    write_file: WriteFile, monday: list[list[str]]
) -> None:
    hours = {**read_yaml(FACTS)["opening_hours"], "monday": monday}
    with pytest.raises(ContentError, match=r"opening_hours\.monday"):
        load_opening_hours(facts_with(write_file, opening_hours=hours))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        pytest.param({"time_zone": "Europe/Atlantis"}, "time_zone", id="unknown zone"),
        pytest.param({"time_zone": "../etc"}, "time_zone", id="no zone"),
        pytest.param({"closed_dates": ["25 December"]}, "closed_dates", id="no mapping"),
        pytest.param({"closed_dates": [{"date": "25/12/2026"}]}, "closed_dates", id="day first"),
        pytest.param({"closed_dates": [{"reason": "Easter"}]}, "closed_dates", id="no date"),
        pytest.param({"closed_dates": None}, "closed_dates", id="no list"),
        pytest.param({"phone": "01632 960123"}, "country code", id="phone without country"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named(
    write_file: WriteFile, changed: dict[str, object], named: str
) -> None:
    with pytest.raises(ContentError, match=named):
        load_clinic_facts(facts_with(write_file, **changed))


def test_a_closed_date_needs_no_quotes(write_file: WriteFile) -> None:
    path = facts_with(write_file, closed_dates=[{"date": date(2026, 11, 20), "reason": "Move"}])
    assert load_clinic_facts(path).closed_dates == {date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("phone", "region"),
    [
        ("+44 1632 960123", "GB"),
        ("+353 1 234 5678", "IE"),
        ("+1 613 555 0123", "CA"),
        ("+1 212 555 0123", "US"),
    ],
)
def test_the_region_for_numbers_is_that_of_the_clinics_own(
    write_file: WriteFile, phone: str, region: str
) -> None:
    assert phone_region(facts_with(write_file, phone=phone)) == region
