"""Files of the widget's folder, and nothing else, are served."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.static_files import static_file

SCRIPT = "console.log('a longer line, so that packing it saves something');\n" * 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside.js").write_text("secret")
    (static := tmp_path / "static").mkdir()
    (static / "widget.js").write_text(SCRIPT)
    (static / "notes.txt").write_text("secret")
    (static / "nested.css").mkdir()
    return static


def test_file_is_served_with_its_type(folder: Path) -> None:
    file = static_file("widget.js", folder=folder)

    assert file.content == SCRIPT.encode()
    assert file.content_type == "text/javascript; charset=utf-8"


def test_text_is_also_there_packed(folder: Path) -> None:
    file = static_file("widget.js", folder=folder)

    assert file.compressed is not None
    assert gzip.decompress(file.compressed) == file.content


def test_what_packing_makes_larger_is_not_packed(folder: Path) -> None:
    (folder / "small.css").write_text("a{}")

    assert static_file("small.css", folder=folder).compressed is None


def test_changed_file_is_served_anew_with_another_tag(folder: Path) -> None:
    before = static_file("widget.js", folder=folder)
    (folder / "widget.js").write_text("changed")
    os.utime(folder / "widget.js", ns=(1, 1))

    after = static_file("widget.js", folder=folder)

    assert after.content == b"changed"
    assert after.tag != before.tag


@pytest.mark.parametrize(
    "name",
    [
        "missing.js",
        "notes.txt",
        "../outside.js",
        "static/../../outside.js",
        "..",
        ".",
        "",
        "nested.css",
        "widget.js/",
        "/etc/passwd",
        "widget.js\x00.css",
        "x" * 5000 + ".js",
        "%2e%2e/outside.js",
    ],
)
def test_anything_else_is_not_found(folder: Path, name: str) -> None:
    with pytest.raises(ApiError, match="not_found"):
        static_file(name, folder=folder)
