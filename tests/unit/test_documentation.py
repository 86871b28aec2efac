"""The documents against what there is: no command or setting is missing, and none is made up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from mesoguide.cli import app
from mesoguide.ops.settings import DOCUMENTED

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    path for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if path.is_file()
]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

_TARGET = re.compile(r"^(?P<name>[a-z][a-z-]*):", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)[^)]*\)")
_FENCED = re.compile(r"^ *```\w*\n.*?^ *```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^ {4,}(?P<line>\S.*)$", re.MULTILINE)
_CODE = re.compile(r"`(?P<code>[^`\n]+)`")
#: A command as pages show it: settings in front, then the program.
_MESOGUIDE = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?mesoguide (?P<arguments>[a-z].*)$")
_MAKE = re.compile(r"^(?:[A-Z_]+=\S+ )*make (?P<target>[a-z-]+)(?: *#.*)?$")
_SCRIPT = re.compile(
    r"(?:^|[ `])(?P<path>(?:scripts|benchmarks|tests|mesoguide|actions|content|data|deploy)/"
    r"[\w./-]*\w)"
)


@dataclass(frozen=True)
class Shown:
    """A command that a page shows."""

    page: Path
    command: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {self.command}"


def make_targets() -> list[str]:
    names = _TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    return sorted(set(names))


def subcommands(command: Any) -> dict[str, Any]:
    """Return the commands of a group; typer brings classes of its own for them."""
    return getattr(command, "commands", {})


def commands(group: Any, *before: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, such as ("plans", "list")."""
    for name, command in subcommands(group).items():
        if subcommands(command):
            yield from commands(command, *before, name)
        else:
            yield (*before, name)


COMMANDS = sorted(" ".join(words) for words in commands(typer.main.get_command(app)))


def shown(pattern: re.Pattern[str]) -> list[Any]:
    """Return every shown command of one form, as parameters of a test."""
    return [
        pytest.param(match, id=str(Shown(page, command)))
        for page in PAGES
        for command in shown_commands(page.read_text(encoding="utf-8"))
        if (match := pattern.match(command))
    ]


def shown_commands(text: str) -> Iterator[str]:
    """Yield all code of a page that may be a command: in backticks, or a line of its own."""
    for block in _FENCED.findall(text):
        yield from (line.strip() for line in block.splitlines()[1:-1])
    rest = _FENCED.sub("", text)
    yield from (line.strip() for line in _INDENTED.findall(rest))
    yield from _CODE.findall(rest)


@pytest.mark.parametrize("target", make_targets())
def test_make_target_is_documented(target: str) -> None:
    assert re.search(rf"\bmake {target}\b(?!-)", TEXT)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str) -> None:
    assert re.search(rf"\bmesoguide {command}\b", TEXT)


@pytest.mark.parametrize("variable", sorted(doc.variable for doc in DOCUMENTED.values()))
def test_setting_is_documented(variable: str) -> None:
    assert f"`{variable}`" in TEXT


@pytest.mark.parametrize("match", shown(_MAKE))
def test_shown_make_target_exists(match: re.Match[str]) -> None:
    assert match["target"] in make_targets()


@pytest.mark.parametrize("match", shown(_MESOGUIDE))
def test_shown_command_exists_with_its_options(match: re.Match[str]) -> None:
    words = shlex.split(match["arguments"], comments=True)
    command = typer.main.get_command(app)
    while subcommands(command) and words:
        assert words[0] in subcommands(command)
        command = subcommands(command)[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_command_was_found() -> None:
    assert {"run", "plans approve", "db upgrade", "content check"} <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = (match["to"] for match in _LINK.finditer(page.read_text(encoding="utf-8")))
    local = [link.split("#")[0] for link in links if not re.match(r"\w+:", link)]
    assert [link for link in local if link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {match["path"] for match in _SCRIPT.finditer(text)}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
