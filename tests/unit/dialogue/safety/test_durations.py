"""How long ago something began is read in days, and nothing is read into other words."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from mesoguide.dialogue.safety.durations import days_since

#: A Wednesday.
TODAY = date(2026, 11, 25)
HOUR = 1 / 24
MINUTE = 1 / 1_440


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("since yesterday", 1),
        ("yesturday", 1),
        ("3 days ago", 3),
        ("3days", 3),
        ("two weeks", 14),
        ("2 wks", 14),
        ("coupl days", 2),
        ("couple of days", 2),
        ("a couple of days ago", 2),
        ("this morning", 0.3),
        ("an hour ago", 1.0 * HOUR),
        ("about half an hour", 0.5 * HOUR),
        ("since Monday", 2),
        ("since mon", 2),
        ("about a month", 30),
        ("just now", 0),
        ("a few days", 3),
        ("few days now", 3),
        ("last week", 7),
        ("after my session on Friday", 5),
        ("it started 3 days ago and got worse yesterday", 3),
        ("I had my treatment 2 weeks ago and it swelled up yesterday", 1),
        ("since last night", 0.5),
        ("day before yesterday", 2),
        ("10 mins ago", 10.0 * MINUTE),
        ("a week and a half", 10.5),
        ("1.5 weeks", 10.5),
        ("1\xbd weeks", 10.5),
        ("48 hours", 2),
        ("6 months", 180),
        ("a fortnight", 14),
        ("2-3 days", 3),
        ("2 or 3 days", 3),
        ("a day or two", 2),
        ("over a week", 8),
        ("more than 2 weeks", 15),
        ("for weeks", 14),
        ("for years", 730),
        ("since the 20th", 5),
        ("20 November", 5),
        ("since 20th of Nov", 5),
        ("Nov 20th", 5),
        ("since 20/11", 5),
        ("on the 20th", 5),
        ("since October", 55),
        ("since 2025", 693),
        ("day 3", 3),
        ("third day", 3),
        ("since the weekend", 4),
        ("over the weekend", 4),
        ("when I woke up", 0.3),
        ("on Wednesday", 7),
        ("today", 0.3),
        ("Monday", 2),
        ("last monday", 2),
        ("Tuesday last week", 8),
        ("friday last week", 5),
        ("a week", 7),
        ("a week ago", 7),
        ("i think its been a week", 7),
        ("it's been nearly a week", 7),
        ("since christmas", 335),
        ("in the last 3 days", 3),
        ("for the past week", 7),
        ("the swelling came up last Thursday", 6),
        ("started sat", 4),
        ("sat night", 4),
        ("it began 5 hrs ago", 5 * HOUR),
        ("yesterday afternoon", 1),
        ("ages", 90),
        ("twenty minutes", 20.0 * MINUTE),
        ("a good few weeks", 21),
        ("three weeks tomorrow", 21),
        ("since yesterday evening, after my session last Tuesday", 0.5),
        ("not yesterday, 3 days ago", 3),
        ("Since I was a child", 3650),
        ("the other day", 3),
        ("about 4 or 5 days", 5),
        ("since 5pm", 0.3),
        ("a minute ago", 1.0 * MINUTE),
        ("a couple hours", 2.0 * HOUR),
        ("started on 3 november", 22),
        ("monday just gone", 2),
        ("since tues", 1),
        ("for about a wk", 7),
        ("dunno maybe 2 days", 2),
        ("last 2 days", 2),
        ("few hrs", 3.0 * HOUR),
        ("straight after the injections yesterday", 1),
        ("it's only been an hour", 1.0 * HOUR),
        ("4 days", 4),
        ("four days", 4),
        ("1 day", 1),
        ("a day", 1),
        ("since yesterday morning", 1),
        ("two months ago", 60),
        ("a yr", 365),
        ("6wks", 42),
        ("since I had it done on monday", 2),
        ("past couple of days", 2),
        ("i noticed it 2 nights ago", 2),
        ("10 days", 10),
        ("more than a week now", 8),
        ("eight days", 8),
        ("half a day", 0.5),
        ("half day", 0.5),
        ("one and a half weeks", 10.5),
        ("2 and a half weeks", 17.5),
        ("couple weeks", 14),
        ("a week last Monday", 7),
        ("week ago", 7),
        ("about an hour and a half", 1.5 * HOUR),
        ("it came up on tuesday night", 1),
        ("started Sunday evening", 3),
        ("about 20 mins after the jab, so an hour ago", 1.0 * HOUR),
        ("Not sure, maybe a week or two?", 14),
        ("since my appointment 10 days ago", 10),
        ("from yesterday lunchtime", 1),
        ("it's been going on for nearly 3 weeks now", 21),
        ("well over a month", 31),
        ("last few days", 3),
        ("for the last couple of weeks", 14),
        ("3 weeks and counting", 21),
        ("since about 8 o'clock this morning", 0.3),
        ("2-3 hrs", 3.0 * HOUR),
        ("i had the injections on saturday and it hasnt gone down", 4),
        ("only just noticed", 0),
        ("just noticed it", 0),
        ("five days", 5),
        ("5days ago", 5),
        ("yest", 1),
        ("yesterday, around 4pm", 1),
        ("since the 1st of november", 24),
        ("since 1/11", 24),
        ("about six months or so", 180),
        ("half a year", 182.5),
        ("more or less a month", 30),
        ("since june", 177),
        ("for 2yrs", 730),
        ("less than a day", 1),
        ("under an hour", 1.0 * HOUR),
        ("under a week ago", 7),
        ("this week", 3),
        ("earlier this week", 3),
        ("tues", 1),
        ("it was thurs", 6),
        ("on and off for months", 60),
        ("sunday just gone", 3),
        ("a day and a half", 1.5),
        ("36 hours", 1.5),
        ("since 2 days", 2),
        ("2 days", 2),
        ("day 2", 2),
        ("day two", 2),
        ("about an hr", 1.0 * HOUR),
        ("since friday the 20th", 5),
        ("three to four days", 4),
        ("fortnight", 14),
        ("since last tuesday", 1),
        ("weds last week", 7),
        ("i woke up with it", 0.3),
        ("overnight", 0.5),
        ("all my life", 3650),
        ("it started the moment they injected me yesterday", 1),
        ("I take antibiotics for 5 days", 5),
        ("the second day", 2),
        ("it's 4 days old", 4),
    ],
)
def test_how_long_ago_is_read(text: str, days: float) -> None:
    assert days_since(text, TODAY) == pytest.approx(days)


@pytest.mark.parametrize(
    "text",
    [
        "years",
        "pain 7/10",
        "two tablets a day",
        "3 times a week",
        "every 2 weeks",
        "in 3 days",
        "next Friday",
        "I'm 45 years old",
        "2 weeks after my session",
        "how long does it last",
        "I don't know",
        "the day of my injections",
        "not sure",
        "hello",
        "12 weeks pregnant",
        "within the last hour",
        "since  my last treatment",
        "by friday",
        "ever since my session",
        "noticed it this am",
        "a good while",
        "5 dayes",
        "the day after my treatment",
        "straight after",
        "2 moro",
        "twice a week",
        "i take 2 a day",
        "im 30",
        "since I was 30",
    ],
)
def test_other_stretches_of_time_are_not_how_long_ago(text: str) -> None:
    assert days_since(text, TODAY) is None


def test_a_weekday_is_the_last_one_that_is_over() -> None:
    assert days_since("since Wednesday", TODAY) == 7


def test_of_two_stretches_the_longer_one_counts() -> None:
    assert days_since("worse since yesterday but I have had it for a week", TODAY) == 7


def test_the_day_of_the_treatment_gives_way_to_the_day_of_the_symptom() -> None:
    assert days_since("had my injections 3 weeks ago, it swelled up yesterday", TODAY) == 1


def test_a_date_without_a_year_is_the_last_one_that_is_over() -> None:
    assert days_since("since 20 December", TODAY) == (TODAY - date(2025, 12, 20)).days


def test_a_date_that_does_not_exist_is_left_out() -> None:
    assert days_since("since 31 February", TODAY) is None


def test_a_moment_will_do_for_today() -> None:
    now = datetime(2026, 11, 25, 9, 0, tzinfo=timezone.utc)
    assert days_since("since Monday", now) == 2
