"""The sentence encoder and its Rasa component."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from mesoguide.exceptions import EncoderCorrupt, EncoderMissing
from mesoguide.nlp.components.sentence_encoder_featurizer import SentenceEncoderFeaturizer
from mesoguide.nlp.sentence_encoder import (
    BATCH_TOKENS,
    CHECKSUMS_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    SentenceEncoder,
    batch_by_length,
    model_checksum,
    normalise,
    shared_encoder,
)
from mesoguide.ops.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "models" / "encoder"
#: Which of the 384 numbers the reference lists hold.
PICKED = [0, 60, 120, 180, 240, 300, 360, 383]
MIXED_TEXTS = [
    "Does it hurt?",
    "ok",
    "how much is it",
    "what is in the syringe",
    "¿Cuánto cuesta?",
    "is it safe",
    "I have been losing hair for two years and nothing that I tried has helped so far",
] + [f"question number {number}" for number in range(40)]


class CountingSession:
    """The real session, counting the texts that reach it."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.texts = 0

    def run(self, outputs: list[str], inputs: dict[str, Any]) -> Any:
        self.texts += len(inputs["input_ids"])
        return self._session.run(outputs, inputs)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load(FOLDER, cache_size=0)


@pytest.fixture
def broken_folder(tmp_path: Path) -> Path:
    """A small copy whose checksums still name the real files."""
    shutil.copyfile(FOLDER / CHECKSUMS_FILE, tmp_path / CHECKSUMS_FILE)
    shutil.copyfile(FOLDER / TOKENIZER_FILE, tmp_path / TOKENIZER_FILE)
    return tmp_path


@pytest.fixture
def counted(encoder: SentenceEncoder) -> tuple[SentenceEncoder, CountingSession]:
    session = CountingSession(encoder._session)
    return SentenceEncoder(encoder._tokenizer, session, cache_size=3), session


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Does it hurt?", [0.0426, -0.0157, -0.0689, 0.1138, 0.0463, 0.0199, -0.0175, 0.0232]),
        (
            "my tongue is swelling and I cannot breathe",
            [-0.0143, -0.0844, -0.066, 0.0326, 0.03, -0.0087, -0.0151, -0.0116],
        ),
        ("¿Cuánto cuesta?", [0.0134, 0.0036, 0.0893, -0.0337, 0.0439, -0.0724, 0.0743, -0.0914]),
        (
            "the quick brown fox jumps over the lazy dog",
            [0.0355, 0.0236, 0.0766, 0.0539, 0.0655, 0.1103, 0.009, 0.0868],
        ),
    ],
)
def test_vectors_are_those_of_the_published_model(
    encoder: SentenceEncoder, text: str, numbers: list[float]
) -> None:
    # The numbers are from PyTorch in full precision.
    np.testing.assert_allclose(encoder.encode([text])[0][PICKED], numbers, atol=0.015)


@pytest.mark.parametrize(
    ("question", "related", "unrelated"),
    [
        ("Does it hurt?", "Is the treatment painful?", "How much do I have to pay?"),
        ("what does it cost", "price of one session", "who invented it"),
        ("i want to talk to a human", "connect me to a real person", "my skin is red"),
        ("can I go running afterwards?", "is sport ok after the visit", "is it a medicine"),
    ],
)
def test_related_questions_are_closer_than_unrelated_ones(
    encoder: SentenceEncoder, question: str, related: str, unrelated: str
) -> None:
    one, near, far = encoder.encode([question, related, unrelated])
    assert one @ near > one @ far + 0.15


def test_batch_gives_the_same_vectors_as_one_by_one(encoder: SentenceEncoder) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in MIXED_TEXTS])
    np.testing.assert_allclose(encoder.encode(MIXED_TEXTS), alone, atol=1e-5)


def test_vectors_have_unit_length_and_small_type(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(MIXED_TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(MIXED_TEXTS), 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "\u200b"], ids=["none", "blank", "lines", "zero width"]
)
def test_text_without_words_gives_zeros(encoder: SentenceEncoder, text: str) -> None:
    vectors = encoder.encode([text, "ok"])
    assert not vectors[0].any()
    assert vectors[1].any()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("😀", id="emoji"),
        pytest.param("👩🏽\u200d⚕️ pls", id="joined emoji"),
        pytest.param("هل هذا مؤلم", id="Arabic"),
        pytest.param("это больно?", id="Russian"),
        pytest.param("痛いですか", id="Japanese"),
        pytest.param("\ud83d", id="half an emoji"),
        pytest.param("a\x00b", id="null character"),
        pytest.param("[SEP] [MASK]", id="the model's own marks"),
        pytest.param("x" * 5000, id="one long word"),
    ],
)
def test_any_script_gives_a_unit_vector(encoder: SentenceEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode([text])[0]) == pytest.approx(1, abs=1e-5)


def test_very_long_text_is_read_up_to_the_limit(encoder: SentenceEncoder) -> None:
    same_start, longer = "how long is it red " * 100, "how long is it red " * 100_000
    first, second = encoder.encode([same_start, longer])
    np.testing.assert_array_equal(first, second)


def test_words_typed_like_special_tokens_are_text(encoder: SentenceEncoder) -> None:
    tokens = encoder._tokenizer.encode("hi [SEP] there").tokens
    assert tokens.count("[SEP]") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("does  it\nhurt", "does it hurt"),
        ("\uff48\uff4f\uff57 \uff4d\uff55\uff43\uff48", "how much"),
        ("cafe\u0301", "caf\u00e9"),
    ],
    ids=["spaces", "full width", "accents"],
)
def test_ways_to_write_the_same_text_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_repeated_text_is_not_encoded_again(
    counted: tuple[SentenceEncoder, CountingSession],
) -> None:
    encoder, session = counted
    first = encoder.encode(["Does it hurt?"])
    second = encoder.encode(["Does it  hurt?"])
    np.testing.assert_array_equal(first, second)
    assert session.texts == 1


def test_text_twice_in_one_call_is_encoded_once(
    counted: tuple[SentenceEncoder, CountingSession],
) -> None:
    encoder, session = counted
    vectors = encoder.encode(["is it safe", "ok", "is it safe"])
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert session.texts == 2


def test_cache_forgets_what_was_used_longest_ago(
    counted: tuple[SentenceEncoder, CountingSession],
) -> None:
    encoder, session = counted
    encoder.encode(["one", "two", "three"])
    encoder.encode(["one"])
    encoder.encode(["four"])
    session.texts = 0
    encoder.encode(["one", "three", "four"])
    assert session.texts == 0
    encoder.encode(["two"])
    assert session.texts == 1


def test_more_texts_than_the_cache_holds_are_all_returned(
    counted: tuple[SentenceEncoder, CountingSession],
) -> None:
    encoder, _ = counted
    np.testing.assert_array_equal(encoder.encode(MIXED_TEXTS), encoder.encode(MIXED_TEXTS))


def test_changing_a_returned_vector_leaves_the_cache_alone(
    counted: tuple[SentenceEncoder, CountingSession],
) -> None:
    encoder, _ = counted
    encoder.encode(["ok"])[:] = 0
    assert encoder.encode(["ok"]).any()


def test_threads_share_one_encoder(counted: tuple[SentenceEncoder, CountingSession]) -> None:
    encoder, _ = counted
    expected = encoder.encode(MIXED_TEXTS[:8])
    results: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: results.append(encoder.encode(MIXED_TEXTS[:8])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    for result in results:
        np.testing.assert_allclose(result, expected, atol=1e-5)


def test_batches_hold_texts_of_one_length_and_stay_small() -> None:
    lengths = [5] * 100 + [128, 0, 2, 5]
    batches = list(batch_by_length(lengths))
    assert all(len({lengths[row] for row in batch}) == 1 for batch in batches)
    assert all(sum(lengths[row] for row in batch) <= BATCH_TOKENS for batch in batches)
    assert sorted(row for batch in batches for row in batch) == [*range(101), 103]


@pytest.mark.parametrize("missing", [MODEL_FILE, TOKENIZER_FILE, CHECKSUMS_FILE])
def test_missing_file_is_named_with_what_to_do(broken_folder: Path, missing: str) -> None:
    (broken_folder / missing).unlink(missing_ok=True)
    with pytest.raises(EncoderMissing, match=rf"{missing}.*Restore the folder"):
        SentenceEncoder.load(broken_folder)


@pytest.mark.parametrize("changed", [MODEL_FILE, TOKENIZER_FILE])
def test_changed_file_is_named_with_what_to_do(broken_folder: Path, changed: str) -> None:
    (broken_folder / changed).write_bytes(b"cut short")
    with pytest.raises(EncoderCorrupt, match=rf"{changed} was changed.*Restore the folder"):
        SentenceEncoder.load(broken_folder)


@pytest.mark.parametrize("content", ["not json", "[]", "{}"])
def test_unreadable_checksums_are_named(broken_folder: Path, content: str) -> None:
    (broken_folder / CHECKSUMS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(EncoderCorrupt, match=CHECKSUMS_FILE):
        SentenceEncoder.load(broken_folder)


def test_components_share_one_encoder() -> None:
    assert shared_encoder(FOLDER) is shared_encoder(FOLDER / ".." / "encoder")


def make_featurizer(tmp_path: Path, **config: Any) -> SentenceEncoderFeaturizer:
    """Create the component as Rasa does."""
    return SentenceEncoderFeaturizer.create(
        {**SentenceEncoderFeaturizer.get_default_config(), **config},
        LocalModelStorage(tmp_path),
        Resource("encoder"),
        ExecutionContext(GraphSchema({}), node_name="run_encoder"),
    )


def test_featurizer_adds_a_sentence_feature(tmp_path: Path, encoder: SentenceEncoder) -> None:
    [message] = make_featurizer(tmp_path).process([Message({TEXT: "Does it hurt?"})])
    [feature] = message.features
    assert (feature.type, feature.attribute) == (FEATURE_TYPE_SENTENCE, TEXT)
    assert feature.origin == "run_encoder"
    np.testing.assert_allclose(feature.features, encoder.encode(["Does it hurt?"]), atol=1e-5)


def test_featurizer_adds_features_to_training_examples(tmp_path: Path) -> None:
    pairs = [("is it safe", "ask_eligibility"), ("ok", "affirm"), ("ok", "inform")]
    examples = [Message({TEXT: text, INTENT: intent}) for text, intent in pairs]
    make_featurizer(tmp_path, alias="meaning").process_training_data(TrainingData(examples))
    features = [feature for example in examples for feature in example.features]
    assert [feature.features.shape for feature in features] == [(1, 384)] * 3
    assert {feature.origin for feature in features} == {"meaning"}


def test_featurizer_leaves_messages_without_text_alone(tmp_path: Path) -> None:
    [message] = make_featurizer(tmp_path).process([Message({INTENT: "greet"})])
    assert not message.features


def test_featurizer_refuses_a_key_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(
        InvalidConfigException, match=r"does not know foldr; it knows alias, folder"
    ):
        make_featurizer(tmp_path, foldr="models/encoder")


def test_featurizer_without_the_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match=r"checksums\.json"):
        make_featurizer(tmp_path, folder=str(tmp_path))


def test_new_weights_change_the_fingerprint_of_the_features() -> None:
    assert SentenceEncoderFeaturizer.fingerprint_addon({}) == model_checksum(FOLDER)
