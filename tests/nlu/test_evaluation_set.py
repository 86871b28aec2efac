"""The evaluation set is large enough, rightly labelled, and apart from the training data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mesoguide.content.checks.training_messages import (
    SHORT_INTENTS,
    training_does_not_hold_evaluation_messages,
)
from mesoguide.content.project import Project
from mesoguide.exceptions import ContentError
from mesoguide.nlp.concept_patterns import load_phrases
from mesoguide.nlp.evaluation.evaluation_set import (
    CRISES,
    EMERGENCIES,
    FAR,
    FOLDER,
    MESSAGE_SETS,
    NEAR,
    VOICES,
    EvaluationSet,
    drop_messages,
    load_evaluation_set,
)
from mesoguide.nlp.evaluation.overlap import overlapping

MIN_MESSAGES = 15
#: Few ways to say hello or yes are left that training does not hold.
MIN_MESSAGES_SHORT_INTENTS = 10


def test_every_intent_has_enough_messages(project: Project, evaluation_set: EvaluationSet) -> None:
    counts = Counter(message.intent for message in evaluation_set.messages)
    too_few = {
        intent: counts[intent]
        for intent in project.intents
        if counts[intent]
        < (MIN_MESSAGES_SHORT_INTENTS if intent in SHORT_INTENTS else MIN_MESSAGES)
    }
    assert too_few == {}


@pytest.mark.parametrize(
    ("sets", "least"), [((EMERGENCIES,), 150), ((CRISES,), 60), ((NEAR, FAR), 300)], ids=str
)
def test_a_set_has_enough_messages(
    sets: tuple[str, ...], least: int, evaluation_set: EvaluationSet
) -> None:
    assert sum(message.set_name in sets for message in evaluation_set.messages) >= least


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("set_name", MESSAGE_SETS)
def test_every_voice_speaks_in_every_set(
    set_name: str, voice: str, evaluation_set: EvaluationSet
) -> None:
    assert any(m.set_name == set_name and m.voice == voice for m in evaluation_set.messages)


def test_there_are_no_other_voices(evaluation_set: EvaluationSet) -> None:
    assert {message.voice for message in evaluation_set.messages} == set(VOICES)


def test_every_intent_exists(project: Project, evaluation_set: EvaluationSet) -> None:
    labels = {message.intent for message in evaluation_set.messages}
    labels |= {intent for message in evaluation_set.question_messages for intent in message.intents}
    assert labels <= set(project.intents)


def test_every_entity_exists(project: Project, evaluation_set: EvaluationSet) -> None:
    labels = {entity for m in evaluation_set.entity_messages for entity, _ in m.entities}
    assert labels <= set(project.entities)


def test_every_entity_value_is_canonical(evaluation_set: EvaluationSet) -> None:
    known = {pair for phrase in load_phrases() for pair in phrase.entities}
    labelled = {pair for message in evaluation_set.entity_messages for pair in message.entities}
    assert {pair for pair in labelled if pair[0] != "plan_reference"} <= known


def test_no_message_has_two_labels(evaluation_set: EvaluationSet) -> None:
    counts = Counter(message.text.casefold() for message in evaluation_set.messages)
    assert [text for text, count in counts.items() if count > 1] == []


def test_training_holds_none_of_it(project: Project) -> None:
    assert [str(p) for p in training_does_not_hold_evaluation_messages(project)] == []


@pytest.mark.parametrize(
    ("message", "training"),
    [
        ("Price?", "price"),
        ("How is the treatment carried out?", "how is the treatment carried out"),
        ("How is the treatment carried out?", "how was the treatment carried out"),
        ("🐶", "🐶"),
    ],
    ids=["punctuation", "long, punctuation", "one word", "signs only"],
)
def test_a_repeated_message_is_found(message: str, training: str) -> None:
    assert overlapping([message], ["quite another thing to say", training]) == {message: training}


@pytest.mark.parametrize(
    ("message", "training"),
    [
        ("does it hurt", "did it hurt"),
        ("🐶", "🐱"),
        ("How is the treatment carried out?", "Who is the treatment for, and who carries it out?"),
    ],
    ids=["short and near", "other signs", "long and different"],
)
def test_another_message_is_not_found(message: str, training: str) -> None:
    assert overlapping([message], [training]) == {}


def write(root: Path, text: str) -> Path:
    """Write a file of an evaluation set."""
    path = root / FOLDER / "some.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


SMALL = """# Never for training.
intents:
  ask_cost:
  - {voice: terse, text: "price?"}
  # a remark
  - {voice: plain, text: "What do you charge?"}
"""


def test_a_dropped_message_leaves_the_rest_of_the_file_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL)
    assert drop_messages(tmp_path, {"price?"}) == 1
    assert path.read_text(encoding="utf-8") == SMALL.replace(
        '  - {voice: terse, text: "price?"}\n', ""
    )


def test_the_last_message_of_an_intent_can_be_dropped(tmp_path: Path) -> None:
    write(tmp_path, SMALL + "  greet:\n  - {voice: plain, text: hello}\n")
    drop_messages(tmp_path, {"hello"})
    assert {message.intent for message in load_evaluation_set(tmp_path).messages} == {"ask_cost"}


def test_a_message_over_two_lines_is_not_dropped_but_named(tmp_path: Path) -> None:
    write(tmp_path, "intents:\n  greet:\n  - voice: plain\n    text: hello\n")
    with pytest.raises(ContentError, match="hello"):
        drop_messages(tmp_path, {"hello"})


@pytest.mark.parametrize(
    "text",
    [
        "weather: {}",
        "intents: {greet: [{text: hello}]}",
        "intents: [hello]",
        "intents: {greet: []}",
    ],
    ids=["unknown set", "no voice", "no intents", "nothing"],
)
def test_a_broken_file_is_refused(text: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(ContentError, match="evaluation"):
        load_evaluation_set(tmp_path)


def test_the_check_names_the_training_file_and_both_messages(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    training = Project(tmp_path)
    training.__dict__["examples"] = [("data/nlu/education.yml", "ask_cost", "what do you charge")]
    (problem,) = training_does_not_hold_evaluation_messages(training)
    assert problem.where == "data/nlu/education.yml"
    assert "'what do you charge'" in problem.message
    assert "'What do you charge?'" in problem.message


def test_the_check_passes_where_the_tests_are_not_installed(tmp_path: Path) -> None:
    assert list(training_does_not_hold_evaluation_messages(Project(tmp_path))) == []


def test_a_sample_keeps_every_set(evaluation_set: EvaluationSet) -> None:
    sample = evaluation_set.sample(4)
    assert {message.set_name for message in sample.messages} == set(MESSAGE_SETS)
