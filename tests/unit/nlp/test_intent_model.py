"""The intent model on a few messages: it learns, keeps, and knows what is not for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mesoguide.exceptions import IntentModelCorrupt
from mesoguide.nlp.intent_model import FEW_PIECES, OUT_OF_SCOPE, IntentModel
from mesoguide.nlp.intent_model_file import (
    ARRAYS_FILE,
    WORDS_FILE,
    load_intent_model,
    save_intent_model,
)
from mesoguide.nlp.prepared_message import Piece, PreparedMessage, sentences_of

MESSAGES = {
    "ask_cost": ["how much is it", "what is the price", "how much does it cost", "price please"]
    * 3,
    "ask_discomfort": ["does it hurt", "is it sore", "will it be painful", "how sore is it"] * 3,
    "ask_origin": ["who began it", "where is it from", "who started this", "its history"] * 3,
    OUT_OF_SCOPE: ["who won the match", "tell me a joke", "is it raining", "sing me a song"] * 3,
}
#: A direction of its own for each intent stands in for the sentence encoder.
DIRECTIONS = {name: number for number, name in enumerate(MESSAGES)}


def piece(text: str, intent: str) -> Piece:
    vector = np.zeros(384, dtype=np.float32)
    vector[DIRECTIONS[intent]] = 1.0
    noise = np.random.default_rng(len(text)).normal(scale=0.05, size=384).astype(np.float32)
    vector += noise
    return Piece(wording=text, general=text, vector=vector / np.linalg.norm(vector))


def message(text: str, intent: str, *sentences: tuple[str, str]) -> PreparedMessage:
    return PreparedMessage(piece(text, intent), tuple(piece(*sentence) for sentence in sentences))


TWO_QUESTIONS = message(
    "how much is it. does it hurt",
    "ask_cost",
    ("how much is it", "ask_cost"),
    ("does it hurt", "ask_discomfort"),
)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    pairs = [(text, intent) for intent, texts in MESSAGES.items() for text in texts]
    return IntentModel.fit([message(*pair) for pair in pairs], [intent for _, intent in pairs])


def best(model: IntentModel, asked: PreparedMessage) -> str:
    return model.labels[int(model.predict_proba([asked])[0].argmax())]


@pytest.mark.parametrize("intent", list(MESSAGES))
def test_a_message_gets_its_intent(model: IntentModel, intent: str) -> None:
    assert best(model, message(MESSAGES[intent][0] + " then", intent)) == intent


def test_probabilities_add_up_to_one(model: IntentModel) -> None:
    row = model.predict_proba([message("how much is it", "ask_cost")])[0]
    assert row.sum() == pytest.approx(1.0, abs=1e-5)


def test_out_of_scope_is_the_last_label(model: IntentModel) -> None:
    assert model.labels == ["ask_cost", "ask_discomfort", "ask_origin", OUT_OF_SCOPE]


def test_one_sentence_for_us_makes_the_message_one_for_us(model: IntentModel) -> None:
    asked = message(
        "tell me a joke. does it hurt",
        OUT_OF_SCOPE,
        ("tell me a joke", OUT_OF_SCOPE),
        ("does it hurt", "ask_discomfort"),
    )
    assert best(model, asked) == "ask_discomfort"


def test_judgement_names_the_intent_of_each_sentence(model: IntentModel) -> None:
    judged = model.judge(TWO_QUESTIONS).sentences.argmax(axis=1)
    assert [model.labels[column] for column in judged] == ["ask_cost", "ask_discomfort"]


def test_a_clause_is_judged_as_the_message_that_it_would_be(model: IntentModel) -> None:
    clauses = [
        message("how much is it", "ask_cost"),
        message(
            "tell me a joke. does it hurt",
            OUT_OF_SCOPE,
            ("tell me a joke", OUT_OF_SCOPE),
            ("does it hurt", "ask_discomfort"),
        ),
    ]
    alone = model.judge(TWO_QUESTIONS)
    judged = model.judge(TWO_QUESTIONS, clauses)
    np.testing.assert_allclose(judged.clauses, model.predict_proba(clauses), atol=1e-5)
    np.testing.assert_allclose(judged.sentences, alone.sentences, atol=1e-5)
    np.testing.assert_allclose(judged.probabilities, alone.probabilities, atol=1e-5)


def test_few_messages_are_judged_like_many(model: IntentModel) -> None:
    asked = [
        message(text + " then", intent) for intent, texts in MESSAGES.items() for text in texts
    ]
    assert len(asked) > FEW_PIECES
    one_by_one = np.vstack([model.predict_proba([each]) for each in asked])
    np.testing.assert_allclose(one_by_one, model.predict_proba(asked), atol=1e-5)


def test_radial_view_is_the_same_from_the_training_vectors_and_from_its_own(
    model: IntentModel,
) -> None:
    scope, vectors = model.scope, np.stack([TWO_QUESTIONS.whole.vector])
    stranger = np.ones((1, scope.support.shape[1]), dtype=np.float32)
    apart = replace(
        scope,
        support=np.vstack([scope.support, stranger]),
        support_weights=np.append(scope.support_weights, np.float32(0)),
    )
    margins = np.zeros((1, 3), dtype=np.float32)
    np.testing.assert_allclose(
        scope.scores(margins[:, 0], scope.neighbours(vectors), margins),
        apart.scores(margins[:, 0], apart.neighbours(vectors), margins),
        atol=1e-5,
    )


def test_a_kept_model_answers_the_same(model: IntentModel, tmp_path: Path) -> None:
    save_intent_model(model, tmp_path)
    asked = [message("is it painful and sore", "ask_discomfort")]
    kept = load_intent_model(tmp_path).predict_proba(asked)
    np.testing.assert_allclose(kept, model.predict_proba(asked), atol=1e-6)


@pytest.mark.parametrize("name", [ARRAYS_FILE, WORDS_FILE])
def test_a_broken_file_says_to_train_again(model: IntentModel, tmp_path: Path, name: str) -> None:
    save_intent_model(model, tmp_path)
    (tmp_path / name).write_bytes(b"no")
    with pytest.raises(IntentModelCorrupt, match="mesoguide train"):
        load_intent_model(tmp_path)


@pytest.mark.parametrize("only", [OUT_OF_SCOPE, "ask_cost"])
def test_training_needs_both_kinds_of_messages(only: str) -> None:
    messages = [message(text, only) for text in MESSAGES[only]]
    with pytest.raises(ValueError, match="in scope and messages out of scope"):
        IntentModel.fit(messages, [only] * len(messages))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("does it hurt", 0),
        ("I am nervous. Does it hurt? How long is it?", 3),
        ("does it hurt and how long does it take", 2),
        ("arms and legs", 0),
        ("it is red and sore", 0),
    ],
)
def test_a_message_is_split_where_another_question_begins(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count
