"""Keeps a fitted intent model and the words of its corrector."""

from __future__ import annotations

import json
from pathlib import Path

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.intent_model import IntentModel
from mesoguide.nlp.linear_decision import LinearDecision
from mesoguide.nlp.model_state import (
    ARRAYS_SUFFIX,
    VALUES_SUFFIX,
    reading_state,
    state_with_features,
    write_state,
)
from mesoguide.nlp.scope_model import ScopeModel
from mesoguide.nlp.spelling_corrector import SpellingCorrector

NAME = "intent_model"
ARRAYS_FILE, WORDS_FILE = f"{NAME}{ARRAYS_SUFFIX}", f"{NAME}{VALUES_SUFFIX}"
CORRECTOR_FILE = "spelling_corrector.json"


def save_intent_model(model: IntentModel, folder: Path) -> None:
    """Write a fitted model into a folder."""
    scope = model.scope
    arrays = {
        "intent_weights": model.intents.weights,
        "intent_bias": model.intents.bias,
        "scope_weights": scope.linear.weights,
        "scope_bias": scope.linear.bias,
        "support": scope.support,
        "support_weights": scope.support_weights,
        "inside": scope.inside,
        "outside": scope.outside,
        "basis": scope.basis,
        "alarms": model.alarms,
    }
    values = {"labels": model.labels, "support_bias": scope.support_bias, "gamma": scope.gamma}
    write_state(state_with_features(model.features, arrays, values), folder, NAME)


def load_intent_model(folder: Path) -> IntentModel:
    """Read a model that :func:`save_intent_model` wrote.

    Raises:
        IntentModelCorrupt: if a file is missing or holds something else.
    """
    with reading_state(folder, NAME) as state:
        arrays, values = state.arrays, state.values
        return IntentModel(
            labels=values["labels"],
            features=state.features(),
            intents=LinearDecision(arrays["intent_weights"], arrays["intent_bias"]),
            scope=ScopeModel(
                linear=LinearDecision(arrays["scope_weights"], arrays["scope_bias"]),
                support=arrays["support"],
                support_weights=arrays["support_weights"],
                support_bias=values["support_bias"],
                gamma=values["gamma"],
                inside=arrays["inside"],
                outside=arrays["outside"],
                basis=arrays["basis"],
            ),
            alarms=arrays["alarms"],
        )


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
