"""The committed build: up to date, small, and made without what a strict page forbids.

No Node is needed here. ``npm run build`` in ``widget/`` makes the file anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "widget"
BUILT = ROOT / "mesoguide" / "channels" / "static" / "widget.js"
#: The budget of design.md, section 6.
LIMIT_BYTES = 20_000
SOURCES = sorted((WIDGET / "src").glob("*"))
STRINGS = (WIDGET / "src" / "strings.ts").read_text(encoding="utf-8")
_ROW = re.compile(
    r'^  (?P<key>\w+): \[\s*(?P<en>"(?:[^"\\]|\\.)*"),\s*(?P<fr>"(?:[^"\\]|\\.)*"),?\s*\]', re.M
)
ROWS = [
    (row["key"], json.loads(row["en"]), json.loads(row["fr"])) for row in _ROW.finditer(STRINGS)
]


def source_hash() -> str:
    """Return the hash that ``widget/build.mjs`` writes into the file's first line."""
    names = ["build.mjs", "package-lock.json", "package.json", "tsconfig.json"]
    names += [f"src/{path.name}" for path in SOURCES]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0".encode() + (WIDGET / name).read_bytes() + b"\0")
    return digest.hexdigest()


def test_built_file_is_made_from_the_present_source() -> None:
    header = BUILT.read_text(encoding="utf-8").splitlines()[0]
    assert f"source-sha256: {source_hash()} " in header, (
        "widget.js is stale: run `npm ci && npm run build` in widget/ and commit the result"
    )


def test_built_file_is_under_20_kb_gzipped() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), 9)) < LIMIT_BYTES


def test_element_needs_nothing_at_run_time() -> None:
    package = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package


def test_tools_have_exact_versions_and_no_download_addresses() -> None:
    package = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    lock = (WIDGET / "package-lock.json").read_text(encoding="utf-8")
    assert all(version[0].isdigit() for version in package["devDependencies"].values())
    assert '"resolved"' not in lock


@pytest.mark.parametrize(
    "forbidden",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"],
)
def test_built_file_turns_no_text_into_markup_or_code(forbidden: str) -> None:
    assert forbidden not in BUILT.read_text(encoding="utf-8")


def test_built_file_names_no_other_site() -> None:
    addresses = re.findall(r"https?://[\w.-]+", BUILT.read_text(encoding="utf-8"))
    # The name of SVG's vocabulary is never fetched.
    assert set(addresses) <= {"http://www.w3.org"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_source_has_no_escape_from_the_type_checker(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"\bany\b(?= *[;,)>\]=])|@ts-|\w!\.", text)


def test_every_string_was_read() -> None:
    assert len(ROWS) == len(re.findall(r"^  \w+: \[", STRINGS, re.M)) > 50


@pytest.mark.parametrize(("key", "english", "french"), ROWS, ids=[key for key, _, _ in ROWS])
def test_string_has_the_same_gaps_in_both_languages(key: str, english: str, french: str) -> None:
    gaps = [sorted(re.findall(r"\{\w+\}", text)) for text in (english, french)]
    assert english
    assert french
    assert gaps[0] == gaps[1]
