"""The products of a few vectors with all training vectors, which are most of a decision's cost."""

from __future__ import annotations

import numpy as np

from mesoguide.nlp.linear_decision import Scores

#: Vectors beyond which one plain product is the quicker way.
MOST_ROWS = 32
#: Products of this many pairs go through the multiplication that OpenBLAS has for small matrices;
#: for larger ones it copies the training vectors first. With 20,000 training vectors of 384 numbers
#: on one core, two to six vectors take 1.3 to 1.8 ms in blocks and 3.0 to 3.9 ms at once.
PAIRS_A_BLOCK = 2048
#: Similarities of which only the highest is looked at first when the nearest are sought.
STRIDE = 64


def similarities(vectors: Scores, known: Scores) -> Scores:
    """Return the product of each vector with each known one, shape [vectors, known].

    Args:
        vectors: shape [vectors, dimensions].
        known: shape [known, dimensions].
    """
    count = len(vectors)
    if not 0 < count <= MOST_ROWS:
        return np.asarray(vectors @ known.T, dtype=np.float32)
    result = np.empty((count, len(known)), np.float32)
    columns = np.ascontiguousarray(vectors.T)
    rows = PAIRS_A_BLOCK // count
    for start in range(0, len(known), rows):
        result[:, start : start + rows] = (known[start : start + rows] @ columns).T
    return result


def nearness(similarity: Scores, count: int) -> Scores:
    """Return the mean of the highest similarities in each row, shape [rows].

    Nothing below the least of the ``count`` highest peaks of short stretches
    can be among the nearest: a quarter of the time that a whole row takes.

    Args:
        similarity: shape [rows, known].
        count: how many; all, if there are fewer. A row of none has 0.
    """
    count = min(count, similarity.shape[1])
    if count == 0:
        return np.zeros(len(similarity), np.float32)
    return np.array([_highest(row, count).mean() for row in similarity], np.float32)


def _highest(row: Scores, count: int) -> Scores:
    whole = len(row) - len(row) % STRIDE
    peaks = row[:whole].reshape(-1, STRIDE).max(axis=1)
    if len(peaks) > count:
        row = row[row >= np.partition(peaks, -count)[-count]]
    return np.partition(row, -count)[-count:]
