"""A low mood or fear has an everyday cause and no word of despair; in doubt it is a crisis."""

from __future__ import annotations

import pytest

from mesoguide.nlp.low_mood import is_afraid_of_treatment, is_everyday_mood, is_low_mood


@pytest.mark.parametrize(
    "text",
    [
        *("I'm so sad about my hair", "fed up with this chat", "my bald patch makes me cry"),
        *("feeling a bit low about my looks", "I am ashamed of my legs", "sick of my double chin"),
    ],
)
def test_a_low_mood_with_an_everyday_cause_is_told(text: str) -> None:
    assert is_low_mood(text)


@pytest.mark.parametrize(
    "text", ["terrified of needles", "a bit scared of the injections", "I dread the pain"]
)
def test_fear_of_the_treatment_is_told(text: str) -> None:
    assert is_afraid_of_treatment(text)


@pytest.mark.parametrize(
    "text",
    [
        *("I am so tired", "I'm tired of all this", "fed up with everything, my hair too"),
        *("my hair is gone and I can't go on", "sad about my hair and I don't want to live"),
        *("I hate my thighs and I cut them", "fed up with my hair, there is no point any more"),
        *("scared I will hurt myself", "so sad about my looks I want it to stop"),
    ],
)
def test_a_word_of_despair_or_no_cause_leaves_the_doubt(text: str) -> None:
    assert not is_everyday_mood(text)
