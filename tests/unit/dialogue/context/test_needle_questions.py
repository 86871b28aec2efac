"""How deep the needle goes and whether it bleeds is neither pain nor a risk."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.needle_questions import of_needling, of_the_needle
from mesoguide.dialogue.understood_message import Entity, UnderstoodMessage

BLEEDING = Entity("detail", "bleeding", 0, 0)
DEPTH = Entity("detail", "depth", 0, 0)


def message(
    text: str, intent: str, *entities: Entity, questions: tuple[str, ...] = ()
) -> UnderstoodMessage:
    return UnderstoodMessage(text, intent, 0.5, questions or (intent,), "none", "", entities)


@pytest.mark.parametrize("intent", ["ask_discomfort", "out_of_scope", "ask_side_effects"])
def test_blood_is_asked_of_how_it_is_done(intent: str) -> None:
    meant = of_the_needle(message("do you bleed with it", intent, BLEEDING))

    assert meant is not None
    assert meant.intent == "ask_procedure"


@pytest.mark.parametrize(
    ("text", "intent", "entities"),
    [
        ("it is bleeding and I am scared", "report_symptom", (BLEEDING,)),
        ("I had some blood on my pillow.", "out_of_scope", (BLEEDING,)),
        ("can I have it, I bleed", "ask_eligibility", (BLEEDING,)),
        (
            "does blood flow matter on warfarin",
            "ask_side_effects",
            (BLEEDING, Entity("medication", "anticoagulant", 0, 0)),
        ),
        ("does it hurt", "ask_discomfort", ()),
    ],
    ids=["a symptom", "no question", "who can have it", "a medicine", "no needle"],
)
def test_other_meanings_are_left_alone(
    text: str, intent: str, entities: tuple[Entity, ...]
) -> None:
    assert of_the_needle(message(text, intent, *entities)) is None


def test_question_beside_it_is_kept() -> None:
    both = message(
        "does it bleed and what does it cost",
        "ask_cost",
        BLEEDING,
        questions=("ask_side_effects", "ask_cost"),
    )

    meant = of_the_needle(both)

    assert meant is not None
    assert meant.questions == ("ask_procedure", "ask_cost")


def test_pins_on_a_roller_are_another_treatment() -> None:
    roller = Entity("alternative", "microneedling", 0, 0)
    meant = of_needling(message("it is a roller with pins", "ask_procedure", roller))

    assert meant is not None
    assert meant.intent == "ask_comparison"
    assert of_needling(message("what does a roller cost", "ask_cost", roller)) is None


def test_pain_that_is_named_besides_is_answered_too() -> None:
    questions = ("ask_side_effects", "ask_discomfort")
    named = message("does it bleed and is it painful", "x", BLEEDING, questions=questions)
    taken_for_pain = ("ask_procedure", "ask_discomfort")
    only_needle = message("how deep, and do you bleed", "x", BLEEDING, questions=taken_for_pain)

    with_pain, without = of_the_needle(named), of_the_needle(only_needle)

    assert with_pain is not None
    assert without is not None
    assert with_pain.questions == ("ask_procedure", "ask_discomfort")
    assert without.questions == ("ask_procedure",)
