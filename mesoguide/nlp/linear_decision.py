"""A linear decision over sparse features: margins for a few labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

#: Strength of the data against the margin; 0.15 to 1 differ by less than half a point.
REGULARISATION = 1.0
SEED = 42
#: Turns margins into probabilities.
TEMPERATURE = 5.0

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class LinearDecision:
    """A fitted linear support vector machine.

    Attributes:
        weights: shape [labels, features]; a decision between two labels has one row.
        bias: shape [labels].
    """

    weights: Scores
    bias: Scores

    @classmethod
    def fit(
        cls, features: csr_matrix, labels: Sequence[Any] | NDArray[Any], **options: Any
    ) -> LinearDecision:
        """Fit one row of weights for each label, in sorted order of the labels."""
        machine = LinearSVC(C=REGULARISATION, random_state=SEED, **options).fit(features, labels)
        return cls(machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32))

    def margins(self, features: csr_matrix) -> Scores:
        """Return the margins, shape [messages, labels]."""
        return np.asarray(features @ self._columns + self.bias, dtype=np.float32)

    @cached_property
    def _columns(self) -> Scores:
        """The weights with one column a label, laid out so that a message reads few lines."""
        return np.ascontiguousarray(self.weights.T)


def probabilities(margins: Scores) -> Scores:
    """Return the probability of each label from its margin, shape [messages, labels]."""
    scaled = TEMPERATURE * margins
    shifted = np.exp(scaled - scaled.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)
