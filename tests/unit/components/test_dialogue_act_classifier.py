"""What a message does to the conversation: messages, model, and the Rasa component around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from mesoguide.exceptions import ContentError, IntentModelCorrupt
from mesoguide.nlp import dialogue_act_messages as act_messages
from mesoguide.nlp.components import dialogue_act_classifier
from mesoguide.nlp.components.dialogue_act_classifier import DIALOGUE_ACT, DialogueActClassifier
from mesoguide.nlp.components.intent_classifier import SPACY_DOC
from mesoguide.nlp.dialogue_act_messages import (
    ACTS,
    NONE,
    ActMessage,
    load_act_messages,
    ordinary_rows,
)
from mesoguide.nlp.dialogue_act_model import (
    NAME,
    DialogueActModel,
    load_dialogue_act_model,
    save_dialogue_act_model,
    whole_message,
)
from mesoguide.nlp.prepared_message import Piece
from mesoguide.nlp.sentence_encoder import shared_encoder
from mesoguide.ops.settings import PROJECT_ROOT

ENCODER = PROJECT_ROOT / "models" / "encoder"
MESSAGES = {
    "cancel": ["never mind", "forget the call", "leave it", "stop this booking", "never mind that"],
    "again": ["say that again", "repeat please", "once more please", "say it again", "repeat that"],
    "correct": ["not hair, my thighs", "no, the neck", "I meant the arms", "sorry, I meant Friday"],
    NONE: ["does it hurt", "how much is it", "is it safe", "who does it", "when can I go back"],
}
#: Rare n-grams are not learnt.
REPEATS = 3
EXAMPLES = [(act, text) for act, texts in MESSAGES.items() for text in texts * REPEATS]


def pieces(nlp: Language, *texts: str) -> list[Piece]:
    vectors = shared_encoder(ENCODER).encode(texts)
    return [whole_message(nlp(text), vector) for text, vector in zip(texts, vectors, strict=True)]


def parsed(nlp: Language, text: str, **properties: Any) -> Message:
    """A message as the earlier components leave it."""
    message = Message(data={TEXT: text, SPACY_DOC: nlp(text), **properties})
    vector = shared_encoder(ENCODER).encode([text])
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
    return message


@pytest.fixture(scope="module")
def model(nlp: Language) -> DialogueActModel:
    texts = [text for _, text in EXAMPLES]
    return DialogueActModel.fit(pieces(nlp, *texts), [act for act, _ in EXAMPLES])


def make_classifier(model: DialogueActModel | None, threshold: float = 0.0) -> Any:
    config = {**DialogueActClassifier.get_default_config(), "threshold": threshold}
    return DialogueActClassifier(config, None, None, model)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("oh never mind", "cancel"),
        ("please say that again", "again"),
        ("not the hair, the neck", "correct"),
        ("how much does it hurt", NONE),
    ],
)
def test_a_message_gets_its_act(
    nlp: Language, model: DialogueActModel, text: str, act: str
) -> None:
    (piece,) = pieces(nlp, text)
    assert model.act_of(piece, threshold=0.0).name == act


def test_an_act_below_the_threshold_is_none(nlp: Language, model: DialogueActModel) -> None:
    (piece,) = pieces(nlp, "never mind")
    sure = model.act_of(piece, threshold=0.0)
    doubted = model.act_of(piece, threshold=sure.confidence + 0.001)
    assert (sure.name, doubted.name) == ("cancel", NONE)
    assert doubted.confidence < sure.confidence


def test_what_is_denied_is_not_left_out(nlp: Language) -> None:
    (piece,) = pieces(nlp, "not Cellulite, wrinkles")
    assert (piece.wording, piece.general) == ("not cellulite, wrinkles", "not cellulite , CONCERN")


@pytest.mark.parametrize("text", ["never mind never mind", "leave it!", "zzz", "", "is it SAFE?"])
def test_one_message_is_judged_as_a_batch_is(
    nlp: Language, model: DialogueActModel, text: str
) -> None:
    (piece,) = pieces(nlp, text)
    act = model.act_of(piece, threshold=0.0)
    row = model.predict_proba([piece])[0]
    assert act.name == model.labels[int(row.argmax())]
    assert act.confidence == pytest.approx(float(row.max()), abs=1e-5)


def test_a_kept_model_answers_the_same(
    nlp: Language, model: DialogueActModel, tmp_path: Path
) -> None:
    save_dialogue_act_model(model, tmp_path)
    kept = load_dialogue_act_model(tmp_path)
    asked = pieces(nlp, "say it once more", "does it hurt")
    np.testing.assert_allclose(kept.predict_proba(asked), model.predict_proba(asked), atol=1e-6)


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_a_broken_file_says_to_train_again(
    model: DialogueActModel, tmp_path: Path, suffix: str
) -> None:
    save_dialogue_act_model(model, tmp_path)
    (tmp_path / f"{NAME}{suffix}").write_bytes(b"no")
    with pytest.raises(IntentModelCorrupt, match=r"dialogue_act_model.*mesoguide train"):
        load_dialogue_act_model(tmp_path)


def test_training_needs_messages_that_are_no_act(nlp: Language) -> None:
    with pytest.raises(ValueError, match="'none'"):
        DialogueActModel.fit(pieces(nlp, "stop", "repeat", "any"), ["cancel", "again", "any"])


def test_the_act_stands_in_the_parse_output(nlp: Language, model: DialogueActModel) -> None:
    (message,) = make_classifier(model).process([parsed(nlp, "never mind that")])
    found = message.as_dict(only_output_properties=True)[DIALOGUE_ACT]
    assert found == {"name": "cancel", "confidence": pytest.approx(found["confidence"])}
    assert 0.5 < found["confidence"] <= 1


def test_the_intent_stays_as_it_is(nlp: Language, model: DialogueActModel) -> None:
    intent = {"name": "deny", "confidence": 0.4}
    (message,) = make_classifier(model).process([parsed(nlp, "never mind", intent=intent)])
    assert message.get(INTENT) == intent


@pytest.mark.parametrize("text", ["", "   ", "\u200b"], ids=["nothing", "blank", "zero width"])
def test_a_message_without_words_is_no_act(
    nlp: Language, model: DialogueActModel, text: str
) -> None:
    (message,) = make_classifier(model).process([parsed(nlp, text)])
    assert message.get(DIALOGUE_ACT) == {"name": NONE, "confidence": 1.0}


def test_a_message_that_no_component_parsed_is_no_act(model: DialogueActModel) -> None:
    (message,) = make_classifier(model).process([Message(data={TEXT: "never mind"})])
    assert message.get(DIALOGUE_ACT)["name"] == NONE


def test_without_training_it_says_to_train(nlp: Language) -> None:
    with pytest.raises(IntentModelCorrupt, match="mesoguide train"):
        make_classifier(None).process([parsed(nlp, "never mind")])


def test_what_was_trained_is_loaded_again(
    nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A few messages in place of thousands, which take five seconds.
    few = [ActMessage(act, text) for act, text in EXAMPLES if act != NONE]
    monkeypatch.setattr(dialogue_act_classifier, "load_act_messages", lambda: few)
    config = {**DialogueActClassifier.get_default_config(), "encoder": str(ENCODER)}
    storage, resource = LocalModelStorage(tmp_path), Resource("acts")
    context = ExecutionContext(GraphSchema({}), node_name="train_acts")
    ordinary = [parsed(nlp, t, intent="ask_cost") for t in MESSAGES[NONE] * REPEATS]

    trained = DialogueActClassifier.create(config, storage, resource, context)
    trained.train(TrainingData(ordinary))
    loaded = DialogueActClassifier.load(config, storage, resource, context)

    texts = ["never mind that", "does it hurt"]
    found = loaded.process([parsed(nlp, text) for text in texts])
    assert [message.get(DIALOGUE_ACT)["name"] for message in found] == ["cancel", NONE]


def test_every_act_and_none_has_messages() -> None:
    assert {message.act for message in load_act_messages()} == {*ACTS, NONE}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("act: any\nexamples: |\n  - stop\n", "act: cancel"),
        ("act: cancel\nexample: |\n  - stop\n", "examples"),
        ("act: cancel\nexamples: |\n  - stop\n  leave it\n", "'leave it'"),
        ("act: cancel\nexamples:\n- stop\n", "each line"),
    ],
    ids=["another act", "another key", "no dash", "a list"],
)
def test_a_broken_file_of_messages_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "cancel.yml").write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"cancel\.yml.*{complaint}"):
        load_act_messages(tmp_path)


ORDINARY = [
    *((f"price {number}", "ask_cost") for number in range(40)),
    *((f"pain {number}", "ask_discomfort") for number in range(80)),
    *((f"bye {number}", "goodbye") for number in range(10)),
    *((f"no {number}", "deny") for number in range(10)),
]


def test_ordinary_messages_come_from_each_intent_by_its_size() -> None:
    chosen = [ORDINARY[row][1] for row in ordinary_rows(ORDINARY, taken=(), size=70)]
    assert (chosen.count("ask_cost"), chosen.count("ask_discomfort")) == (20, 40)


def test_all_messages_of_a_near_intent_and_none_of_an_overlapping_one_are_ordinary() -> None:
    chosen = [ORDINARY[row][1] for row in ordinary_rows(ORDINARY, taken=(), size=70)]
    assert (chosen.count("goodbye"), chosen.count("deny")) == (10, 0)


def test_a_message_that_is_an_act_is_not_ordinary() -> None:
    chosen = {ORDINARY[row][0] for row in ordinary_rows(ORDINARY, taken=["Bye 3"])}
    assert "bye 3" not in chosen
    assert "bye 4" in chosen


def test_the_same_ordinary_messages_are_chosen_each_time() -> None:
    assert ordinary_rows(ORDINARY, (), 30) == ordinary_rows(ORDINARY, (), 30)


def test_intents_are_named_as_in_the_domain() -> None:
    domain = (PROJECT_ROOT / "domain.yml").read_text(encoding="utf-8")
    named = act_messages.NEAR_INTENTS | act_messages.OVERLAPPING_INTENTS
    assert {intent for intent in named if f"- {intent}\n" not in domain} == set()
