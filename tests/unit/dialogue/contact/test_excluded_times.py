"""Tests of days that do not suit: never stored as the wanted ones, and said short and true."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.excluded_times import replaced_day
from mesoguide.dialogue.contact.preferred_times import find_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Mondays I swim so any other day, before noon", "any day but Monday, before noon"),
        ("I go to church Sundays. Any other day at all", "any day but Sunday"),
        ("Mon and Wed are out. any other morning", "any morning but Monday or Wednesday"),
        ("Fridays I have my hair done, otherwise anytime", "any time but Friday"),
        ("any day bar Sunday", "any day but Sunday"),
        ("Thursdays are no good, any time after 3", "not Thursday, any time after 3"),
        ("not between 9 and 10, that's my class", "not between 9 and 10"),
        ("weekdays but not Friday because I work", "weekdays but not Friday"),
        ("after easter, Wednesdays", "after Easter, Wednesdays"),
        ("friday instead of tomorrow", "Friday"),
        ("after 1 then, any day", "after 1, any day"),
    ],
)
def test_what_is_left_out_is_said_short(text: str, time: str) -> None:
    assert find_time(text, asked=True) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Monday is best but any other day works", "Monday"),
        ("Monday or Tuesday, or any other day if you can't", "Monday or Tuesday"),
    ],
)
def test_a_day_that_suits_is_not_left_out_for_the_others(text: str, time: str) -> None:
    assert find_time(text, asked=True) == time


@pytest.mark.parametrize(
    ("text", "known", "time"),
    [
        ("not monday!! tuesday", "Monday morning", "Tuesday morning"),
        ("make it friday instead of tomorrow", "tomorrow 2pm", "Friday 2pm"),
        ("Wednesday not Thursday", "Thursday at 3", "Wednesday at 3"),
        ("not monday, wednesday", "after 5", None),
        ("not on Monday or Tuesday", "Monday", None),
        ("make it wednesday not monday", "any day but Monday", None),
    ],
)
def test_one_day_takes_the_place_of_another(text: str, known: str, time: str | None) -> None:
    assert replaced_day(text, known) == time
