"""Turns prepared messages into numbers: weighted n-grams beside the sentence vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from mesoguide.nlp.prepared_message import Piece

#: The three n-gram views: which form of the text, and how it is cut.
VIEWS: dict[str, dict[str, Any]] = {
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 3},
    "words": {"ngram_range": (1, 2), "min_df": 2, "token_pattern": r"(?u)\b\w+\b|[^\w\s]"},
    "general": {"ngram_range": (1, 3), "min_df": 2, "token_pattern": r"\S+", "lowercase": False},
}
#: Weight of the sentence vector beside the n-grams, whose rows have unit length each.
VECTOR_WEIGHT = 2.0


@dataclass(frozen=True)
class MessageFeatures:
    """Fitted n-gram vocabularies."""

    vectorizers: dict[str, TfidfVectorizer]

    @classmethod
    def fit_transform(cls, pieces: Sequence[Piece]) -> tuple[MessageFeatures, csr_matrix]:
        """Learn the vocabularies and weights, and return them with the messages' own features.

        Together, because counting the n-grams is most of the work of either.
        """
        fitted, blocks = {}, []
        for view, options in VIEWS.items():
            vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
            blocks.append(vectorizer.fit_transform(_texts(view, pieces)))
            fitted[view] = vectorizer
        return cls(fitted), _joined(blocks, pieces)

    def transform(self, pieces: Sequence[Piece]) -> csr_matrix:
        """Return the features, shape [messages, n-grams + 384]."""
        blocks = [v.transform(_texts(view, pieces)) for view, v in self.vectorizers.items()]
        return _joined(blocks, pieces)

    def to_state(self) -> tuple[dict[str, list[str]], dict[str, NDArray[np.float32]]]:
        """Return the vocabularies, in the order of their columns, and the weights."""
        words = {
            view: sorted(v.vocabulary_, key=v.vocabulary_.__getitem__)
            for view, v in self.vectorizers.items()
        }
        weights = {view: v.idf_.astype(np.float32) for view, v in self.vectorizers.items()}
        return words, weights

    @classmethod
    def from_state(
        cls, words: dict[str, list[str]], weights: dict[str, NDArray[np.float32]]
    ) -> MessageFeatures:
        """Restore what :meth:`to_state` returned."""
        restored = {}
        for view, options in VIEWS.items():
            vectorizer = TfidfVectorizer(
                sublinear_tf=True,
                dtype=np.float32,
                vocabulary={word: column for column, word in enumerate(words[view])},
                **options,
            )
            vectorizer.idf_ = weights[view].astype(np.float32)
            restored[view] = vectorizer
        return cls(restored)


def _joined(blocks: Sequence[csr_matrix], pieces: Sequence[Piece]) -> csr_matrix:
    """Return the n-grams beside the sentence vectors, each row in the order of its columns."""
    vectors = np.stack([piece.vector for piece in pieces]) * VECTOR_WEIGHT
    # One stray float64 would make every decision copy its weights, 35 MB, for each message.
    joined = hstack([*blocks, csr_matrix(vectors)], format="csr", dtype=np.float32)
    joined.sort_indices()
    return joined


def _texts(view: str, pieces: Sequence[Piece]) -> list[str]:
    return [piece.general if view == "general" else piece.wording for piece in pieces]
