"""Encodes the training messages in a process of its own, beside Rasa's start.

Rasa imports, reads and checks for half a minute on one core before the first message is encoded,
and the encoder takes as long. Side by side, the second core has the vectors ready by then. The
other process sends them through a pipe: if training is stopped, its next write ends it.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from mesoguide.content.project import Project
from mesoguide.nlp.dialogue_act_messages import load_act_messages
from mesoguide.nlp.readable_text import asked_in
from mesoguide.nlp.sentence_encoder import SentenceEncoder, Vectors, text_digest

#: Bytes of a text's digest.
DIGEST_BYTES = 16
#: Yields to training itself on the first core, without starving on a machine with other work.
NICENESS = 2

_logger = logging.getLogger(__name__)
_running: subprocess.Popen[bytes] | None = None


def start(root: Path, encoder: Path) -> None:
    """Start to encode the training messages of a project.

    Args:
        root: folder of the project.
        encoder: folder of the encoder.
    """
    global _running
    _running = subprocess.Popen(  # noqa: S603 - our own command, no shell
        [sys.executable, "-W", "ignore", "-m", __name__, str(root), str(encoder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )


def collect(encoder: SentenceEncoder) -> None:
    """Wait for the vectors and hand them to the encoder; without :func:`start` do nothing.

    If the process failed, the encoder is left to encode the messages itself.
    """
    global _running
    running, _running = _running, None
    if running is None:
        return
    output, _ = running.communicate()
    if running.returncode != 0:
        _logger.warning("the messages were not encoded ahead: code %d", running.returncode)
        return
    digests, vectors = _read(io.BytesIO(output))
    encoder.remember([row.tobytes() for row in digests], vectors)


def training_texts(root: Path) -> list[str]:
    """Return every text that training will ask the encoder for, as far as is known beforehand."""
    texts = [text for _, _, text in Project(root).examples]
    texts += [message.text for message in load_act_messages()]
    return list(dict.fromkeys([*texts, *map(asked_in, texts)]))


def main(root: Path, encoder: Path, output: BinaryIO) -> None:
    """Encode the training messages of a project and write digests and vectors."""
    os.nice(NICENESS)
    texts = training_texts(root)
    vectors = SentenceEncoder.load(encoder, cache_size=0).encode(texts)
    joined = b"".join(map(text_digest, texts))
    np.save(output, np.frombuffer(joined, np.uint8).reshape(-1, DIGEST_BYTES))
    np.save(output, vectors)


def _read(stream: BinaryIO) -> tuple[NDArray[np.uint8], Vectors]:
    return np.load(stream, allow_pickle=False), np.load(stream, allow_pickle=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdout.buffer)
