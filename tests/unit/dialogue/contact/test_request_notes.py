"""Tests of reading what staff are to be told beside the topic."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.contact.request_notes import (
    MAX_NOTE_CHARACTERS,
    gives_note,
    split_note,
    with_note,
)


@pytest.mark.parametrize(
    ("text", "note", "rest"),
    [
        (
            "add a note that I use a stick. it's for my thighs",
            "I use a stick",
            "it's for my thighs",
        ),
        (
            "my hands, and let them know I have a latex allergy",
            "I have a latex allergy",
            "my hands",
        ),
        ("put my bad hip in the notes please", "my bad hip", ""),
        ("put in that he is hard of hearing", "he is hard of hearing", ""),
        ("please mention my pacemaker", "my pacemaker", ""),
        ("tell the nurse I faint easily", "I faint easily", ""),
        ("make a note of my bad knee too", "my bad knee", ""),
        ("they should know about my heart", "my heart", ""),
    ],
)
def test_a_note_is_read_and_the_rest_stays(text: str, note: str, rest: str) -> None:
    assert split_note(text) == (note, rest)


@pytest.mark.parametrize(
    "text",
    [
        "tell them it",
        "note it down please",
        "put me down as Anna",
        "put the number 07700 900123 on the form",
        "can you tell me about pain",
        "put wrinkles",
    ],
)
def test_a_detail_or_a_question_is_no_note(text: str) -> None:
    assert split_note(text) == (None, text)
    assert not gives_note(text)


def test_notes_are_kept_one_after_the_other_and_each_once() -> None:
    both = with_note(with_note(None, "a wheelchair"), "a latex allergy")
    assert both == "a wheelchair; a latex allergy"
    assert with_note(both, "a latex allergy") == both


def test_a_long_note_is_cut_between_words() -> None:
    note, _ = split_note("tell them that " + "very long words " * 9)
    assert note is not None
    assert len(note) <= MAX_NOTE_CHARACTERS
    assert not note.endswith("wor")
