"""Whether the nearest training messages are alarms."""

from __future__ import annotations

import numpy as np
import pytest

from mesoguide.nlp.alarm_nearness import alarm_nearness, weighed

#: Two alarms and two other messages in scope, and one out of scope.
ALARMS = np.array([True, False, True, False])


def nearness(inside: list[float], outside: list[float]) -> float:
    rows = (np.array([values], np.float32) for values in (inside, outside))
    return float(alarm_nearness(*rows, ALARMS)[0])


def test_message_among_alarms_is_nearer_to_them() -> None:
    assert nearness([0.9, 0.1, 0.8, 0.2], [0.3]) == pytest.approx(0.85 - 0.2)


def test_message_among_others_is_farther_from_alarms() -> None:
    assert nearness([0.1, 0.9, 0.1, 0.8], [0.1]) < 0


def test_messages_out_of_scope_count_as_others() -> None:
    assert nearness([0.5, 0.0, 0.5, 0.0], [0.9]) < nearness([0.5, 0.0, 0.5, 0.0], [0.0])


def test_model_without_alarms_has_no_nearness_to_them() -> None:
    inside, outside = np.zeros((2, 4), np.float32), np.zeros((2, 1), np.float32)

    assert list(alarm_nearness(inside, outside, np.zeros(4, np.bool_))) == [0, 0]


@pytest.mark.parametrize("probability", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_neighbours_move_a_probability_their_way(probability: float) -> None:
    assert weighed(probability, -0.2) <= weighed(probability, 0) <= weighed(probability, 0.2)
    assert weighed(probability, 0) == pytest.approx(probability, abs=1e-5)
    assert 0 <= weighed(probability, -1) <= weighed(probability, 1) <= 1
