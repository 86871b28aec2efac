"""Reading a YAML file that people edit, with an error that says what to mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

from mesoguide.clinic.values import IntRange
from mesoguide.exceptions import PlanContentError

LONGEST_TEXT = 2000
"""Characters of one field; a plan's longest today has 565."""

_DEEPEST = 20

_MISSING = object()


# Ten times as fast where PyYAML was built with libyaml, as its wheels are.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):  # type: ignore[misc, valid-type] # either is a SafeLoader
    """Loads plain YAML and refuses a key that is written twice, where PyYAML keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # an unhashable key, which the parent refuses
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key.value!r} is written twice",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


def load_yaml(path: Path) -> object:
    """Reads a YAML file.

    Raises:
        PlanContentError: The file is missing, not text or broken; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_depth(text)
        return yaml.load(text, _StrictLoader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise PlanContentError(
            file=str(path), expected=f"cannot be read ({error.strerror}): name an existing file"
        ) from error
    except UnicodeDecodeError as error:
        raise PlanContentError(file=str(path), expected="expected a text file in UTF-8") from error
    except (yaml.YAMLError, ValueError) as error:
        # A date such as 2026-02-31 is a ValueError, as is nesting without end.
        raise PlanContentError(file=str(path), expected=_broken(error)) from error


def _refuse_depth(text: str) -> None:
    # libyaml follows nesting by recursion and would take the whole process down.
    depth = 0
    for event in yaml.parse(text, _SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else "?"
            raise ValueError(f"nested more than {_DEEPEST} deep in line {line}")


def _broken(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    line = f"line {mark.line + 1}: " if mark is not None else ""
    return f"{line}expected YAML that can be read: {problem}"


class Section:
    """A mapping of the file, read key by key; what nobody has read is refused at the end."""

    def __init__(self, value: object, *, file: str, plan: str, field: str = "") -> None:
        self._file = file
        self._plan = plan
        self._field = field
        if not isinstance(value, dict):
            raise self.wrong("", f"expected keys with values, got {_shown(value)}")
        self._values = value
        self._unread = list(value)

    def wrong(self, key: str, expected: str) -> PlanContentError:
        """Makes the error about a key of this section, for the caller to raise."""
        field = ".".join(part for part in (self._field, key) if part)
        return PlanContentError(file=self._file, plan=self._plan, field=field, expected=expected)

    def raw(self, key: str, *, default: object = _MISSING) -> object:
        """The value as YAML gave it; a key that is not there is an error without a default."""
        if key in self._values:
            if key in self._unread:
                self._unread.remove(key)
            return self._values[key]
        if default is _MISSING:
            raise self.wrong(key, "this key is missing")
        return default

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        """A text that is not blank, without spaces around it."""
        return self._text(key, self.raw(key), longest)

    def optional_text(self, key: str, *, may_be_left_out: bool = True) -> str | None:
        """A text or null."""
        value = self.raw(key, default=None) if may_be_left_out else self.raw(key)
        return None if value is None else self._text(key, value, LONGEST_TEXT)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, at least one."""
        return tuple(
            self._text(f"{key}[{number}]", value, LONGEST_TEXT)
            for number, value in self._different(key)
        )

    def flag(self, key: str, *, default: object = _MISSING) -> bool:
        """A yes or no, written true or false."""
        value = self.raw(key, default=default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"expected true or false, got {_shown(value)}")
        return value

    def integer(self, key: str, *, least: int, most: int) -> int:
        """A whole number within limits; true and 2.0 are none."""
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, f"expected a whole number, got {_shown(value)}")
        if not least <= value <= most:
            raise self.wrong(key, f"expected a number from {least} to {most}, got {value}")
        return value

    def span(self, low: str = "min", high: str = "max", *, least: int = 1, most: int) -> IntRange:
        """Two whole numbers, the lower one first."""
        lowest = self.integer(low, least=least, most=most)
        highest = self.integer(high, least=least, most=most)
        if lowest > highest:
            raise self.wrong(low, f"expected at most {high} ({highest}), got {lowest}")
        return IntRange(lowest, highest)

    def section(self, key: str) -> Section:
        """The mapping under a key."""
        return self._child(key, self.raw(key))

    def sections(self, key: str, *, may_be_left_out: bool = False) -> Iterator[Section]:
        """The mappings of the list under a key."""
        value = self.raw(key, default=None) if may_be_left_out else self.raw(key)
        if value is None and may_be_left_out:
            return
        for number, entry in enumerate(self._listed(key, value), start=1):
            yield self._child(f"{key}[{number}]", entry)

    def nothing_else(self) -> None:
        """Refuses keys that were not read: most often one that is misspelt."""
        if self._unread:
            raise self.wrong(str(self._unread[0]), "this key is not known: correct or remove it")

    def _child(self, key: str, value: object) -> Section:
        field = ".".join(part for part in (self._field, key) if part)
        return Section(value, file=self._file, plan=self._plan, field=field)

    def _listed(self, key: str, value: object) -> list[object]:
        if not isinstance(value, list) or not value:
            raise self.wrong(key, f"expected a list with at least one entry, got {_shown(value)}")
        return value

    def _different(self, key: str) -> list[tuple[int, object]]:
        values = self._listed(key, self.raw(key))
        for number, value in enumerate(values, start=1):
            if value in values[: number - 1]:
                raise self.wrong(f"{key}[{number}]", f"{_shown(value)} is in the list twice")
        return list(enumerate(values, start=1))

    def _text(self, key: str, value: object, longest: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f"expected a text, got {_shown(value)}")
        if len(value) > longest:
            raise self.wrong(key, f"expected at most {longest} characters, got {len(value)}")
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in value.strip()):
            raise self.wrong(
                key, "expected one paragraph without control characters or line breaks"
            )
        return value.strip()


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
