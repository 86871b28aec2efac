"""After a red flag it is read how far help is: called, on the way to it, or there."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.safety.help_under_way import Help, help_under_way, is_in_care
from mesoguide.dialogue.understood_message import UnderstoodMessage


def read(text: str) -> Help | None:
    return help_under_way(UnderstoodMessage.of({"intent": {"name": "out_of_scope"}}, text))


@pytest.mark.parametrize(
    "text",
    [
        *("ok we've rung 111, they are sending someone", "I called 999", "the ambulance is coming"),
        *("paramedics are on their way", "help is on its way", "we spoke to the out of hours gp"),
        *("calling them now", "i already called", "my son is ringing 999", "ok will call 999 now"),
        *("they said to stay put", "on the phone with 999", "ambulance 5 mins", "calling now"),
        *(
            "calling samaritans now",
            "ok calling",
            "my neighbour is calling",
            "they told me not to move",
        ),
    ],
)
def test_help_that_was_called_is_heard(text: str) -> None:
    assert read(text) is Help.CALLED


@pytest.mark.parametrize(
    "text",
    [
        *("ok going hospital thx", "on the way to hospital", "husband is driving me to A&E"),
        *("they took her to hospital", "heading to the ER", "getting a taxi to casualty"),
    ],
)
def test_the_way_to_help_is_heard(text: str) -> None:
    assert read(text) is Help.GOING


@pytest.mark.parametrize(
    "text",
    [
        *(
            "medics here",
            "paramedics with me now",
            "nurse looking at me now",
            "im in the ambulance",
        ),
        *("the ambulance has arrived", "they're here now", "we are at the hospital"),
        "she gave me adrenaline",
    ],
)
def test_help_that_is_there_is_heard(text: str) -> None:
    assert read(text) is Help.HERE


@pytest.mark.parametrize(
    "text",
    [
        *("nobody is coming", "no help is coming", "the ambulance isn't coming"),
        *("should I call 999", "if someone was coming", "is the ambulance coming?", "call me"),
        *(
            "what time do you come",
            "i cant call",
            "i'm calling the clinic",
            "too scared to call 999",
        ),
        *("how much is it", "can somebody from your place phone us too"),
    ],
)
def test_help_that_does_not_come_is_none(text: str) -> None:
    assert read(text) is None


def test_a_button_speaks_of_no_help() -> None:
    assert read("/affirm") is None


def in_care(text: str) -> bool:
    return is_in_care(UnderstoodMessage.of({"intent": {"name": "out_of_scope"}}, text))


@pytest.mark.parametrize(
    "text",
    [
        *("paramedics are with us", "the crew took over", "999 are here with him"),
        *("a doctor has seen her", "we are in hospital now", "she was treated at casualty"),
    ],
)
def test_who_has_taken_over_is_heard(text: str) -> None:
    assert in_care(text)


@pytest.mark.parametrize(
    "text",
    [
        *("the ambulance came and went, she is worse", "my friend is a nurse, she is with me"),
        *("the ambulance is on its way", "no doctor has seen her", "you gave me the injection"),
    ],
)
def test_help_that_has_not_taken_over_is_not(text: str) -> None:
    assert not in_care(text)


def test_the_way_to_hospital_is_heard_in_few_words_of_english() -> None:
    text = "my husband bring me to hospital now, we are in the car"
    parsed = {"intent": {"name": "report_emergency"}}

    assert help_under_way(UnderstoodMessage.of(parsed, text)) is Help.GOING
