"""The best time to call is kept in the person's words, and other times are left alone."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.preferred_times import MAX_PHRASE_CHARACTERS, find_time


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("tomorrow morning", "tomorrow morning"),
        ("after 5pm", "after 5pm"),
        ("weekdays between 9 and 11", "weekdays between 9 and 11"),
        ("Mon or Tues pm", "Mon or Tues pm"),
        ("any time", "any time"),
        ("not Fridays", "not Fridays"),
        ("lunch time", "lunch time"),
        ("ASAP", "ASAP"),
        ("14:30 on the 3rd", "14:30 on the 3rd"),
        ("Tomorrow would be good, or Friday after 3", "tomorrow or Friday after 3"),
        ("after 5", "after 5"),
        ("9-5", "9-5"),
        ("between 9 and 11 please", "between 9 and 11"),
        ("anytime is fine", "anytime"),
        ("whenever suits you", "whenever suits you"),
        ("Mornings are best", "mornings"),
        ("I'm free after 5pm on weekdays but not Fridays", "after 5pm on weekdays but not Fridays"),
        ("call me tomorrow after 3", "tomorrow after 3"),
        ("can you ring me on Thursday afternoon", "on Thursday afternoon"),
        ("half past 5", "half past 5"),
        ("around 5ish", "around 5ish"),
        ("before 10am or after 3pm", "before 10am or after 3pm"),
        ("Tuesday is no good, Wednesday any time", "not Tuesday, Wednesday any time"),
        ("I can't do Mondays", "I can't do Mondays"),
        ("any day except Friday", "any day except Friday"),
        ("please call me at 5", "at 5"),
        ("5 o'clock", "5 o'clock"),
        ("next week", "next week"),
        ("first thing in the morning", "first thing in the morning"),
        ("after the school run", "after the school run"),
        ("I work nights so afternoons only", "I work nights so afternoons only"),
        ("after work", "after work"),
        ("as soon as possible please", "as soon as possible"),
        ("in an hour", "in an hour"),
        ("tmrw morn", "tomorrow morning"),
        ("tomorow afternon", "tomorrow afternoon"),
        ("weekends only", "weekends only"),
        ("the 3rd at 14:30", "the 3rd at 14:30"),
        ("3 May after 2", "3 May after 2"),
        ("evenings", "evenings"),
        ("9am to 12pm", "9am to 12pm"),
        ("not before 10", "not before 10"),
        ("9 til 5", "9 til 5"),
        ("monday to friday 9-5", "Monday to Friday 9-5"),
        ("12/11 at 3pm", "12/11 at 3pm"),
        ("Call me now", "now"),
        ("i don't mind when", "I don't mind when"),
        ("anytime before 4 but not at lunch", "anytime before 4 but not at lunch"),
        ("I'd like an appointment tomorrow morning", "tomorrow morning"),
        ("book me in for tuesday afternoon", "Tuesday afternoon"),
        ("move my Thursday appointment to Friday", "to Friday"),
        ("weds or thurs eve", "Wednesday or Thurs evening"),
        ("tomorrow p.m.", "tomorrow pm"),
        ("a.m. please", "am"),
        ("Any time tomorrow morning is fine", "any time tomorrow morning"),
        ("late afternoon", "late afternoon"),
        ("sat morning or sun", "Sat morning or Sun"),
        ("could one of your people phone me any time before six", "any time before six"),
        ("can u fit me in this wk", "in this week"),
        ("is there anything free in the morning", "in the morning"),
        ("call back this afternoon?", "this afternoon"),
        ("please have someone contact me, evenings only", "evenings only"),
        ("Anytime really", "anytime"),
        ("anytime after lunch", "anytime after lunch"),
        ("preferably mornings", "preferably mornings"),
        ("Ideally before 9am", "ideally before 9am"),
        ("After I finish work at 6", "after I finish work at 6"),
        ("could someone ring me between 10 and 12 on Tuesday", "between 10 and 12 on Tuesday"),
        ("weekdays", "weekdays"),
        ("Sat", "Sat"),
        ("not on a Friday", "not on a Friday"),
        ("Monday, Wednesday or Friday mornings", "Monday, Wednesday or Friday mornings"),
        ("the morning of the 3rd", "morning of the 3rd"),
        ("Tues 1 Dec at 10", "Tues 1 Dec at 10"),
        ("early evening", "early evening"),
        ("around noon", "around noon"),
        ("within the next hour", "within the next hour"),
        ("end of the week", "end of the week"),
        ("some time next week", "some time next week"),
        ("I'd prefer the afternoon", "afternoon"),
        ("Thursday is my day off so then", "Thursday, my day off"),
        ("ring after 6 as I work", "after 6"),
        ("morning please", "morning"),
        ("is 5pm ok", "5pm"),
        ("5pm tomorrow if possible", "5pm tomorrow"),
        ("midday or so", "midday"),
        ("lunch break 12:30-1:30", "lunch break 12:30-1:30"),
        ("0900-1200", "0900-1200"),
        ("8am - 10am", "8am - 10am"),
        ("9:30", "9:30"),
        ("any day but Monday", "any day but Monday"),
    ],
)
def test_a_best_time_is_kept_as_it_was_said(text: str, phrase: str) -> None:
    assert find_time(text) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "how many times",
        "two times a week",
        "every 3 weeks",
        "after the treatment",
        "first time",
        "I have a wedding next Saturday",
        "can I drink tonight?",
        "can I sunbathe tomorrow",
        "swelling since Monday",
        "it started last Friday",
        "worse at night",
        "does it hurt in the morning?",
        "good morning",
        "Good afternoon, do you do lips?",
        "have a nice day",
        "are you open on Saturdays?",
        "what time do you close tomorrow?",
        "after sun",
        "I sat in the sun",
        "how soon can I go to work",
        "I had my session on Friday",
        "once a day",
        "3 sessions",
        "between 3 and 5 sessions",
        "about 4 weeks",
        "pain 7/10",
        "at 45 I feel old",
        "I'm 45",
        "cancel Thursday",
        "I have an appointment on Friday at 3 and want to cancel it",
        "can I wear makeup the next day",
        "will it last a week",
        "hello",
        "thanks",
        "is it ok to shower tonight",
        "takes 2 days",
        "1 to 10",
        "how many times a day",
        "my hair falls out every morning",
        "see you later",
        "morning, can I ask about lips",
        "it swelled up this morning and it's red",
        "I may be pregnant",
        "the second of my three sessions",
        "is mesotherapy painful now",
        "what is it",
        "24 hours after treatment",
        "5",
        "I'd rather not wake up tomorrow",
        "I won't need anything after Sunday",
        "its tonight",
        "ta ta for now",
        "speak soon",
        "not just now",
        "I am",
        "here I am",
        "Good evening from the night shift",
        "I'd rather be dead than bald at 23",
        "whatever",
        "Night shift, 4am, I'm a nurse myself",
        "my throat is swelling NOW",
        "the injections on Monday went fine",
        "don't mind the first few sessions",
        "or am I finished",
        "I finish at 3 so any time after that",
        "late",
        "morning",
        "Morning!",
        "my morning coffee",
        "how long until results",
        "tonight?",
        "i have a meeting at 3pm",
        "can I exercise the next morning?",
        "can I have it on a Saturday",
        "do you open on sundays",
        "how many weeks between sessions",
        "I get headaches at night",
        "my period starts next week",
        "see you tomorrow",
        "see you on Monday!",
        "thanks, speak tomorrow",
        "i lost hair in 2019",
        "is it ok the day before my wedding",
        "I've a wedding on the 3rd",
        "1 or 2 sessions",
        "one at a time",
        "all the time",
        "last time it hurt",
        "every time I wash it",
        "in no time",
        "time",
        "what time",
        "what times can you do",
    ],
)
def test_other_times_are_no_time_to_call(text: str) -> None:
    assert find_time(text) is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("5", "5"),
        ("9-11", "9-11"),
        ("5 or 6", "5 or 6"),
        ("I'm at work Tuesdays, otherwise any time", "I'm at work Tuesdays, otherwise any time"),
        ("I work nights so afternoons only", "I work nights so afternoons only"),
        ("tomorrow morning?", "tomorrow morning"),
        ("morning", "morning"),
        ("Morning!", "morning"),
        ("mornings mate", "mornings"),
        ("whenever", "whenever"),
        ("the 3rd", "the 3rd"),
        ("between two and four", "between two and four"),
        ("dunno, maybe tuesday?", "Tuesday"),
        ("anytime you like", "anytime"),
        ("Not in the mornings", "not in the mornings"),
        ("all day", "all day"),
        ("weekday evenings after six", "weekday evenings after six"),
        (
            "next Tuesday at 10 or Wednesday at 11, but never on Thursdays",
            "next Tuesday at 10 or Wednesday at 11, but never on Thursdays",
        ),
        ("I can talk at lunch 12-1", "at lunch 12-1"),
        ("I finish at 3 so any time after that", "I finish at 3 so any time after that"),
        ("i have a meeting at 3pm, after that", "I have a meeting at 3pm, after that"),
        ("I can't do Mondays", "I can't do Mondays"),
    ],
)
def test_an_answer_to_when_may_be_short_or_roundabout(text: str, phrase: str) -> None:
    assert find_time(text, asked=True) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "not sure",
        "hair loss",
        "what times can you do",
        "when are you open",
        "are you open on Saturday?",
        "how many times",
        "3 sessions",
        "why",
        "",
        "45",
    ],
)
def test_an_answer_without_a_time_is_none(text: str) -> None:
    assert find_time(text, asked=True) is None


def test_a_long_wish_is_cut_between_words() -> None:
    phrase = find_time("after 5 or " * 60, asked=True)
    assert phrase is not None
    assert len(phrase) <= MAX_PHRASE_CHARACTERS
    assert phrase.endswith(("after", "5", "or"))


def test_the_time_of_a_visit_that_is_to_move_is_not_when_to_call() -> None:
    assert find_time("I want to cancel my appointment on Friday") is None
    assert find_time("move my Thursday appointment to Friday afternoon") == "to Friday afternoon"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Tuesday, no sorry, Thursday afternoon", "Thursday afternoon"),
        ("Tuesday. Sorry, Thursday", "Thursday"),
        ("make it Friday, no wait, Monday before lunch", "Monday before lunch"),
        ("mornings, not too early", "mornings, not too early"),
        ("evenings but not wed", "evenings but not Wed"),
    ],
)
def test_a_time_that_replaces_another_counts_and_limits_are_kept(text: str, time: str) -> None:
    assert find_time(text, asked=True) == time


def test_in_a_form_a_time_needs_no_word_that_it_is_for_a_call() -> None:
    text = "any day but after 6 pm because I work"
    assert find_time(text) is None
    assert find_time(text, in_form=True) == "any day but after 6 pm"


def test_a_time_that_does_not_suit_replaces_none() -> None:
    assert find_time("I could do tomorrow, sorry I work Mondays", asked=True) != "I work Mondays"
