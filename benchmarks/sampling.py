"""Samples of the training messages: smaller, and with each intent's share unchanged. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

#: One order for all samples and all runs, so that the smaller one lies within the larger.
SEED = 1

#: Fewer would leave a classifier nothing to compare with.
LEAST_OF_AN_INTENT = 2


class Example(NamedTuple):
    """One training message."""

    intent: str
    text: str


def stratified(examples: Iterable[Example], fraction: float) -> list[Example]:
    """Draw a part of the messages of every intent.

    Args:
        examples: all messages.
        fraction: how much of each intent, more than 0 and at most 1.

    Returns:
        The messages drawn, intent by intent; a larger fraction holds all that a smaller one does.

    Raises:
        ValueError: the fraction is none.
    """
    if not 0 < fraction <= 1:
        raise ValueError(
            f"a sample is a part of the whole: more than 0 and at most 1, not {fraction}"
        )
    return [
        Example(intent, text)
        for intent, texts in by_intent(examples).items()
        for text in shuffled(texts)[: max(LEAST_OF_AN_INTENT, round(fraction * len(texts)))]
    ]


def by_intent(examples: Iterable[Example]) -> Mapping[str, list[str]]:
    """Group messages by intent, in the order in which the intents first come."""
    grouped: dict[str, list[str]] = {}
    for intent, text in examples:
        grouped.setdefault(intent, []).append(text)
    return grouped


def mixed(examples: Iterable[Example], intents: Sequence[str]) -> list[str]:
    """Return as many messages of each of these intents, in one order for all runs."""
    grouped = by_intent(examples)
    return shuffled(
        text
        for group in zip(*(grouped.get(intent, []) for intent in intents), strict=False)
        for text in group
    )


def shortest(examples: Iterable[Example], intent: str, count: int) -> list[str]:
    """Return the shortest messages of an intent."""
    return sorted(by_intent(examples).get(intent, []), key=len)[:count]


def shuffled(texts: Iterable[str]) -> list[str]:
    """Return texts in an order that is the same at every run."""
    chosen = list(texts)
    random.Random(SEED).shuffle(chosen)  # noqa: S311 - no secret
    return chosen


def write_training_messages(path: Path, examples: Iterable[Example]) -> None:
    """Write messages as Rasa reads them."""
    entries = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent(examples).items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    written = yaml.safe_dump(
        {"version": "3.1", "nlu": entries}, allow_unicode=True, sort_keys=False, width=1_000
    )
    path.write_text(written, encoding="utf-8")
