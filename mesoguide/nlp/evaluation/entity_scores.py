"""Whether the right concern, body area, medicine or plan code is found in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesoguide.nlp.evaluation.evaluation_set import EntityMessage
from mesoguide.nlp.evaluation.metrics import Share, f1_score
from mesoguide.nlp.evaluation.predictions import Entities

PLAN_REFERENCE = "plan_reference"

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2013]+")


@dataclass(frozen=True)
class EntityScore:
    """Values of one entity: found and right, found and wrong, missed."""

    entity: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> Share:
        """Which share of the values found is right."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """Which share of the values there was found."""
        return Share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return f1_score(self.precision.value, self.recall.value)


@dataclass(frozen=True)
class EntityFault:
    """A message whose entities are not exactly the right ones."""

    text: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def entity_scores(
    messages: Sequence[EntityMessage], found: Sequence[Entities]
) -> tuple[list[EntityScore], list[EntityFault]]:
    """Compare the values found with the right ones, each value once for each message.

    Entities that no message of the set names are left out: nobody has labelled them.

    Returns:
        The score of each entity in alphabetical order, and the messages with a fault.
    """
    labelled = {entity for message in messages for entity, _ in message.entities}
    right: list[str] = []
    wrong: list[str] = []
    missed: list[str] = []
    faults = []
    for message, entities in zip(messages, found, strict=True):
        expected = _comparable(message.entities)
        got = _comparable(pair for pair in entities if pair[0] in labelled)
        right += [entity for entity, _ in expected & got]
        wrong += [entity for entity, _ in got - expected]
        missed += [entity for entity, _ in expected - got]
        if expected != got:
            faults.append(EntityFault(message.text, _names(expected - got), _names(got - expected)))
    scores = [
        EntityScore(entity, right.count(entity), wrong.count(entity), missed.count(entity))
        for entity in sorted({*right, *wrong, *missed})
    ]
    return scores, faults


def all_entities(scores: Sequence[EntityScore]) -> EntityScore:
    """Return the score over the values of every entity."""
    return EntityScore(
        "all",
        sum(score.right for score in scores),
        sum(score.wrong for score in scores),
        sum(score.missed for score in scores),
    )


def _comparable(entities: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {
        (entity, _SEPARATORS.sub("", value).upper() if entity == PLAN_REFERENCE else value)
        for entity, value in entities
    }


def _names(entities: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{entity}: {value}" for entity, value in entities))
