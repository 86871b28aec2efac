"""What is added to an answer, and where."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.messenger.own_sentences import OwnSentences
from mesoguide.messenger.people import Person
from mesoguide.messenger.spoken_answer import LAPSE, Said, SpokenAnswer, complete
from mesoguide.messenger.texts import NOTICES, MessengerTexts

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
SENTENCES = OwnSentences(
    MessengerTexts("", "/greet", (), (), ("", ""), {name: f"<{name}>" for name in NOTICES})
)
STRANGER = Person("messenger-1", "1")
KNOWN = Person("messenger-1", "1", told_at=NOW - timedelta(minutes=5))
ANSWER = BotMessage(said_at=1.0, text="Pain varies.", response="utter_answer_discomfort")
EMERGENCY = BotMessage(said_at=1.0, text="Call 999.", response="utter_emergency_allergy")
NOTICE = BotMessage(said_at=0.5, text="I am a computer program.", response="utter_notice")
NOT_HERE = BotMessage(said_at=1.0, text="Not here.", response="utter_form_not_here")


def spoken(*said: BotMessage, person: Person = KNOWN, details: bool = False) -> SpokenAnswer:
    return complete(
        [Said(message) for message in said],
        person=person,
        sentences=SENTENCES,
        details_removed=details,
        now=NOW,
    )


def words(answer: SpokenAnswer) -> list[str]:
    return [each.message.text for each in answer.said]


def test_stranger_is_told_first_what_this_is() -> None:
    assert words(spoken(ANSWER, person=STRANGER)) == ["<first>", "Pain varies."]


def test_notice_of_the_dialogue_and_of_the_channel_are_one_message() -> None:
    answer = spoken(NOTICE, ANSWER, person=STRANGER)
    assert words(answer) == ["I am a computer program.\n\n<first>", "Pain varies."]


def test_who_was_told_is_not_told_again() -> None:
    assert words(spoken(ANSWER)) == ["Pain varies."]


@pytest.mark.parametrize("person", [STRANGER, KNOWN])
def test_nothing_stands_before_an_emergency(person: Person) -> None:
    answer = spoken(EMERGENCY, person=person, details=True)
    assert words(answer) == ["Call 999.", "<personal_details>"]
    assert answer.tells is (person is KNOWN)


def test_after_a_long_silence_the_person_is_told_again() -> None:
    long_ago = Person("messenger-1", "1", told_at=NOW - LAPSE - timedelta(minutes=1))
    assert words(spoken(ANSWER, person=long_ago)) == ["<bot_is_back>", "Pain varies."]


def test_after_staff_the_person_is_told_again() -> None:
    after_staff = Person("messenger-1", "1", told_at=NOW, introduce_again=True)
    assert words(spoken(ANSWER, person=after_staff)) == ["<bot_is_back>", "Pain varies."]


def test_pointer_stands_before_an_answer_with_quick_replies() -> None:
    assert words(spoken(ANSWER, details=True)) == ["<personal_details>", "Pain varies."]


def test_pointer_is_left_out_where_the_answer_says_the_same() -> None:
    assert words(spoken(NOT_HERE, details=True)) == ["Not here."]
