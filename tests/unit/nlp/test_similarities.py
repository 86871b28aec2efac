"""Products with the training vectors."""

from __future__ import annotations

import numpy as np
import pytest

from mesoguide.nlp.similarities import (
    MOST_ROWS,
    PAIRS_A_BLOCK,
    STRIDE,
    nearness,
    similarities,
)

DIMENSIONS = 12


@pytest.mark.parametrize("known", [0, 1, PAIRS_A_BLOCK - 1, PAIRS_A_BLOCK, PAIRS_A_BLOCK + 1, 5000])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, MOST_ROWS, MOST_ROWS + 1])
def test_products_are_those_of_one_multiplication(count: int, known: int) -> None:
    random = np.random.default_rng(count)
    vectors = random.standard_normal((count, DIMENSIONS)).astype(np.float32)
    others = random.standard_normal((known, DIMENSIONS)).astype(np.float32)

    found = similarities(vectors, others)

    assert found.shape == (count, known)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, vectors @ others.T, atol=1e-5)


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("known", [1, 4, STRIDE, 5 * STRIDE, 5 * STRIDE + 1, 40 * STRIDE + 7])
def test_nearness_is_the_mean_of_the_highest(known: int, count: int) -> None:
    similarity = np.random.default_rng(known).random((3, known)).astype(np.float32)
    # A tie, and the highest of all in the stretch that is not whole.
    similarity[1] = 0.5
    similarity[2, -1] = 2

    wanted = np.sort(similarity, axis=1)[:, -count:].mean(axis=1)

    np.testing.assert_allclose(nearness(similarity, count), wanted, rtol=1e-6)


def test_nearness_to_nothing_is_zero() -> None:
    assert list(nearness(np.zeros((2, 0), np.float32), 3)) == [0, 0]
