"""Samples of the training messages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.sampling import (
    LEAST_OF_AN_INTENT,
    Example,
    mixed,
    shortest,
    stratified,
    write_training_messages,
)

EXAMPLES = [
    Example(intent, f"{intent} {number}")
    for intent, count in (("often", 160), ("seldom", 32), ("once", 1))
    for number in range(count)
]


def test_sample_keeps_each_intents_share() -> None:
    counts = Counter(example.intent for example in stratified(EXAMPLES, 1 / 16))

    assert counts == {"often": 10, "seldom": 2, "once": 1}


def test_rare_intent_keeps_enough_to_be_told_apart() -> None:
    few = [Example("rare", str(number)) for number in range(4)]

    assert len(stratified(few, 1 / 16)) == LEAST_OF_AN_INTENT


@given(st.floats(0.01, 1), st.floats(0.01, 1))
def test_smaller_sample_lies_within_the_larger(one: float, other: float) -> None:
    small, large = sorted((one, other))

    assert set(stratified(EXAMPLES, small)) <= set(stratified(EXAMPLES, large))


def test_whole_sample_is_everything() -> None:
    assert sorted(stratified(EXAMPLES, 1)) == sorted(EXAMPLES)


@pytest.mark.parametrize("fraction", [0, -0.5, 1.01])
def test_impossible_part_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="more than 0 and at most 1"):
        stratified(EXAMPLES, fraction)


def test_mixed_messages_are_as_many_of_each_intent() -> None:
    said = mixed(EXAMPLES, ("often", "seldom"))

    assert Counter(text.split()[0] for text in said) == {"often": 32, "seldom": 32}


def test_mixed_messages_come_in_the_same_order_every_time() -> None:
    assert mixed(EXAMPLES, ("often", "seldom")) == mixed(EXAMPLES, ("often", "seldom"))


def test_shortest_messages_are_those_of_the_intent() -> None:
    assert shortest(EXAMPLES, "often", 2) == ["often 0", "often 1"]


def test_written_messages_are_read_back_as_they_were(tmp_path: Path) -> None:
    odd = [Example("ask", 'does: it "hurt"? # really'), Example("ask", "é " + "long " * 60 + "end")]

    write_training_messages(tmp_path / "data" / "nlu.yml", odd)

    (entry,) = yaml.safe_load((tmp_path / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    assert entry["intent"] == "ask"
    assert [line[2:] for line in entry["examples"].splitlines()] == [each.text for each in odd]
