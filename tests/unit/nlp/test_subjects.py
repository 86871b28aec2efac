"""Subjects that are named without a question."""

from __future__ import annotations

import pytest

from mesoguide.nlp.subjects import subject_of_word, subjects_of


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("i asked about pain", ["ask_discomfort"]),
        ("which one stays longer", ["ask_results_duration"]),
        ("the price and the risks", ["ask_cost", "ask_side_effects"]),
        ("how many times", ["ask_frequency"]),
        ("when will i see something", ["ask_results_onset"]),
        ("how long is one session", ["ask_session_length"]),
        ("how much does it hurt", ["ask_discomfort"]),
        ("something else entirely", []),
        ("not gym, work", []),
        ("will it work", ["ask_effectiveness"]),
    ],
)
def test_a_subject_is_known_by_its_words(text: str, subjects: list[str]) -> None:
    assert set(subjects_of(text)) >= set(subjects)
    assert subjects_of(text)[:1] == subjects[:1]


def test_a_word_of_a_list_stands_for_its_question() -> None:
    assert subject_of_word("Side  Effects") == "ask_side_effects"
    assert subject_of_word("knees") is None
