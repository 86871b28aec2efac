"""Rules about training messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mesoguide.content.checks.problem import Problem
from mesoguide.content.project import Project
from mesoguide.nlp.evaluation.evaluation_set import evaluation_files, load_evaluation_set
from mesoguide.nlp.evaluation.overlap import overlapping

MIN_MESSAGES = 25
#: Ways to say hello or yes are few; more would be made up.
MIN_MESSAGES_SHORT_INTENTS = 15
SHORT_INTENTS = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})

_NOT_WORDS = re.compile(r"[^\w ]")


def no_message_has_two_intents(project: Project) -> Iterator[Problem]:
    """The same message, whatever its case and punctuation, stands under one intent, once."""
    seen: dict[str, tuple[str, str]] = {}
    for file, intent, message in project.examples:
        key = " ".join(_NOT_WORDS.sub("", message.lower()).split()) or message
        if key in seen:
            other_file, other = seen[key]
            yield Problem(file, f"{message!r} under {intent} stands under {other} in {other_file}.")
        seen[key] = (file, intent)


def every_intent_has_enough_messages(project: Project) -> Iterator[Problem]:
    """Each intent has enough messages to learn from, all in one file."""
    counts = Counter(intent for _, intent, _ in project.examples)
    for intent in project.intents:
        needed = MIN_MESSAGES_SHORT_INTENTS if intent in SHORT_INTENTS else MIN_MESSAGES
        if counts[intent] < needed:
            yield Problem("data/nlu", f"{intent} has {counts[intent]} messages; {needed} at least.")
    for intent in counts:
        if intent not in project.intents:
            yield Problem("data/nlu", f"there is no intent {intent} in domain.yml.")
        files = {file for file, name, _ in project.examples if name == intent}
        if len(files) > 1:
            yield Problem("data/nlu", f"{intent} has messages in {', '.join(sorted(files))}.")


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
