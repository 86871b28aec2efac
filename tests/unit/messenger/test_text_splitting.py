"""Texts are cut where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoguide.messenger.text_splitting import (
    length,
    sendable,
    shortened,
    split_off_end,
    split_text,
)


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("One. Two. Three.", 10, ["One. Two.", "Three."]),
        ("One two three.\nFour.", 17, ["One two three.", "Four."]),
        ("See Dr. Silva. Then go.", 15, ["See Dr. Silva.", "Then go."]),
        ("It hurts (a bit.) Then not.", 18, ["It hurts (a bit.)", "Then not."]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("short", 10, ["short"]),
        (" \n ", 10, []),
        ("\U0001f600\U0001f600", 3, ["\U0001f600", "\U0001f600"]),
    ],
    ids=["sentence", "line", "title", "bracket", "word", "none", "fits", "empty", "emoji"],
)
def test_text_is_cut_at_the_best_pause(text: str, limit: int, pieces: list[str]) -> None:
    assert split_text(text, limit) == pieces


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_pieces_fit_and_only_spaces_are_lost(text: str, limit: int) -> None:
    pieces = split_text(text, limit)

    assert [piece for piece in pieces if not 0 < length(piece) <= limit] == []
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_end_fits_and_only_spaces_are_lost(text: str, limit: int) -> None:
    ahead, end = split_off_end(text, limit)

    assert length(end) <= limit
    assert bool(end) == bool(text.strip())
    assert "".join((ahead + end).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "ahead", "end"),
    [
        ("All of it.", "", "All of it."),
        ("A long first part.\n\nThe end.", "A long first part.", "The end."),
        ("First one. Second one. Third.", "First one.", "Second one. Third."),
    ],
    ids=["fits", "paragraph", "sentences"],
)
def test_end_begins_where_a_thought_does(text: str, ahead: str, end: str) -> None:
    assert split_off_end(text, 20) == (ahead, end)


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Does it hurt?", "Does it hurt?"),
        ("Getting back to normal life", "Getting back to\u2026"),
        ("Aftercare, and what else to do", "Aftercare, and what\u2026"),
        ("Electromesotherapeutically", "Electromesotherapeu\u2026"),
    ],
    ids=["fits", "word", "no-comma-at-the-end", "one-long-word"],
)
def test_title_is_cut_after_a_word(title: str, cut: str) -> None:
    assert shortened(title, 20) == cut


@given(st.text(min_size=1), st.integers(min_value=3, max_value=30))
def test_shortened_title_fits(title: str, limit: int) -> None:
    assert length(shortened(title, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "sent"),
    [("a\x00b\x1fc", "abc"), ("a\n\tb", "a\n\tb"), (" a ", "a"), ("x\ud83d", "x\ufffd")],
    ids=["control", "layout", "ends", "half"],
)
def test_what_cannot_be_sent_is_left_out(text: str, sent: str) -> None:
    assert sendable(text) == sent
