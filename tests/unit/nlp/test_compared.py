"""What is named only for comparison does not become what the conversation is about."""

from __future__ import annotations

import pytest

from mesoguide.nlp.compared import is_only_compared_with


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("is it sorer there than on the belly", "belly"),
        ("do they take longer than my arms", "arms"),
        ("would it sting as much as on the neck", "neck"),
        ("are more visits needed compared with the hands", "hands"),
        ("does it bruise worse than for hair loss", "hair loss"),
    ],
)
def test_measure_is_not_the_subject(text: str, word: str) -> None:
    kind = "concern" if word == "hair loss" else "body_area"

    assert is_only_compared_with(kind, text, text.index(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("does it hurt more on the belly than there", "belly"),
        ("anywhere other than my arms", "arms"),
        ("as my thighs are wide, how many visits", "thighs"),
        ("more than three visits for my neck", "neck"),
    ],
)
def test_subject_of_a_question_stays(text: str, word: str) -> None:
    assert not is_only_compared_with("body_area", text, text.index(word))


def test_other_care_is_asked_about_even_in_a_comparison() -> None:
    assert not is_only_compared_with("alternative", "is it better than laser", 18)
