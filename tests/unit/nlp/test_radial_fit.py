"""Fitted part by part, the radial machine is the one that a single fit finds."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.svm import SVC

from mesoguide.nlp import radial_fit
from mesoguide.nlp.linear_decision import Scores
from mesoguide.nlp.radial_fit import closeness, fit_radial

GAMMA, COST = 6.0, 10.0


@pytest.fixture
def vectors() -> Scores:
    """Unit vectors in a few dimensions."""
    drawn = np.random.default_rng(3).normal(size=(900, 6)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def sides(vectors: Scores) -> np.ndarray:
    """One side a fifth of the other, with some messages on the wrong one."""
    noise = np.random.default_rng(4).normal(scale=0.15, size=len(vectors))
    return np.asarray(vectors[:, 0] * vectors[:, 1] + noise < 0.25)


def test_closeness_is_the_radial_kernel(vectors: Scores) -> None:
    left, right = vectors[:5].astype(float), vectors[5:9].astype(float)
    squared = ((left[:, None] - right[None]) ** 2).sum(axis=2)

    kernel = closeness(vectors[:5] @ vectors[5:9].T, GAMMA)

    np.testing.assert_allclose(kernel, np.exp(-GAMMA * squared), rtol=1e-4)


@pytest.mark.parametrize("first", [3000, 60])
def test_the_parts_lead_to_the_solution_of_one_fit(
    vectors: Scores, sides: np.ndarray, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(radial_fit, "FIRST_PER_SIDE", first)
    single = SVC(C=COST, gamma=GAMMA, class_weight="balanced").fit(vectors.astype(float), sides)

    fit = fit_radial(vectors, sides, gamma=GAMMA, cost=COST)

    support = vectors[fit.rows]
    margins = closeness(vectors @ support.T, GAMMA) @ fit.weights + fit.bias
    # As far apart as two solvers may be that stop at 1e-3 and at the slack.
    np.testing.assert_allclose(
        margins, single.decision_function(vectors.astype(float)), atol=2 * radial_fit.SLACK
    )
    assert len(fit.rows) < len(vectors)
