"""The trained model tells dialogue acts apart, and leaves ordinary messages alone."""

from __future__ import annotations

import tarfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from spacy.language import Language

from mesoguide.content.checks.training_messages import MIN_CHARACTERS_TO_COMPARE, NEAR_COPY
from mesoguide.content.project import Project
from mesoguide.content.yaml_files import read_yaml
from mesoguide.nlp.dialogue_act_messages import (
    ACTS,
    NONE,
    OVERLAPPING_INTENTS,
    load_act_messages,
)
from mesoguide.nlp.dialogue_act_model import (
    NAME,
    DialogueActModel,
    load_dialogue_act_model,
    whole_message,
)
from mesoguide.nlp.evaluation.evaluation_set import INTENTS, EvaluationSet
from mesoguide.nlp.evaluation.metrics import Share, intent_scores, share_of
from mesoguide.nlp.evaluation.overlap import normalised, overlapping
from mesoguide.nlp.sentence_encoder import shared_encoder
from mesoguide.ops.settings import PROJECT_ROOT, load_settings
from mesoguide.ops.training import train

FLOORS = read_yaml(Path(__file__).with_name("dialogue_act_floors.yml"))
COMPONENT = "mesoguide.nlp.components.dialogue_act_classifier.DialogueActClassifier"

MIN_TRAINING_MESSAGES = 100
MIN_EVALUATION_MESSAGES = 20


@dataclass(frozen=True)
class ActParser:
    """The act model out of the trained model file, with what the pipeline hands it."""

    model: DialogueActModel
    nlp: Language
    threshold: float

    def acts_of(self, texts: Sequence[str]) -> list[str]:
        vectors = shared_encoder(PROJECT_ROOT / "models" / "encoder").encode(texts)
        pairs = zip(self.nlp.pipe(texts), vectors, strict=True)
        return [self.model.act_of(whole_message(*pair), self.threshold).name for pair in pairs]


@pytest.fixture(scope="module")
def parser(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> ActParser:
    """Reads the act model only: loading the whole model would take ten times as long."""
    folder = tmp_path_factory.mktemp("act_model")
    with tarfile.open(
        train(load_settings({}), progress=lambda seconds, step: None).path
    ) as archive:
        for member in archive.getmembers():
            if Path(member.name).stem == NAME:
                member.name = Path(member.name).name
                archive.extract(member, folder)
    pipeline = read_yaml(PROJECT_ROOT / "config.yml")["pipeline"]
    (config,) = [entry for entry in pipeline if entry["name"] == COMPONENT]
    return ActParser(load_dialogue_act_model(folder), nlp, config["threshold"])


@pytest.fixture(scope="module")
def figures(parser: ActParser, evaluation_set: EvaluationSet) -> dict[str, float]:
    """Recall and precision of each act, and how many ordinary messages are taken for one."""
    expected = [message.act for message in evaluation_set.act_messages]
    predicted = parser.acts_of([message.text for message in evaluation_set.act_messages])
    pairs = list(zip(expected, predicted, strict=True))
    scores = {score.intent: score for score in intent_scores(expected, predicted)}
    recalls = {f"{act}_recall": scores[act].recall for act in ACTS}
    precisions = {f"{act}_precision": scores[act].precision for act in ACTS}
    return {
        **recalls,
        **precisions,
        "recall": share_of(want == got for want, got in pairs if want != NONE).value,
        "precision": share_of(want == got for want, got in pairs if got != NONE).value,
        "false_acts_alike": share_of(got != NONE for want, got in pairs if want == NONE).value,
        "false_acts": false_acts(parser, evaluation_set).value,
        "danger_taken_for_safe": share_of(
            got == "safe" for want, got in pairs if want == "not_safe"
        ).value,
    }


def false_acts(parser: ActParser, evaluation_set: EvaluationSet) -> Share:
    """Return how many of the intents' messages, which were not written as acts, became one."""
    ordinary = [
        message.text
        for message in evaluation_set.messages
        if message.set_name == INTENTS and message.intent not in OVERLAPPING_INTENTS
    ]
    return share_of(act != NONE for act in parser.acts_of(ordinary))


@pytest.mark.parametrize("name", list(FLOORS))
def test_the_figure_keeps_its_floor(name: str, figures: dict[str, float]) -> None:
    floor = FLOORS[name]
    assert floor.get("minimum", 0) <= figures[name] <= floor.get("maximum", 1), floor["measured"]


def test_every_figure_has_a_floor(figures: dict[str, float]) -> None:
    assert set(FLOORS) == set(figures)


@pytest.mark.parametrize("act", [*ACTS, NONE])
def test_an_act_has_enough_messages(act: str, evaluation_set: EvaluationSet) -> None:
    learnt = Counter(message.act for message in load_act_messages())
    measured = Counter(message.act for message in evaluation_set.act_messages)
    assert learnt[act] >= MIN_TRAINING_MESSAGES
    assert measured[act] >= MIN_EVALUATION_MESSAGES


def test_there_are_no_other_acts(evaluation_set: EvaluationSet) -> None:
    assert {message.act for message in evaluation_set.act_messages} == {*ACTS, NONE}


def test_no_message_stands_under_two_acts() -> None:
    acts: dict[str, list[str]] = defaultdict(list)
    for message in load_act_messages():
        acts[normalised(message.text)].append(message.act)
    assert {text: found for text, found in acts.items() if len(found) > 1} == {}


@pytest.mark.parametrize("act", [*ACTS, NONE])
def test_no_message_is_a_near_copy(act: str) -> None:
    texts = [normalised(message.text) for message in load_act_messages() if message.act == act]
    long = [text for text in texts if len(text) >= MIN_CHARACTERS_TO_COMPARE]
    alike = process.cdist(long, long, scorer=fuzz.ratio, score_cutoff=NEAR_COPY)
    rows, columns = alike.nonzero()
    pairs = [(long[a], long[b]) for a, b in zip(rows, columns, strict=True) if a < b]
    assert pairs == []


def test_training_holds_no_message_that_is_measured(
    project: Project, evaluation_set: EvaluationSet
) -> None:
    """Drop the line from ``evaluation/dialogue_acts.yml``, or reword the training message."""
    learnt = [message.text for message in load_act_messages()]
    learnt += [text for _, _, text in project.examples]
    assert overlapping([m.text for m in evaluation_set.act_messages], learnt) == {}
