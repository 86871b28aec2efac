"""A second view of alarms: whether the nearest training messages are emergencies and crises.

The linear decision hears single words: "the nurse draws it up from three little bottles" is an
emergency to it, and far from every emergency that it has learnt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mesoguide.nlp.linear_decision import Scores
from mesoguide.nlp.similarities import nearness

#: Nearest messages of each side that are looked at.
NEIGHBOURS = 3
#: Weight of the difference in mean similarity beside the logarithm of the odds. In five-fold
#: cross-validation on 23,046 messages, at thresholds that find 18 of the 24 emergencies without any
#: word for them, it leaves 31 false alarms of 20,738 messages where the odds alone leave 44 to 52.
WEIGHT = 6.0
#: Keeps the logarithm of the odds finite.
_LEAST = 1e-6


def alarm_nearness(inside: Scores, outside: Scores, alarms: NDArray[np.bool_]) -> Scores:
    """Return how much nearer each message is to alarms than to anything else, from -1 to 1.

    Args:
        inside: similarity to the in-scope training messages, shape [messages, inside].
        outside: similarity to the others, shape [messages, outside].
        alarms: which of the in-scope ones are alarms, shape [inside].
    """
    others = np.hstack([inside, outside])
    others[:, : len(alarms)][:, alarms] = -1
    return nearness(inside[:, alarms], NEIGHBOURS) - nearness(others, NEIGHBOURS)


def weighed(probability: float, nearness: float) -> float:
    """Return the probability of an alarm with what its neighbours say."""
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    odds = bounded / (1 - bounded) * np.exp(WEIGHT * nearness)
    return float(odds / (1 + odds))
