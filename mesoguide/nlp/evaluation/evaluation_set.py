"""The evaluation set: messages with the answer that is right, kept apart from the training data.

Every file of ``tests/nlu/evaluation`` holds sets by name. A set of messages goes by intent, and
each message stands on a line of its own, so that one can be dropped and the others stay:

    intents:
      ask_cost:
      - {voice: terse, text: "price?"}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.nlp.dialogue_act_messages import ActMessage

#: Where the files are, below the project's root.
FOLDER = Path("tests") / "nlu" / "evaluation"

INTENTS, NOT_ALARMS = "intents", "not_alarms"
EMERGENCIES, CRISES = "emergencies", "crises"
NEAR, FAR = "out_of_scope_near", "out_of_scope_far"
ENTITIES = "entities"
#: Messages that ask one thing, though they may be cut in two, and messages that ask two.
ONE_QUESTION, TWO_QUESTIONS = "one_question", "two_questions"
#: Messages by dialogue act; measured by tests/nlu/test_dialogue_acts.py.
DIALOGUE_ACTS = "dialogue_acts"
#: Messages that thresholds and red-flag rules were chosen on; their figures stand apart.
DEVELOPMENT = "alarm_development"
#: Sets of messages with one intent each, in the order of the report.
MESSAGE_SETS = (INTENTS, NOT_ALARMS, EMERGENCIES, CRISES, NEAR, FAR)

VOICES = (
    *("plain", "terse", "misspelt", "anxious", "long", "nonnative", "formal", "indirect"),
    *("negated", "slang", "american", "sceptical", "other"),
)

_MESSAGE_LINE = re.compile(r"\s*- (?P<fields>\{.*\})\s*")


@dataclass(frozen=True)
class EvaluationMessage:
    """A message, its right intent, the set that it belongs to and how it is written."""

    set_name: str
    intent: str
    voice: str
    text: str


@dataclass(frozen=True)
class EntityMessage:
    """A message and the entities in it, each as (entity, canonical value)."""

    text: str
    entities: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class QuestionMessage:
    """A message that asks one thing or two, with the intents in the order of the message."""

    voice: str
    text: str
    intents: tuple[str, ...]


@dataclass(frozen=True)
class EvaluationSet:
    """All messages to measure on."""

    messages: tuple[EvaluationMessage, ...]
    entity_messages: tuple[EntityMessage, ...]
    question_messages: tuple[QuestionMessage, ...] = ()
    act_messages: tuple[ActMessage, ...] = ()
    development_messages: tuple[EvaluationMessage, ...] = ()

    @property
    def texts(self) -> list[str]:
        """The text of every message with an intent, entities or questions, each once."""
        texts = [message.text for message in self.messages]
        texts += [message.text for message in self.entity_messages]
        texts += [message.text for message in self.question_messages]
        texts += [message.text for message in self.development_messages]
        return list(dict.fromkeys(texts))

    def sample(self, every: int) -> EvaluationSet:
        """Return every n-th message of each kind, for a quick look."""
        return EvaluationSet(
            self.messages[::every],
            self.entity_messages[::every],
            self.question_messages[::every],
            development_messages=self.development_messages[::every],
        )


def load_evaluation_set(root: Path) -> EvaluationSet:
    """Read the evaluation set of a project folder.

    Raises:
        ContentError: if there is none, or a file is not as it should be.
    """
    messages: list[EvaluationMessage] = []
    entity_messages: list[EntityMessage] = []
    question_messages: list[QuestionMessage] = []
    act_messages: list[ActMessage] = []
    development: list[EvaluationMessage] = []
    for path in evaluation_files(root):
        for name, content in read_yaml(path).items():
            try:
                if name == ENTITIES:
                    entity_messages += map(_entity_message, content)
                elif name in (ONE_QUESTION, TWO_QUESTIONS):
                    question_messages += map(_question_message, content)
                elif name == DIALOGUE_ACTS:
                    act_messages += _act_messages(content)
                elif name == DEVELOPMENT:
                    development += _messages(name, content)
                elif name in MESSAGE_SETS:
                    messages += _messages(name, content)
                else:
                    raise ContentError(f"{path}: {name} is none of the sets that are measured.")
            except (KeyError, TypeError, AttributeError) as error:
                raise ContentError(
                    f"{path}: the set {name} is not as expected: {error}."
                ) from error
    if not messages:
        raise ContentError(f"{root / FOLDER} holds no messages to evaluate on.")
    return EvaluationSet(
        tuple(messages),
        tuple(entity_messages),
        tuple(question_messages),
        tuple(act_messages),
        tuple(development),
    )


def evaluation_files(root: Path) -> list[Path]:
    """Return the files of the evaluation set; none where the tests are not installed."""
    return sorted((root / FOLDER).glob("*.yml"))


def drop_messages(root: Path, unwanted: Collection[str]) -> int:
    """Delete the lines of these messages from the files; everything else stays as it is.

    Returns:
        How many lines were deleted.

    Raises:
        ContentError: if a message does not stand on a line of its own.
    """
    left, dropped = set(unwanted), 0
    for path in evaluation_files(root):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if text_of_line(line) not in unwanted]
        if len(kept) < len(lines):
            left -= {text_of_line(line) or "" for line in lines}
            dropped += len(lines) - len(kept)
            path.write_text("".join(kept), encoding="utf-8")
    if left:
        raise ContentError(f"not on a line of its own, so drop it by hand: {min(left)!r}.")
    return dropped


def text_of_line(line: str) -> str | None:
    """Return the text of the message on a line of an evaluation file, if there is one."""
    match = _MESSAGE_LINE.fullmatch(line)
    if not match:
        return None
    try:
        return str(yaml.safe_load(match["fields"])["text"])
    except (yaml.YAMLError, KeyError):
        return None


def _messages(set_name: str, content: dict[str, Any]) -> Iterator[EvaluationMessage]:
    for intent, entries in content.items():
        for entry in entries or ():
            yield EvaluationMessage(set_name, intent, entry["voice"], entry["text"])


def _act_messages(content: dict[str, Any]) -> Iterator[ActMessage]:
    for act, entries in content.items():
        for entry in entries:
            yield ActMessage(act, entry["text"])


def _entity_message(entry: dict[str, Any]) -> EntityMessage:
    found = entry.get("entities") or {}
    pairs = frozenset((name, str(value)) for name, values in found.items() for value in values)
    return EntityMessage(entry["text"], pairs)


def _question_message(entry: dict[str, Any]) -> QuestionMessage:
    return QuestionMessage(entry["voice"], entry["text"], tuple(entry["intents"]))
