"""The training messages are encoded in a process of its own, and used."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mesoguide.nlp import early_vectors
from mesoguide.nlp.dialogue_act_messages import load_act_messages
from mesoguide.nlp.sentence_encoder import SentenceEncoder, text_digest
from mesoguide.ops.settings import PROJECT_ROOT

ENCODER = PROJECT_ROOT / "models" / "encoder"
NLU = """nlu:
- intent: ask_cost
  examples: |
    - how much is it
    - not asking how often, just how much
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "prices.yml").write_text(NLU)
    return tmp_path


@pytest.fixture
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load(ENCODER)


def test_texts_are_the_messages_without_what_they_deny_and_those_of_the_acts(
    project: Path,
) -> None:
    texts = early_vectors.training_texts(project)

    assert "how much is it" in texts
    assert "not asking how often, just how much" in texts
    assert "just how much" in texts
    assert {message.text for message in load_act_messages()} <= set(texts)
    assert len(texts) == len(set(texts))


def test_collected_vectors_are_those_of_the_encoder_and_spare_it_the_work(
    project: Path,
    encoder: SentenceEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = early_vectors.training_texts(project)
    own = SentenceEncoder.load(ENCODER).encode(texts[:40])

    early_vectors.start(project, ENCODER)
    early_vectors.collect(encoder)

    monkeypatch.setattr(encoder, "_encode_new", lambda _: pytest.fail("encoded again"))
    np.testing.assert_allclose(encoder.encode(texts)[:40], own, atol=1e-6)


def test_without_a_start_there_is_nothing_to_collect(encoder: SentenceEncoder) -> None:
    early_vectors.collect(encoder)

    assert encoder.encode(["how much is it"]).any()


def test_a_process_that_fails_leaves_the_work_to_the_encoder(
    project: Path, encoder: SentenceEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    early_vectors.start(project, project / "no-encoder")

    with caplog.at_level(logging.WARNING):
        early_vectors.collect(encoder)

    assert "not encoded ahead" in caplog.text
    assert encoder.encode(["how much is it"]).any()


def test_remembered_vectors_outlive_the_cache() -> None:
    encoder = SentenceEncoder.load(ENCODER, cache_size=0)
    known: Any = np.full((1, 384), 0.5, np.float32)

    encoder.remember([text_digest("how  much")], known)

    np.testing.assert_array_equal(encoder.encode(["how much"]), known)
