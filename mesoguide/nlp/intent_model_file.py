"""Keeps a fitted intent model as plain arrays and JSON, never as pickled code."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.intent_model import IntentModel
from mesoguide.nlp.linear_decision import LinearDecision
from mesoguide.nlp.message_features import VIEWS, MessageFeatures
from mesoguide.nlp.scope_model import ScopeModel
from mesoguide.nlp.spelling_corrector import SpellingCorrector

ARRAYS_FILE = "intent_model.npz"
WORDS_FILE = "intent_model.json"
CORRECTOR_FILE = "spelling_corrector.json"


def save_intent_model(model: IntentModel, folder: Path) -> None:
    """Write a fitted model into a folder."""
    words, weights = model.features.to_state()
    scope = model.scope
    np.savez(
        folder / ARRAYS_FILE,
        intent_weights=model.intents.weights,
        intent_bias=model.intents.bias,
        scope_weights=scope.linear.weights,
        scope_bias=scope.linear.bias,
        support=scope.support,
        support_weights=scope.support_weights,
        inside=scope.inside,
        outside=scope.outside,
        **{f"idf_{view}": values for view, values in weights.items()},
    )
    state = {
        "labels": model.labels,
        "words": words,
        "support_bias": scope.support_bias,
        "gamma": scope.gamma,
    }
    (folder / WORDS_FILE).write_text(json.dumps(state), encoding="utf-8")


def load_intent_model(folder: Path) -> IntentModel:
    """Read a model that :func:`save_intent_model` wrote.

    Raises:
        IntentModelCorrupt: if a file is missing or holds something else.
    """
    try:
        state = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS_FILE, allow_pickle=False) as arrays:
            values = dict(arrays.items())
        idf = {view: values[f"idf_{view}"] for view in VIEWS}
        return IntentModel(
            labels=state["labels"],
            features=MessageFeatures.from_state(state["words"], idf),
            intents=LinearDecision(values["intent_weights"], values["intent_bias"]),
            scope=ScopeModel(
                linear=LinearDecision(values["scope_weights"], values["scope_bias"]),
                support=values["support"],
                support_weights=values["support_weights"],
                support_bias=state["support_bias"],
                gamma=state["gamma"],
                inside=values["inside"],
                outside=values["outside"],
            ),
        )
    except (OSError, ValueError, KeyError) as error:
        raise IntentModelCorrupt(
            f"the intent model in {folder} cannot be read ({error}); train again: mesoguide train"
        ) from error


def save_corrector(corrector: SpellingCorrector, folder: Path) -> None:
    """Write the words of a corrector into a folder."""
    state = {"targets": corrector.targets, "commonness": corrector.commonness}
    (folder / CORRECTOR_FILE).write_text(json.dumps(state), encoding="utf-8")


def load_corrector(folder: Path) -> SpellingCorrector:
    """Read what :func:`save_corrector` wrote.

    Raises:
        IntentModelCorrupt: if the file is missing or holds something else.
    """
    try:
        state = json.loads((folder / CORRECTOR_FILE).read_text(encoding="utf-8"))
        return SpellingCorrector(tuple(state["targets"]), state["commonness"])
    except (OSError, ValueError, KeyError) as error:
        raise IntentModelCorrupt(
            f"the corrector in {folder} cannot be read ({error}); train again: mesoguide train"
        ) from error
