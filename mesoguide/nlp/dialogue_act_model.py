"""The dialogue-act model: what a message does to the conversation, whatever it may ask.

It learns from the same features as the intent model, with one decision between the acts and
``none``. A message is judged whole and as typed: "not hair, my thighs" mends what was understood,
while the intent model leaves out what is denied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mesoguide.nlp.dialogue_act_messages import NONE
from mesoguide.nlp.linear_decision import LinearDecision, Scores, probabilities
from mesoguide.nlp.message_features import MessageFeatures
from mesoguide.nlp.model_state import reading_state, state_with_features, write_state
from mesoguide.nlp.prepared_message import Piece, general_form
from mesoguide.nlp.quick_margins import QuickMargins

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME = "dialogue_act_model"


@dataclass(frozen=True)
class DialogueAct:
    """What a message does, and how sure that is, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True)
class DialogueActModel:
    """The decision with its features.

    Attributes:
        labels: the acts and ``none``, in alphabetical order.
    """

    labels: list[str]
    features: MessageFeatures
    decision: LinearDecision

    @classmethod
    def fit(cls, pieces: Sequence[Piece], acts: Sequence[str]) -> DialogueActModel:
        """Learn from messages and their acts, of which ``none`` must be one.

        Raises:
            ValueError: if there is no ``none``, or fewer than two acts beside it.
        """
        labels = sorted(set(acts))
        if NONE not in labels or len(labels) < 3:
            raise ValueError(f"training needs two acts and {NONE!r}, and found {labels}")
        features, matrix = MessageFeatures.fit_transform(pieces)
        decision = LinearDecision.fit(matrix, acts)
        return cls(labels, features, decision)

    def predict_proba(self, pieces: Sequence[Piece]) -> Scores:
        """Return the probability of each label, shape [messages, labels]."""
        return probabilities(self.decision.margins(self.features.transform(pieces)))

    def act_of(self, piece: Piece, threshold: float) -> DialogueAct:
        """Return the act of one message; below the threshold it is ``none``."""
        row = probabilities(self._quick(piece)[None])[0]
        best = int(row.argmax())
        if row[best] < threshold:
            best = self.labels.index(NONE)
        return DialogueAct(self.labels[best], float(row[best]))

    @cached_property
    def _quick(self) -> QuickMargins:
        return QuickMargins.of(self.features, self.decision)


def whole_message(doc: Doc, vector: Scores) -> Piece:
    """Return a parsed message as the model sees it: whole, with what it denies."""
    return Piece(wording=doc.text.lower(), general=general_form(doc), vector=vector)


def save_dialogue_act_model(model: DialogueActModel, folder: Path) -> None:
    """Write a fitted model into a folder."""
    arrays = {"weights": model.decision.weights, "bias": model.decision.bias}
    state = state_with_features(model.features, arrays, {"labels": model.labels})
    write_state(state, folder, NAME)


def load_dialogue_act_model(folder: Path) -> DialogueActModel:
    """Read a model that :func:`save_dialogue_act_model` wrote.

    Raises:
        IntentModelCorrupt: if a file is missing or holds something else.
    """
    with reading_state(folder, NAME) as state:
        return DialogueActModel(
            labels=state.values["labels"],
            features=state.features(),
            decision=LinearDecision(state.arrays["weights"], state.arrays["bias"]),
        )
