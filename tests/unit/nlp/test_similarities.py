"""Products with the training vectors."""

from __future__ import annotations

import numpy as np
import pytest

from mesoguide.nlp.similarities import MOST_ROWS, PAIRS_A_BLOCK, similarities

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
