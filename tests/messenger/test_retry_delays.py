"""How long a message waits for its next try."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mesoguide.messenger.retry_delays import MOST_ASKED_SECONDS, MOST_SECONDS, delay

chances = st.floats(min_value=0, max_value=1)


@given(st.integers(min_value=0, max_value=10_000), chances)
def test_wait_is_never_long_nor_nothing(attempts: int, chance: float) -> None:
    assert 0.5 <= delay(attempts, chance=lambda: chance).total_seconds() <= MOST_SECONDS


@given(st.integers(min_value=1, max_value=5), chances)
def test_later_tries_wait_no_less(attempts: int, chance: float) -> None:
    assert delay(attempts + 1, chance=lambda: chance) >= delay(attempts, chance=lambda: chance)


@given(st.floats(min_value=0, max_value=MOST_ASKED_SECONDS))
def test_what_meta_asks_for_is_kept(asked: float) -> None:
    assert delay(1, asked_seconds=asked).total_seconds() >= asked - 0.001


def test_meta_cannot_ask_for_days() -> None:
    assert delay(1, asked_seconds=1e9).total_seconds() <= MOST_ASKED_SECONDS


def test_two_people_do_not_come_back_together() -> None:
    assert len({delay(4) for _ in range(20)}) > 10
