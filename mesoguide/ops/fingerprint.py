"""Fingerprint of everything that a trained model depends on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

#: What training reads. Code counts too: a changed component needs a new model.
TRAINED_FROM = ("config.yml", "domain.yml", "data", "mesoguide/nlp", "mesoguide/dialogue")
#: Folders below them that training does not read.
NOT_TRAINED_FROM = frozenset({"__pycache__", "evaluation"})
SUFFIXES = frozenset({".yml", ".py", ".json", ".onnx"})


def training_fingerprint(project_root: Path) -> str:
    """Return the SHA-256 over names and contents of all files that training depends on."""
    digest = hashlib.sha256()
    digest.update(f"rasa {version('rasa')} python {sys.version_info[:2]}".encode())
    for path in _files(project_root):
        digest.update(str(path.relative_to(project_root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(project_root: Path) -> Iterator[Path]:
    for name in TRAINED_FROM:
        path = project_root / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(
                p
                for p in path.rglob("*")
                if p.suffix in SUFFIXES and not NOT_TRAINED_FROM & set(p.parts)
            )
