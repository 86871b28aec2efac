"""Measure the sentence encoder: size, load time, memory, latency, throughput and accuracy.

    python -m benchmarks.encoder
    python -m benchmarks.encoder --folder other/encoder --train a/ --test b/

``--train`` and ``--test`` are folders with one file an intent and one message a line. A classifier
is trained on the first and asked about the second, then the other way round. To compare with full
precision, measure a folder that ``scripts/export_encoder.py --precision fp32`` wrote.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mesoguide.nlp.sentence_encoder import FRAME_TOKENS, SentenceEncoder

ROOT = Path(__file__).resolve().parents[1]
TOKEN_COUNTS = (5, 19, 60)
WARM_UP, REPEATS = 20, 200
#: Each is one token, so a message's length is known without asking the tokenizer.
WORDS = (
    "how",
    "long",
    "does",
    "the",
    "skin",
    "stay",
    "red",
    "after",
    "a",
    "visit",
    "and",
    "when",
    "can",
    "i",
    "go",
    "back",
    "to",
    "work",
    "or",
    "gym",
    "again",
)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "models" / "encoder")
    parser.add_argument("--train", type=Path, help="folder with one file an intent")
    parser.add_argument("--test", type=Path, help="the same, of another writer")
    options = parser.parse_args(arguments)
    before = resident_mib()
    start = time.perf_counter()
    encoder = SentenceEncoder.load(options.folder, cache_size=0)
    seconds = time.perf_counter() - start
    print(f"file         {(options.folder / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    print(f"load         {seconds * 1000:.0f} ms, +{resident_mib() - before:.0f} MiB")
    for count in TOKEN_COUNTS:
        times = latencies(encoder, message(count))
        print(
            f"{count:3d} tokens   {statistics.median(times):.2f} ms median, "
            f"{np.percentile(times, 95):.2f} ms 95th, one thread"
        )
    print(f"batches      {throughput(encoder):.0f} messages a second (5 to 60 tokens)")
    print(f"memory       +{resident_mib() - before:.0f} MiB after all this")
    print(f"idle         {idle_cpu_percent():.1f} % of a core afterwards")
    if options.train and options.test:
        for train, test in ((options.train, options.test), (options.test, options.train)):
            right, total = score(encoder, train, test)
            print(f"accuracy     {right / total:.4f} ({right} of {total}), trained on {train}")


def message(tokens: int, start: int = 0) -> str:
    """Return a message of that many tokens, the two that frame it included."""
    return " ".join(WORDS[(start + i) % len(WORDS)] for i in range(tokens - FRAME_TOKENS))


def latencies(encoder: SentenceEncoder, text: str) -> list[float]:
    """Time single messages, in milliseconds."""
    times = []
    for _ in range(WARM_UP + REPEATS):
        start = time.perf_counter()
        encoder.encode([text])
        times.append((time.perf_counter() - start) * 1000)
    return times[WARM_UP:]


def throughput(encoder: SentenceEncoder) -> float:
    """Encode 1,000 different messages of mixed lengths at once; messages a second."""
    lengths = [5, 8, 10, 12, 14, 16, 19, 24, 36, 60]
    texts = [f"{n} {message(lengths[n % len(lengths)] - 1, n)}" for n in range(1000)]
    start = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - start)


def idle_cpu_percent() -> float:
    """Wait half a second and return how busy the process was: threads must not spin."""
    start, used = time.perf_counter(), time.process_time()
    time.sleep(0.5)
    return 100 * (time.process_time() - used) / (time.perf_counter() - start)


def score(encoder: SentenceEncoder, train: Path, test: Path) -> tuple[int, int]:
    """Train a logistic regression on one folder and ask it about the intents both have."""
    from sklearn.linear_model import LogisticRegression

    known = {path.stem for path in train.glob("*.txt")} & {p.stem for p in test.glob("*.txt")}
    train_texts, train_intents = read_examples(train, known)
    test_texts, test_intents = read_examples(test, known)
    classifier = LogisticRegression(C=1, max_iter=2000)
    classifier.fit(5 * encoder.encode(train_texts), train_intents)
    guesses = classifier.predict(5 * encoder.encode(test_texts))
    return int(np.sum(guesses == np.array(test_intents))), len(test_texts)


def read_examples(folder: Path, intents: set[str]) -> tuple[list[str], list[str]]:
    """Return messages and their intents."""
    pairs = [
        (line.strip(), path.stem)
        for path in sorted(folder.glob("*.txt"))
        if path.stem in intents
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [text for text, _ in pairs], [intent for _, intent in pairs]


def resident_mib() -> float:
    """Return the process's memory in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(sys.argv[1:])
