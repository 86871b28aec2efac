"""Rules about training messages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
from rapidfuzz import fuzz, process

from mesoguide.content.checks.problem import Problem
from mesoguide.content.project import Project
from mesoguide.nlp.evaluation.evaluation_set import evaluation_files, load_evaluation_set
from mesoguide.nlp.evaluation.overlap import overlapping

MIN_MESSAGES = 80
#: Patients ask most about the treatment, and in the most different ways.
MIN_MESSAGES_EDUCATION = 150
EDUCATION_FILE = "data/nlu/education.yml"
#: Ways to say hello or yes are few; more would be made up.
MIN_MESSAGES_SHORT_INTENTS = 60
SHORT_INTENTS = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})
#: Where a miss costs most, or where anything may be said.
MIN_MESSAGES_OF_INTENT = {"report_emergency": 300, "express_crisis": 150, "out_of_scope": 1000}

#: Two messages as alike as this (rapidfuzz ratio, 0 to 100) teach the model nothing twice.
NEAR_COPY = 92
#: Shorter messages are alike by chance: "how long" and "how long?".
MIN_CHARACTERS_TO_COMPARE = 16

_NOT_WORDS = re.compile(r"[^\w ]")


def no_message_has_two_intents(project: Project) -> Iterator[Problem]:
    """The same message, whatever its case and punctuation, stands under one intent, once."""
    seen: dict[str, tuple[str, str]] = {}
    for file, intent, message in project.examples:
        key = _plain(message) or message
        if key in seen:
            other_file, other = seen[key]
            yield Problem(file, f"{message!r} under {intent} stands under {other} in {other_file}.")
        seen[key] = (file, intent)


def no_message_is_a_near_copy(project: Project) -> Iterator[Problem]:
    """No two messages of an intent differ by a letter or a filler only."""
    by_intent: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file, intent, message in project.examples:
        if len(_plain(message)) >= MIN_CHARACTERS_TO_COMPARE:
            by_intent[intent].append((file, message))
    for intent, messages in by_intent.items():
        texts = [_plain(message) for _, message in messages]
        alike = process.cdist(
            texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR_COPY, dtype=np.uint8, workers=2
        )
        for first, second in zip(*np.nonzero(np.triu(alike, k=1)), strict=True):
            if texts[first] != texts[second]:
                file, copy = messages[second]
                original = messages[first][1]
                yield Problem(file, f"{copy!r} under {intent} is a near-copy of {original!r}.")


def _plain(message: str) -> str:
    return " ".join(_NOT_WORDS.sub("", message.lower()).split())


def every_intent_has_enough_messages(project: Project) -> Iterator[Problem]:
    """Each intent has enough messages to learn from, all in one file."""
    counts = Counter(intent for _, intent, _ in project.examples)
    files_of: dict[str, set[str]] = defaultdict(set)
    for file, intent, _ in project.examples:
        files_of[intent].add(file)
    for intent in project.intents:
        needed = _least(intent, files_of[intent])
        if counts[intent] < needed:
            yield Problem("data/nlu", f"{intent} has {counts[intent]} messages; {needed} at least.")
    for intent in counts:
        if intent not in project.intents:
            yield Problem("data/nlu", f"there is no intent {intent} in domain.yml.")
        files = files_of[intent]
        if len(files) > 1:
            yield Problem("data/nlu", f"{intent} has messages in {', '.join(sorted(files))}.")


def _least(intent: str, files: set[str]) -> int:
    """Return how many messages an intent needs, by its family."""
    if intent in SHORT_INTENTS:
        return MIN_MESSAGES_SHORT_INTENTS
    usual = MIN_MESSAGES_EDUCATION if EDUCATION_FILE in files else MIN_MESSAGES
    return MIN_MESSAGES_OF_INTENT.get(intent, usual)


def training_does_not_hold_evaluation_messages(project: Project) -> Iterator[Problem]:
    """No training message is, exactly or nearly, one that the model is measured on."""
    if not evaluation_files(project.root):
        return
    training = {message: file for file, _, message in project.examples}
    asked = load_evaluation_set(project.root).texts
    for message, trained in overlapping(asked, list(training)).items():
        yield Problem(
            training[trained],
            f"{trained!r} is in the evaluation set as {message!r}: reword it, or drop it there "
            "with `mesoguide evaluate --drop-overlap`.",
        )
