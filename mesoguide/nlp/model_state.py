"""Keeps fitted models as plain arrays and JSON, never as pickled code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.message_features import VIEWS, MessageFeatures

ARRAYS_SUFFIX, VALUES_SUFFIX = ".npz", ".json"
_WORDS = "words"


@dataclass(frozen=True)
class ModelState:
    """Everything that a fitted model needs to be built again.

    Attributes:
        arrays: its numbers by name.
        values: whatever JSON can hold, by name.
    """

    arrays: Mapping[str, NDArray[Any]]
    values: Mapping[str, Any]

    def features(self) -> MessageFeatures:
        """Return the features that :func:`state_with_features` added."""
        idf = {view: self.arrays[f"idf_{view}"] for view in VIEWS}
        return MessageFeatures.from_state(self.values[_WORDS], idf)


def state_with_features(
    features: MessageFeatures, arrays: Mapping[str, NDArray[Any]], values: Mapping[str, Any]
) -> ModelState:
    """Return the state of a model together with that of its features."""
    words, weights = features.to_state()
    idf = {f"idf_{view}": numbers for view, numbers in weights.items()}
    return ModelState({**arrays, **idf}, {**values, _WORDS: words})


def write_state(state: ModelState, folder: Path, name: str) -> None:
    """Write a state into two files of a folder."""
    np.savez(folder / f"{name}{ARRAYS_SUFFIX}", **state.arrays)
    text = json.dumps(dict(state.values))
    (folder / f"{name}{VALUES_SUFFIX}").write_text(text, encoding="utf-8")


@contextmanager
def reading_state(folder: Path, name: str) -> Iterator[ModelState]:
    """Read a state that :func:`write_state` wrote; build the model inside the ``with`` block.

    Raises:
        IntentModelCorrupt: if a file is missing, or the state is not the model's.
    """
    try:
        values = json.loads((folder / f"{name}{VALUES_SUFFIX}").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}{ARRAYS_SUFFIX}", allow_pickle=False) as arrays:
            state = ModelState(dict(arrays.items()), values)
        yield state
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise IntentModelCorrupt(
            f"the model {name} in {folder} cannot be read ({error}); train again: mesoguide train"
        ) from error
