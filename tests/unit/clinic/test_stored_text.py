"""Visitors' text is made fit for databases and terminals, and questions comparable."""

from __future__ import annotations

import pytest

from mesoguide.clinic.stored_text import (
    LONGEST_TEXT,
    compared_question,
    stored_labels,
    stored_line,
    stored_text,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("  two\nlines \t ", "two\nlines"),
        ("a\x00b\x1b[31mc\x9bd", "a b [31mc d"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("half \ud83d pair", "half  pair"),
        ("José 李明 👩\u200d⚕️", "José 李明 👩\u200d⚕️"),
        ("", None),
        ("\x00\u202e \n", None),
        (None, None),
    ],
    ids=ascii,
)
def test_text_is_stripped_of_what_harms(text: str | None, kept: str | None) -> None:
    assert stored_text(text) == kept


def test_long_text_is_cut() -> None:
    assert stored_text("x" * 50_000) == "x" * LONGEST_TEXT
    assert stored_text("abcdef", longest=3) == "abc"


def test_line_has_single_spaces() -> None:
    assert stored_line(" Anna\n  Smith\t") == "Anna Smith"


def test_labels_are_few_and_short() -> None:
    labels = stored_labels([" a ", "", "\x00", *("b" * 500 for _ in range(99))])

    assert labels[0] == "a"
    assert len(labels) == 20
    assert {len(label) for label in labels} == {1, 120}


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("Do you treat horses?", "do you treat horses"),
        (" DO  you\ntreat HORSES ?! ", "do you treat horses"),
        ("Straße\u2026", "strasse"),
        ("\uff26\uff35\uff2c\uff2c width\uff1f", "full width"),
        ("is 3.5 ok?", "is 3.5 ok"),
        ("???", "???"),
    ],
)
def test_questions_are_compared_without_case_spaces_and_end_marks(
    question: str, compared: str
) -> None:
    assert compared_question(question) == compared
