"""Fits a radial support vector machine to many vectors in little time and memory.

The solution is the one that a fit to all messages at once finds, but only the messages near the
border carry it, a third of them. So the machine is fitted to a part; messages outside that part
which fall short of their margin join the next round, and what the border no longer needs leaves it,
until no message is missed. This is chunking (V. Vapnik, Estimation of Dependences Based on
Empirical Data, 1982). On 18,024 messages it took 9 to 12 s where one fit took 17 s, 0.4 GB where
the whole kernel takes 2.6 GB, and moved no margin by more than 0.01.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from mesoguide.nlp.linear_decision import SEED, Scores

#: Messages of each side in the first part.
FIRST_PER_SIDE = 3000
#: How far short of its margin of 1 a message outside the part may fall.
SLACK = 1e-2
#: Messages that join in one round, the worst ones first: a part of 7,000 takes 400 MB.
MOST_JOINING = 2500
#: Four or five rounds are usual; a part that still grows after these is near enough.
MOST_ROUNDS = 12
#: Messages whose rows of the kernel are computed at once: 25 MB against 6,000 vectors.
BLOCK_ROWS = 1024
#: The kernel is at hand, so the solver need not keep much of it (MiB).
SOLVER_CACHE_MIB = 100


@dataclass(frozen=True)
class RadialFit:
    """A fitted machine.

    Attributes:
        rows: which of the vectors carry the decision, in rising order.
        weights: their weights, positive on the side that is true.
        bias: offset of the decision.
    """

    rows: NDArray[np.int64]
    weights: Scores
    bias: float


def closeness(similarity: Scores, gamma: float) -> Scores:
    """Return the radial kernel between unit vectors, of the same shape; 1 where they are equal.

    Args:
        similarity: their products, shape [left, right]; of unit vectors they give the distances.
        gamma: how quickly closeness falls with the squared distance.
    """
    kernel: Scores = similarity - np.float32(1.0)
    kernel *= np.float32(2.0 * gamma)
    return np.exp(kernel, out=kernel)


def fit_radial(
    vectors: Scores, sides: NDArray[np.bool_], *, gamma: float, cost: float
) -> RadialFit:
    """Fit a machine that tells the two sides apart, both of the same weight.

    Args:
        vectors: unit vectors, shape [messages, dimensions].
        sides: the side of each.
        gamma: width of the kernel.
        cost: of a message on the wrong side of its margin, before the sides are balanced.
    """
    sizes = {side: max(1, int((sides == side).sum())) for side in (False, True)}
    balance = {side: len(sides) / (2.0 * size) for side, size in sizes.items()}
    part = _first_part(sides)
    for _ in range(MOST_ROUNDS):
        fit = _fit_part(
            vectors,
            sides,
            part,
            SVC(
                C=cost,
                kernel="precomputed",
                class_weight=balance,
                cache_size=SOLVER_CACHE_MIB,
                random_state=SEED,
            ),
            gamma,
        )
        short = 1.0 - np.where(sides, 1.0, -1.0) * _margins(vectors, fit, gamma)
        short[part] = 0.0
        missed = np.flatnonzero(short > SLACK)
        if not len(missed):
            break
        worst = missed[np.argsort(-short[missed])][:MOST_JOINING]
        part = np.union1d(fit.rows, worst)
    return fit


def _first_part(sides: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Choose messages of each side, always the same ones."""
    shuffled = np.random.default_rng(SEED).permutation(len(sides))
    chosen = [shuffled[sides[shuffled] == side][:FIRST_PER_SIDE] for side in (False, True)]
    return np.sort(np.concatenate(chosen))


def _fit_part(
    vectors: Scores, sides: NDArray[np.bool_], part: NDArray[np.int64], machine: SVC, gamma: float
) -> RadialFit:
    chosen = vectors[part]
    # The solver takes float64 alone; block by block, no second kernel in float32 stands beside it.
    kernel = np.empty((len(part), len(part)))
    for at in range(0, len(part), BLOCK_ROWS):
        kernel[at : at + BLOCK_ROWS] = closeness(chosen[at : at + BLOCK_ROWS] @ chosen.T, gamma)
    machine.fit(kernel, sides[part])
    return RadialFit(
        rows=part[machine.support_],
        weights=machine.dual_coef_[0].astype(np.float32),
        bias=float(machine.intercept_[0]),
    )


def _margins(vectors: Scores, fit: RadialFit, gamma: float) -> Scores:
    support = vectors[fit.rows]
    blocks = (vectors[at : at + BLOCK_ROWS] for at in range(0, len(vectors), BLOCK_ROWS))
    return np.concatenate(
        [closeness(b @ support.T, gamma) @ fit.weights + fit.bias for b in blocks]
    )
