"""The intent model: which question is asked, and whether it is one for us at all.

Two decisions are learnt apart, because they are different questions. A linear support vector
machine over n-grams and the sentence vector tells the in-scope intents from each other; a
:class:`~mesoguide.nlp.scope_model.ScopeModel` tells whether the message is in scope. Measured on
writers whom training had not seen, leaving ``out_of_scope`` out of the first decision was worth one
to two points, the denied clauses 0.4 and the sentences 0.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mesoguide.nlp.alarm_nearness import alarm_nearness
from mesoguide.nlp.linear_decision import LinearDecision, Scores, probabilities
from mesoguide.nlp.message_features import MessageFeatures
from mesoguide.nlp.prepared_message import Piece, PreparedMessage
from mesoguide.nlp.quick_margins import QuickMargins
from mesoguide.nlp.red_flag_decision import ALARMS
from mesoguide.nlp.scope_model import ScopeModel, probability

OUT_OF_SCOPE = "out_of_scope"

#: Weight of the best sentence beside the whole message.
SENTENCE_WEIGHT = 0.5

#: A message with its sentences and clauses has no more pieces, with few exceptions. One by one they
#: take 0.3 ms each; as a matrix 1.3 ms and little more for each (mesoguide/nlp/quick_margins.py).
FEW_PIECES = 8


@dataclass(frozen=True)
class Judgement:
    """What the model says of one message.

    Attributes:
        probabilities: of each label, shape [labels].
        in_scope: of each in-scope intent, given that the message is in scope.
        sentences: of each label for each sentence, shape [sentences, labels]; a message of one
            sentence has none.
        clauses: of each label for each clause that was judged with it, shape [clauses, labels].
        nearness: how much nearer the message is to alarms than to anything else.
        sentence_nearness: the same of each sentence, shape [sentences].
    """

    probabilities: Scores
    in_scope: Scores
    sentences: Scores
    clauses: Scores
    nearness: float
    sentence_nearness: Scores


@dataclass(frozen=True)
class _Views:
    """What both decisions say of pieces.

    Attributes:
        margins: of the in-scope intents, shape [pieces, intents].
        scope: scores of being in scope, shape [pieces].
        nearness: to alarms, shape [pieces].
    """

    margins: Scores
    scope: Scores
    nearness: Scores


@dataclass(frozen=True)
class IntentModel:
    """Both decisions with the features that they share.

    Attributes:
        labels: every intent; ``out_of_scope`` is the last one.
        alarms: which of the in-scope training messages are emergencies or crises, in the order of
            ``scope.inside``.
    """

    labels: list[str]
    features: MessageFeatures
    intents: LinearDecision
    scope: ScopeModel
    alarms: NDArray[np.bool_]

    @classmethod
    def fit(cls, messages: Sequence[PreparedMessage], labels: Sequence[str]) -> IntentModel:
        """Learn from prepared messages and their intents.

        Raises:
            ValueError: if no message is out of scope, or none is in scope.
        """
        wholes = [message.whole for message in messages]
        in_scope = np.array([label != OUT_OF_SCOPE for label in labels])
        if in_scope.all() or not in_scope.any():
            raise ValueError("training needs messages in scope and messages out of scope")
        names = np.array(labels)
        features, matrix = MessageFeatures.fit_transform(wholes)
        # Both fits let go of the interpreter's lock, so two cores work on them at once.
        with ThreadPoolExecutor(max_workers=2) as threads:
            intents = threads.submit(LinearDecision.fit, matrix[in_scope], names[in_scope])
            scope = threads.submit(ScopeModel.fit, matrix, _vectors(wholes), in_scope)
        return cls(
            labels=[*sorted(set(names[in_scope])), OUT_OF_SCOPE],
            features=features,
            intents=intents.result(),
            scope=scope.result(),
            alarms=np.isin(names[in_scope], sorted(ALARMS.values())),
        )

    def predict_proba(self, messages: Sequence[PreparedMessage]) -> Scores:
        """Return the probability of each label, shape [messages, labels]."""
        pieces, owners = _pieces_of(messages)
        views = self._views(pieces)
        return _probabilities(*_of_messages(views, owners, len(messages)))

    def judge(self, message: PreparedMessage, clauses: Sequence[PreparedMessage] = ()) -> Judgement:
        """Return everything that the model says of one message and its sentences.

        Args:
            message: the message.
            clauses: stretches of it that are judged as messages of their own. All at once, because
                reading the vectors of the training messages takes longest, however many are judged.
        """
        messages = [message, *clauses]
        pieces, owners = _pieces_of(messages)
        views = self._views(pieces)
        joined, highest = _of_messages(views, owners, len(messages))
        found = _probabilities(joined, highest)
        first = len(messages)
        sentences = slice(first, first + len(message.sentences))
        return Judgement(
            probabilities=found[0],
            in_scope=probabilities(joined[:1])[0],
            sentences=_probabilities(views.margins[sentences], views.scope[sentences]),
            clauses=found[1:],
            nearness=float(views.nearness[0]),
            sentence_nearness=views.nearness[sentences],
        )

    def _views(self, pieces: Sequence[Piece]) -> _Views:
        """Judge pieces; a sentence that is a clause as well is the same piece, and judged once."""
        distinct = list({id(piece): piece for piece in pieces}.values())
        places = {id(piece): place for place, piece in enumerate(distinct)}
        rows = [places[id(piece)] for piece in pieces]
        views = self._views_of(distinct)
        return _Views(views.margins[rows], views.scope[rows], views.nearness[rows])

    def _views_of(self, pieces: Sequence[Piece]) -> _Views:
        if len(pieces) <= FEW_PIECES:
            linear = np.stack([self._quick(piece) for piece in pieces])
        else:
            matrix = self.features.transform(pieces)
            linear = np.hstack([self.intents.margins(matrix), self.scope.linear.margins(matrix)])
        # The decision on the scope has two labels, and so one margin.
        margins = linear[:, :-1]
        neighbours = self.scope.neighbours(_vectors(pieces))
        return _Views(
            margins,
            self.scope.scores(linear[:, -1], neighbours, margins),
            alarm_nearness(neighbours.inside, neighbours.outside, self.alarms),
        )

    @cached_property
    def _quick(self) -> QuickMargins:
        """Both linear decisions over the same n-grams, for one piece at a time."""
        weights = np.vstack([self.intents.weights, self.scope.linear.weights])
        bias = np.concatenate([self.intents.bias, self.scope.linear.bias])
        return QuickMargins.of(self.features, LinearDecision(weights, bias))


def _pieces_of(messages: Sequence[PreparedMessage]) -> tuple[list[Piece], list[int]]:
    """Return the whole messages, then all sentences, and the number of each one's message."""
    pieces = [message.whole for message in messages]
    owners = list(range(len(messages)))
    for number, message in enumerate(messages):
        pieces += message.sentences
        owners += [number] * len(message.sentences)
    return pieces, owners


def _of_messages(views: _Views, owners: Sequence[int], count: int) -> tuple[Scores, Scores]:
    """Return margins and scores of whole messages, with what their sentences add."""
    return _joined(views.margins, owners, count), _highest(views.scope, owners, count)


def _probabilities(margins: Scores, scope: Scores) -> Scores:
    inside = probability(scope)[:, None]
    return np.hstack([probabilities(margins) * inside, 1 - inside])


def _joined(margins: Scores, owners: Sequence[int], count: int) -> Scores:
    """Return the margins of whole messages, moved towards those of their best sentence."""
    joined = margins[:count].copy()
    best: dict[int, Scores] = {}
    for row in range(count, len(owners)):
        known = best.get(owners[row])
        best[owners[row]] = margins[row] if known is None else np.maximum(known, margins[row])
    for owner, row_margins in best.items():
        whole = joined[owner] + SENTENCE_WEIGHT * row_margins
        joined[owner] = whole / (1 + SENTENCE_WEIGHT)
    return joined


def _highest(scores: Scores, owners: Sequence[int], count: int) -> Scores:
    """Return for each message the highest score of it and its sentences.

    One sentence for us makes a message one for us, whatever stands around it.
    """
    highest = scores[:count].copy()
    np.maximum.at(highest, owners[count:], scores[count:])
    return highest


def _vectors(pieces: Sequence[Piece]) -> Scores:
    return np.stack([piece.vector for piece in pieces])
