"""What is not ours is said to be so; what is only told of, or compared, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoguide.content.not_ours import load_not_ours
from mesoguide.dialogue.context.not_ours_reading import not_ours
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage
from mesoguide.exceptions import ContentError

LISTS = load_not_ours(Path(__file__).parents[4] / "content" / "not_ours.yml")


def heard(text: str, intent: str, alternative: str = "") -> UnderstoodMessage:
    start = text.find(alternative)
    named = (Entity("alternative", alternative, start, start + len(alternative)),)
    return UnderstoodMessage(text, intent, 0.9, (intent,), "none", "", named if alternative else ())


@pytest.mark.parametrize(
    ("message", "group"),
    [
        (heard("what would fillers cost me", "ask_cost", "fillers"), "treatments"),
        (heard("what is the price of fillers?", "ask_cost", "fillers"), "treatments"),
        (heard("does liposuction hurt?", "ask_discomfort", "liposuction"), "treatments"),
        (heard("do you offer laser", "ask_combination", "laser"), "treatments"),
        (heard("how much is hair removal", "ask_cost"), "treatments"),
        (heard("our rabbit is going bald, would it work?", "ask_effectiveness"), "animals"),
        (heard("can you get rid of my varicose veins", "ask_uses"), "illnesses"),
        (heard("what can dad take for his gout", "ask_medical_advice"), None),
        (heard("what helps against a migraine", "ask_uses"), "illnesses"),
        (heard("do other clinics charge less? any cheap ones", "ask_cost"), "other_clinics"),
    ],
)
def test_a_question_about_what_is_not_ours_names_its_group(
    message: UnderstoodMessage, group: str | None
) -> None:
    assert not_ours(message, LISTS) == group


@pytest.mark.parametrize(
    "message",
    [
        heard("is it better than laser", "ask_comparison", "laser"),
        heard("I had fillers in May, can I come?", "ask_combination", "fillers"),
        heard("I have gout, may I have the shots", "ask_eligibility"),
        heard("is it all right with rosacea", "ask_eligibility"),
        heard("may I bring my dog", "ask_clinic_info"),
        heard("how long after waxing may I come", "ask_preparation"),
    ],
)
def test_what_is_told_of_or_compared_is_not_taken_from_its_answer(
    message: UnderstoodMessage,
) -> None:
    assert not_ours(message, LISTS) is None


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "not_ours.yml"
    path.write_text("animals: []\ntreatments: [wig]\nillnesses: [gout]\n", encoding="utf-8")

    with pytest.raises(ContentError, match="animals must be a list"):
        load_not_ours(path)


def test_bare_illness_that_we_do_not_treat_is_not_ours() -> None:
    message = UnderstoodMessage("stretchmarks?", "ask_uses", 1.0, ("ask_uses",), "none", "", ())

    assert not_ours(message, LISTS) == "illnesses"


def test_hen_night_is_about_no_animal() -> None:
    text = "can I put make up on and is a sauna ok tonight, hen do!!"
    message = UnderstoodMessage(text, "ask_aftercare", 0.9, ("ask_aftercare",), "none", "", ())

    assert not_ours(message, LISTS) is None
