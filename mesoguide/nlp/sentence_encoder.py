"""The sentence encoder: one vector for each message, close together if the meanings are."""

from __future__ import annotations

import hashlib
import json
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from mesoguide.exceptions import EncoderCorrupt, EncoderMissing

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 384
#: The model was trained on sentences cut here, and has no positions beyond.
MAX_TOKENS = 128
#: More than 128 tokens ever need; keeps a huge message from costing time before it is cut.
MAX_CHARACTERS = 4096
#: ``[CLS]`` and ``[SEP]``, which every text gets.
FRAME_TOKENS = 2
#: Tokens in a batch. 128 were as fast as any of 64 to 2,048 and took the least memory for it:
#: 1,463 messages a second, +33 MiB; from 1,024 on the batch leaves the processor's cache.
BATCH_TOKENS = 128
#: Batches that are encoded at once, when there are many.
BATCH_THREADS = 2
#: Batches of one message with its clauses: starting threads for them costs a busy server more than
#: they gain.
FEW_BATCHES = 12
#: Vectors kept for repeated texts: 3 MB.
CACHE_SIZE = 2048

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CHECKSUMS_FILE = "checksums.json"
READ_BYTES = 1 << 20
HOW_TO_MEND = (
    "Restore the folder from the repository (`git checkout -- models/encoder`) or make it anew as "
    "`models/encoder/README.md` says."
)


class SentenceEncoder:
    """Turns texts into unit vectors; safe to share between threads.

    A text has the same vector alone as in a batch. The cache keeps digests, never the texts.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        session: onnxruntime.InferenceSession,
        *,
        cache_size: int = CACHE_SIZE,
    ) -> None:
        self._tokenizer = tokenizer
        self._session = session
        self._cache = _VectorCache(cache_size)
        self._remembered: dict[bytes, Vectors] = {}

    @classmethod
    def load(cls, folder: Path, *, cache_size: int = CACHE_SIZE) -> SentenceEncoder:
        """Load the encoder after checking that its files are the exported ones.

        Args:
            folder: holds ``model.onnx``, ``tokenizer.json`` and ``checksums.json``.
            cache_size: how many vectors of repeated texts to keep; 0 keeps none.

        Raises:
            EncoderMissing: if a file is not there.
            EncoderCorrupt: if a file differs from its checksum.
        """
        checksums = _read_checksums(folder)
        tokenizer = _checked(folder, TOKENIZER_FILE, checksums)
        model = _checked(folder, MODEL_FILE, checksums)
        return cls(_build_tokenizer(tokenizer), _open_session(model), cache_size=cache_size)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, as an array of shape [texts, 384].

        A text without words is all zeros. What follows the 128th token is not read.
        """
        normalised = [normalise(text) for text in texts]
        keys = [_digest(text) for text in normalised]
        vectors = self._cache.get_many(keys)
        vectors |= {key: self._remembered[key] for key in keys if key in self._remembered}
        missing = {
            key: text for key, text in zip(keys, normalised, strict=True) if key not in vectors
        }
        if missing:
            fresh = dict(zip(missing, self._encode_new(list(missing.values())), strict=True))
            self._cache.put_many(fresh)
            vectors |= fresh
        result = np.zeros((len(keys), DIMENSIONS), np.float32)
        for row, key in enumerate(keys):
            result[row] = vectors[key]
        return result

    def remember(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Take over vectors that another process computed, and keep them all.

        Args:
            digests: :func:`text_digest` of each text.
            vectors: of the same texts by the same encoder, shape [texts, 384].
        """
        self._remembered.update(zip(digests, vectors, strict=True))

    def _encode_new(self, texts: list[str]) -> Vectors:
        tokens = [self._tokenizer.encode(text).ids if text else [] for text in texts]
        result = np.zeros((len(texts), DIMENSIONS), np.float32)
        batches = list(batch_by_length([len(ids) for ids in tokens]))
        run = partial(self._run, tokens)
        if len(batches) <= FEW_BATCHES:
            encoded = [run(batch) for batch in batches]
        else:
            with ThreadPoolExecutor(BATCH_THREADS) as threads:
                encoded = list(threads.map(run, batches))
        for batch, vectors in zip(batches, encoded, strict=True):
            result[batch] = vectors
        return result

    def _run(self, tokens: list[list[int]], batch: list[int]) -> Vectors:
        ids = np.array([tokens[row] for row in batch], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vectors: Vectors = self._session.run(["embedding"], inputs)[0]
        return vectors


def normalise(text: str) -> str:
    """Return the text in one Unicode form, without line breaks, double spaces or broken halves."""
    readable = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFKC", readable).split())


def text_digest(text: str) -> bytes:
    """Return what the encoder knows a text by: the same for texts that have the same vector."""
    return _digest(normalise(text))


def batch_by_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group the numbers of equally long texts, so that none needs padding.

    Texts without words are left out.
    """
    rows_of: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        if length > FRAME_TOKENS:
            rows_of.setdefault(length, []).append(row)
    for length, rows in sorted(rows_of.items(), reverse=True):
        size = max(1, BATCH_TOKENS // length)
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


class _VectorCache:
    """The vectors of the texts that were used last."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def get_many(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found = {}
        with self._lock:
            for key in keys:
                if key in self._vectors:
                    self._vectors.move_to_end(key)
                    found[key] = self._vectors[key]
        return found

    def put_many(self, vectors: dict[bytes, Vectors]) -> None:
        with self._lock:
            for key, vector in vectors.items():
                # A copy, or one row would keep its whole batch in memory.
                self._vectors[key] = vector.copy()
                self._vectors.move_to_end(key)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)


_shared: dict[Path, SentenceEncoder] = {}
_shared_lock = threading.Lock()


def shared_encoder(folder: Path) -> SentenceEncoder:
    """Return the process's one encoder of that folder; loads it when first asked.

    Raises:
        EncoderMissing: if a file is not there.
        EncoderCorrupt: if a file differs from its checksum.
    """
    place = folder.resolve()
    with _shared_lock:
        if place not in _shared:
            _shared[place] = SentenceEncoder.load(place)
        return _shared[place]


def model_checksum(folder: Path) -> str:
    """Return the recorded SHA-256 of the model, which changes with its vectors.

    Raises:
        EncoderMissing: if the list of checksums is not there.
        EncoderCorrupt: if it cannot be read or does not name the model.
    """
    return _expected(folder, MODEL_FILE, _read_checksums(folder))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()


def _read_checksums(folder: Path) -> dict[str, str]:
    path = folder / CHECKSUMS_FILE
    try:
        checksums = json.loads(path.read_bytes())
    except OSError as error:
        raise _missing(path, error) from error
    except ValueError as error:
        raise EncoderCorrupt(f"{path} is not JSON. {HOW_TO_MEND}") from error
    if not isinstance(checksums, dict):
        raise EncoderCorrupt(f"{path} lists no files. {HOW_TO_MEND}")
    return checksums


def _expected(folder: Path, name: str, checksums: dict[str, str]) -> str:
    if name not in checksums:
        raise EncoderCorrupt(f"{folder / CHECKSUMS_FILE} does not list {name}. {HOW_TO_MEND}")
    return checksums[name]


def _checked(folder: Path, name: str, checksums: dict[str, str]) -> Path:
    expected = _expected(folder, name, checksums)
    found = _sha256(folder / name)
    if found != expected:
        raise EncoderCorrupt(
            f"{folder / name} was changed or cut short: its sha256 is {found[:12]}…, "
            f"{CHECKSUMS_FILE} says {expected[:12]}…. {HOW_TO_MEND}"
        )
    return folder / name


def _sha256(path: Path) -> str:
    # In pieces: a whole file read here would stay in the process's memory.
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(READ_BYTES):
                digest.update(piece)
    except OSError as error:
        raise _missing(path, error) from error
    return digest.hexdigest()


def _missing(path: Path, error: OSError) -> EncoderMissing:
    return EncoderMissing(
        f"The sentence encoder's file {path} cannot be read ({error.strerror}). {HOW_TO_MEND}"
    )


def _build_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    # "[SEP]" typed by a person is text.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: two are slower for one message, and the server has other work for the second.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Both keep memory for every length ever seen, and saved no time.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
