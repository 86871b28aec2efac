"""A message as the intent model sees it: wording, general form, vector, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mesoguide.nlp.denied_clauses import without_denied_clauses
from mesoguide.nlp.readable_text import asked_in, readable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from mesoguide.nlp.sentence_encoder import SentenceEncoder
    from mesoguide.nlp.spelling_corrector import SpellingCorrector

#: Kinds that are replaced by their name: "how many visits for CONCERN" is one question for all.
MASKED_KINDS = frozenset({"concern", "body_area", "alternative", "medication", "condition"})
#: A message of more sentences is judged by its first and last ones: the question stands there.
MAX_SENTENCES = 5
MIN_SENTENCE_WORDS = 2

#: "does it hurt and how much is it?": a second question may follow without a full stop.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+|\n+|,?\s+(?:and|also|plus|&)\s+(?=(?:how|what|when|where|who|why|does|do|is|are|"
    r"can|could|will|would|should)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A stretch of text in three forms.

    Attributes:
        wording: the words as typed, in lower case.
        general: base forms, with each concept replaced by the name of its kind.
        vector: sentence vector, shape [384], unit length.
    """

    wording: str
    general: str
    vector: NDArray[np.float32]


#: A text with its parsed form and its sentence vector.
ParsedText = tuple[str, "Doc", NDArray[np.float32]]


@dataclass(frozen=True)
class PreparedMessage:
    """A message and, if it has several, its sentences."""

    whole: Piece
    sentences: tuple[Piece, ...]


class MessagePreparer:
    """Prepares messages with the spaCy pipeline and the sentence encoder.

    With a corrector, misspelt words are mended first. Training messages are taken as they are.
    """

    def __init__(
        self,
        language: Language,
        encoder: SentenceEncoder,
        corrector: SpellingCorrector | None = None,
    ) -> None:
        self._language = language
        self._encoder = encoder
        self._corrector = corrector

    def prepare(self, texts: Sequence[str]) -> list[PreparedMessage]:
        """Prepare messages with their sentences; all pieces are encoded in one batch."""
        wanted = [_pieces_of(self._corrected(text)) for text in texts]
        pieces = iter(self._pieces([piece for group in wanted for piece in group]))
        prepared = []
        for group in wanted:
            whole, *sentences = (next(pieces) for _ in group)
            prepared.append(PreparedMessage(whole, tuple(sentences)))
        return prepared

    def prepare_parsed(self, parsed: Sequence[ParsedText]) -> list[PreparedMessage]:
        """Prepare messages whose text was parsed and encoded already, without their sentences.

        Only those with a denied clause are parsed and encoded again. Training has no use for
        sentences, and most of its time would go into doing everything twice.
        """
        asked = [asked_in(text) for text, _, _ in parsed]
        changed = [new for new, (old, _, _) in zip(asked, parsed, strict=True) if new != old]
        again = iter(self._pieces(changed))
        return [
            PreparedMessage(
                next(again)
                if new != old
                else Piece(wording=old.lower(), general=general_form(doc), vector=vector),
                (),
            )
            for new, (old, doc, vector) in zip(asked, parsed, strict=True)
        ]

    def _corrected(self, text: str) -> str:
        written_out = readable(text)
        return self._corrector.correct(written_out) if self._corrector else written_out

    def _pieces(self, texts: Sequence[str]) -> list[Piece]:
        """Return the piece of each text. A sentence is often a clause as well, and read once."""
        distinct = list(dict.fromkeys(texts))
        vectors = self._encoder.encode(distinct)
        pieces = {
            text: Piece(wording=doc.text.lower(), general=general_form(doc), vector=vector)
            for text, doc, vector in zip(
                distinct, self._language.pipe(distinct), vectors, strict=True
            )
        }
        return [pieces[text] for text in texts]


def prepare(texts: Sequence[str]) -> list[PreparedMessage]:
    """Prepare messages with the pipeline and the encoder of this project."""
    from mesoguide.nlp.language import build_language
    from mesoguide.nlp.sentence_encoder import shared_encoder
    from mesoguide.ops.settings import load_settings

    folder = load_settings().project_root / "models" / "encoder"
    return MessagePreparer(build_language(), shared_encoder(folder)).prepare(texts)


def general_form(doc: Doc) -> str:
    """Return the base forms of a message with each concept replaced by its kind."""
    kinds = {c.start: (c.end, c.kind.upper()) for c in doc._.concepts if c.kind in MASKED_KINDS}
    words, covered = [], -1
    for token in doc:
        if token.idx < covered or token.is_space:
            continue
        if token.idx in kinds:
            covered, kind = kinds[token.idx]
            words.append(kind)
        else:
            words.append(token.norm_)
    return " ".join(words)


def sentences_of(text: str) -> list[str]:
    """Split a message into sentences; a message of one sentence gives none."""
    found = [s for s in _SENTENCE_END.split(text) if len(s.split()) >= MIN_SENTENCE_WORDS]
    if len(found) < 2:
        return []
    if len(found) > MAX_SENTENCES:
        return [found[0], *found[-(MAX_SENTENCES - 1) :]]
    return found


def _pieces_of(text: str) -> list[str]:
    """Return what a readable text asks, and its sentences if there are several."""
    asked = without_denied_clauses(text)
    return [asked, *sentences_of(asked)]
