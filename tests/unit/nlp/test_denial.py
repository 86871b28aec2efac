"""Denied concerns and body areas are left out; a "not" that asserts is no denial."""

from __future__ import annotations

import pytest
from concept_wordings import Found

DENIED = {
    "Not my hair, it's my thighs": "thighs",
    "sorry, I meant thighs not arms": "thighs",
    "thighs, not arms": "thighs",
    "I'm not asking about cellulite but wrinkles": "wrinkles",
    "I\u2019m not asking about cellulite but wrinkles": "wrinkles",
    "im not asking about cellulite but wrinkles": "wrinkles",
    "other than my tummy, where can you inject": "",
    "not the face, the neck": "neck",
    "NOT THE FACE, THE NECK": "neck",
    "not for hair, for fat": "excess_fat",
    "it isn't my hair, it's my age spots": "pigmentation",
    "it isn\u2019t my hair, it\u2019s my age spots": "pigmentation",
    "it's not hair loss I have, it's age spots": "pigmentation",
    "no, not cellulite, loose skin": "skin_tightening",
    "I don't have cellulite, just fat": "excess_fat",
    "I dont have wrinkles but I have melasma": "pigmentation",
    "rather than my arms I'd like my legs done": "legs",
    "legs instead of arms": "legs",
    "wrinkles rather than pigmentation": "wrinkles",
    "aside from my face, what about my hands": "hands",
    "apart from my face, what about my hands": "hands",
    "everything except for my neck": "",
    "everything except my neck": "",
    "my hair is fine, it's my wrinkles": "wrinkles",
    "my hair is ok but my wrinkles bother me": "wrinkles",
    "my thighs are fine but my arms bother me": "arms",
    "cellulite isn't the problem, saggy skin is": "skin_tightening",
    "I'm not worried about wrinkles, I want less fat": "excess_fat",
    "not interested in hair, only cellulite": "cellulite",
    "forget my hair, what about wrinkles": "wrinkles",
    "never mind my arms, my tummy": "abdomen",
    "ignore what I said about hair, I meant cellulite": "cellulite",
    "I said arms but meant legs": "legs",
    "arms, I mean legs": "legs",
    "nothing to do with my hair, it's my chin": "chin",
    "no hair problems, only wrinkles": "wrinkles",
    "I have no cellulite only wrinkles": "wrinkles",
    "without touching my face, can you do my neck": "neck",
    "actually not the thighs, the bum": "buttocks",
    "not hair loss. cellulite!": "cellulite",
    "I wasn't asking about fat, I asked about cellulite": "cellulite",
    "I didn't mean my legs, I meant my arms": "arms",
    "I do not want it on my face": "",
    "I don't want it for wrinkles": "",
    "not my belly fat, my double chin": "excess_fat chin",
}

ASSERTED = {
    "I can't lose my belly fat": "excess_fat abdomen",
    "I cannot get rid of cellulite": "cellulite",
    "is it not good for cellulite?": "cellulite",
    "why won't my hair grow": "hair_loss",
    "I have no hair left on top": "hair_loss",
    "I've got no hair at the front": "hair_loss",
    "there is no hair on my crown": "hair_loss scalp",
    "not much hair left": "hair_loss",
    "not only my arms but my legs too": "arms legs",
    "not just my thighs but my bum": "thighs buttocks",
    "my hair is not growing": "hair_loss",
    "my wrinkles are not going away": "wrinkles",
    "I don't like my wrinkles": "wrinkles",
    "doesn't it work on wrinkles?": "wrinkles",
    "does it not work for hair loss?": "hair_loss",
    "will it not help my cellulite": "cellulite",
    "isn't it good for hair?": "hair_loss",
    "don't you treat wrinkles?": "wrinkles",
    "can't you treat wrinkles": "wrinkles",
    "why doesn't it work on cellulite": "cellulite",
    "I'm not happy with my thighs": "thighs",
    "I no longer have hair on my crown": "hair_loss scalp",
    "I don't want to lose my hair": "hair_loss",
    "I don't want wrinkles": "wrinkles",
    "I do not want cellulite any more": "cellulite",
    "I don't want to go bald": "hair_loss",
    "no matter what I eat my belly stays": "abdomen",
    "I'm not sure if it helps cellulite": "cellulite",
    "I do not know if my hair will grow back": "hair_loss",
    "no idea what to do about my wrinkles": "wrinkles",
    "how do I get legs without cellulite": "legs cellulite",
    "how can I have a face without wrinkles": "wrinkles face",
    "I never liked my thighs": "thighs",
    "I can't stand my double chin": "excess_fat chin",
    "my hair isn't thick any more": "hair_loss",
    "no, wrinkles": "wrinkles",
    "No. cellulite": "cellulite",
    "no it's for my thighs": "thighs",
    "why not the face?": "face",
    "diet does not shift the fat": "excess_fat",
    "laser did not work for my pigmentation": "pigmentation",
    "I haven't got any hair": "hair_loss",
    "is it for hair or not": "hair_loss",
    "isn't my cellulite too bad for this?": "cellulite",
    "why isn't my cellulite going away": "cellulite",
    "and aren't my thighs too thin for it?": "thighs",
    "don't forget my hair": "hair_loss",
    "my hair, I'm sorry if that is silly": "hair_loss",
}


@pytest.mark.parametrize(("text", "expected"), DENIED.items(), ids=DENIED)
def test_what_is_taken_back_is_left_out(found: Found, text: str, expected: str) -> None:
    assert {v for _, v in found(text, "concern", "body_area")} == set(expected.split())


@pytest.mark.parametrize(("text", "expected"), ASSERTED.items(), ids=ASSERTED)
def test_a_negation_that_asserts_keeps_the_concept(found: Found, text: str, expected: str) -> None:
    assert {v for _, v in found(text, "concern", "body_area")} == set(expected.split())


@pytest.mark.parametrize(
    "text",
    ["I'm not pregnant", "I have no allergies, who cannot have it?", "not diabetic, is it ok"],
)
def test_a_condition_that_somebody_does_not_have_is_left_out(found: Found, text: str) -> None:
    assert {kind for kind, _ in found(text)} & {"condition"} == set()


@pytest.mark.parametrize(
    "text",
    ["my skin isn't infected, I wonder about scars", "no pus, just a bruise", "it is not infected"],
)
def test_a_sign_that_is_not_there_is_left_out(found: Found, text: str) -> None:
    assert not {(kind, value) for kind, value in found(text) if value == "infection"}


@pytest.mark.parametrize(
    "text", ["why isn't this infection going away", "isn't the pus a bad sign?", "there is pus"]
)
def test_a_sign_that_is_asked_about_is_there(found: Found, text: str) -> None:
    assert ("symptom", "infection") in found(text)


@pytest.mark.parametrize(
    "text", ["it is for wrinkles I mean", "cellulite, I meant to say", "wrinkles i mean"]
)
def test_meaning_what_was_said_takes_nothing_back(found: Found, text: str) -> None:
    assert {kind for kind, _ in found(text)} & {"concern"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        pytest.param("without surgery", ("alternative", "surgery"), id="alternative"),
        pytest.param("I am not on warfarin", ("medication", "anticoagulant"), id="medication"),
    ],
)
def test_other_kinds_are_spoken_of_even_when_denied(
    found: Found, text: str, concept: tuple[str, str]
) -> None:
    assert concept in found(text)
