"""People who chat, against answers as the servers give them."""

from __future__ import annotations

from itertools import islice

import pytest

from benchmarks.people import (
    OPENINGS,
    Crowd,
    NoAnswerError,
    Turn,
    answer_of_lines,
    endless,
    of_kind,
)


def test_widget_answer_is_the_text_of_its_messages() -> None:
    lines = (
        '{"type": "message", "text": "one"}\n{"type": "message", "text": "two"}\n{"type": "end"}\n'
    )

    assert answer_of_lines(lines) == "one\ntwo"


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "not json",
        '{"type": "end"}',
        '{"type": "message", "text": "one"}',
        '{"type": "message", "text": "one"}\n{"type": "error"}\n{"type": "end"}',
        '{"code": "too_many"}',
    ],
    ids=["empty", "no json", "nothing said", "no end", "failed half-way", "refused"],
)
def test_failed_answer_is_no_quick_answer(lines: str) -> None:
    with pytest.raises(NoAnswerError):
        answer_of_lines(lines)


def test_messages_differ_until_every_opening_was_used() -> None:
    said = list(islice(endless(["does it hurt", "how long"]), 2 * len(OPENINGS)))

    assert len(set(said)) == len(said)
    assert all(message.endswith(("does it hurt", "how long")) for message in said)


def test_only_answers_of_the_kind_count() -> None:
    turns = [Turn(0.1, "The plan has 3 visits"), Turn(0.2, "Sorry?")]

    assert of_kind(turns, "The plan") == [0.1]
    assert of_kind(turns, None) == [0.1, 0.2]


def test_throughput_counts_answers_and_no_failures() -> None:
    met = Crowd(turn_seconds=[0.5] * 30, failures=10, elapsed_seconds=3.0)

    assert met.messages_a_second == 10.0


def test_crowd_that_never_spoke_has_no_throughput() -> None:
    assert Crowd().messages_a_second == 0.0
